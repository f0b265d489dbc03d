package dev.groundtruth.provisioning.packer;

import java.util.List;

/**
 * What Packer thinks of a template.
 *
 * @param isValid whether it can be built
 * @param diagnostics what is wrong with it, and what Packer warns of
 */
public record Validation(boolean isValid, List<PackerDiagnostic> diagnostics) {

  /**
   * What Packer thinks.
   *
   * @param isValid whether it can be built
   * @param diagnostics what is wrong with it
   */
  public Validation {
    diagnostics = List.copyOf(diagnostics);
  }
}
