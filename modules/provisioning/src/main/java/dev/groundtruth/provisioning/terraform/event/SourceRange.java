package dev.groundtruth.provisioning.terraform.event;

/**
 * A place in the configuration.
 *
 * @param file the file, relative to the folder Terraform ran in
 * @param start where it begins
 * @param end where it ends, this position excluded
 */
public record SourceRange(String file, Position start, Position end) {

  /**
   * A position in a file.
   *
   * @param line from 1
   * @param column from 1, in characters as a reader sees them
   * @param offset from 0, in bytes
   */
  public record Position(int line, int column, int offset) {}

  /** The file, line and column, as editors and terminals link them. */
  @Override
  public String toString() {
    return "%s:%d:%d".formatted(file, start.line(), start.column());
  }
}
