package dev.groundtruth.provisioning.terraform.event;

import java.util.List;

/**
 * The result of {@code terraform validate -json}.
 *
 * @param valid whether the configuration is valid
 * @param diagnostics what is wrong with it; a valid one may have warnings
 */
public record Validation(boolean valid, List<Diagnostic> diagnostics) {

  /**
   * A result.
   *
   * @param valid whether the configuration is valid
   * @param diagnostics what is wrong with it
   */
  public Validation {
    diagnostics = List.copyOf(diagnostics);
  }

  /**
   * The errors.
   *
   * @return the diagnostics that are errors
   */
  public List<Diagnostic> errors() {
    return diagnostics.stream().filter(Diagnostic::isError).toList();
  }

  /**
   * Reads what {@code terraform validate -json} wrote.
   *
   * @param json its standard output
   * @return the result
   * @throws dev.groundtruth.provisioning.value.MalformedJsonException if it is not that
   * @throws UnsupportedFormatException if its format is of another major version than 1
   */
  public static Validation read(String json) {
    return DiagnosticReader.validation(json);
  }
}
