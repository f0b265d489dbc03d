package dev.groundtruth.provisioning.terraform.event;

import dev.groundtruth.provisioning.command.Secret;
import java.util.List;
import java.util.Optional;

/**
 * An error or a warning of Terraform's.
 *
 * @param severity which of them
 * @param summary what is wrong, in a few words
 * @param detail more about it; empty if there is no more
 * @param address the resource it is about
 * @param range the place in the configuration it is about
 * @param snippet the configuration at that place
 */
public record Diagnostic(
    Severity severity,
    String summary,
    String detail,
    Optional<String> address,
    Optional<SourceRange> range,
    Optional<Snippet> snippet) {

  /** How bad it is. */
  public enum Severity {
    /** The command failed. */
    ERROR,
    /** The command went on. */
    WARNING,
    /** A severity that this version does not know. */
    UNKNOWN
  }

  /**
   * The configuration a diagnostic is about.
   *
   * @param context the block it is in, for example {@code resource "aws_instance" "web"}
   * @param code the lines
   * @param startLine the number of the first line, from 1
   * @param values the values of the expressions in it
   */
  public record Snippet(
      Optional<String> context, String code, int startLine, List<ExpressionValue> values) {

    /**
     * A snippet.
     *
     * @param context the block it is in
     * @param code the lines
     * @param startLine the number of the first line, from 1
     * @param values the values of the expressions in it
     */
    public Snippet {
      values = List.copyOf(values);
    }
  }

  /**
   * The value of an expression in a snippet.
   *
   * @param traversal the expression, for example {@code var.password}
   * @param statement what Terraform says of the value, for example {@code is "x"}; a secret, since
   *     Terraform shows the values of variables that nobody marked as sensitive
   */
  public record ExpressionValue(String traversal, Secret statement) {}

  /**
   * Whether the command failed for this.
   *
   * @return true for an error
   */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Severity, summary, place and detail; without the values of expressions. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(severity == Severity.ERROR ? "Error: " : "Warning: ");
    text.append(summary);
    range.ifPresent(place -> text.append(" (").append(place).append(')'));
    address.ifPresent(resource -> text.append(", with ").append(resource));
    if (!detail.isEmpty()) {
      text.append(": ").append(detail);
    }
    return text.toString();
  }
}
