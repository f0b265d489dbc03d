package dev.groundtruth.provisioning.terraform;

/**
 * What {@code fmt -check} looks at.
 *
 * @param recursive whether also at the folders below
 */
public record FormatOptions(boolean recursive) {

  /**
   * Looks at the working directory only.
   *
   * @return the options
   */
  public static FormatOptions defaults() {
    return new FormatOptions(false);
  }

  /**
   * Looks at the working directory and all folders below.
   *
   * @return the options
   */
  public static FormatOptions recursively() {
    return new FormatOptions(true);
  }

  Arguments arguments() {
    return recursive ? Arguments.of("-recursive") : Arguments.NONE;
  }
}
