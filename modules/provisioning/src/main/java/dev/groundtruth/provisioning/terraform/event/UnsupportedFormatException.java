package dev.groundtruth.provisioning.terraform.event;

/** A machine format in a major version that this library does not know. */
public class UnsupportedFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception that says which.
   *
   * @param message what has which version, and what to do
   */
  public UnsupportedFormatException(String message) {
    super(message);
  }

  /**
   * Checks a version, as Terraform's documentation asks every reader to: of a known major version,
   * every minor one can be read.
   *
   * @param what what has the version, for example {@code the plan}
   * @param version the version, for example {@code 1.2}
   * @param majors the major versions that are known, for example {@code 1}
   * @throws UnsupportedFormatException if it is none of them
   */
  public static void check(String what, String version, String... majors) {
    for (String major : majors) {
      if (version.equals(major) || version.startsWith(major + ".")) {
        return;
      }
    }
    throw new UnsupportedFormatException(
        "%s is in format version %s and only %s.x can be read, perhaps you should use a Terraform of 1.5 to 1.x, an OpenTofu of 1.x, or a newer Groundtruth"
            .formatted(
                what, version.isEmpty() ? "(none)" : version, String.join(".x and ", majors)));
  }
}
