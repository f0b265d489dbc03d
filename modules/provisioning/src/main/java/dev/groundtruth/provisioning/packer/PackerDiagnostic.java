package dev.groundtruth.provisioning.packer;

import java.util.Optional;

/**
 * An error or a warning about a template or a plugin. Packer has no machine format for them: this
 * is its text, taken apart.
 *
 * @param severity which of them
 * @param summary what is wrong, in a few words
 * @param detail more about it, with Packer's line breaks; empty if there is no more
 * @param location the place in the template
 */
public record PackerDiagnostic(
    Severity severity, String summary, String detail, Optional<Location> location) {

  /** How bad it is. */
  public enum Severity {
    /** The command failed. */
    ERROR,
    /** The command went on. */
    WARNING
  }

  /**
   * A place in a template.
   *
   * @param file the file, as Packer names it
   * @param line the line, from 1
   */
  public record Location(String file, int line) {

    /** File and line, separated by a colon. */
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  /**
   * Whether the command failed for this.
   *
   * @return true for an error
   */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Severity, summary, place and detail. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(isError() ? "Error: " : "Warning: ").append(summary);
    location.ifPresent(place -> text.append(" (").append(place).append(')'));
    if (!detail.isEmpty()) {
      text.append(": ").append(detail);
    }
    return text.toString();
  }
}
