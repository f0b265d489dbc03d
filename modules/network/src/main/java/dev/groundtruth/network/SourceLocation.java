package dev.groundtruth.network;

/**
 * A place in a file.
 *
 * @param source the name of the file, as it was given to the reader
 * @param line the line, from 1; 0 if the whole file is meant
 * @param column the column in characters, from 1; 0 if the whole file is meant
 */
public record SourceLocation(String source, int line, int column) {

  /**
   * The location of a file as a whole.
   *
   * @param source the name of the file
   * @return a location without line and column
   */
  public static SourceLocation of(String source) {
    return new SourceLocation(source, 0, 0);
  }

  /** As compilers write it, for example {@code compose/security-groups.json:12:9}. */
  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
