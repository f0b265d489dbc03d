package dev.groundtruth.provisioning.packer;

import java.util.List;

/**
 * What {@code fmt -check} looks at.
 *
 * @param recursive whether also at the folders below
 */
public record FormatOptions(boolean recursive) {

  /**
   * Looks at the template's folder only.
   *
   * @return the options
   */
  public static FormatOptions defaults() {
    return new FormatOptions(false);
  }

  /**
   * Looks at the template's folder and all folders below.
   *
   * @return the options
   */
  public static FormatOptions recursively() {
    return new FormatOptions(true);
  }

  List<String> arguments() {
    return recursive ? List.of("-recursive") : List.of();
  }
}
