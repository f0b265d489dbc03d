package dev.groundtruth.provisioning.packer;

import dev.groundtruth.provisioning.internal.VersionNumber;

/**
 * The version of a Packer, ordered as <a
 * href="https://semver.org/spec/v2.0.0.html#spec-item-11">Semantic Versioning</a> says.
 *
 * @param major what changes with incompatible changes
 * @param minor what changes with new features
 * @param patch what changes with corrections
 * @param preRelease what is before the release, for example {@code dev}; empty for a release
 */
public record PackerVersion(int major, int minor, int patch, String preRelease)
    implements Comparable<PackerVersion> {

  /**
   * Reads a version.
   *
   * @param text for example {@code 1.11.2} or {@code 1.12.0-dev}
   * @return the version
   * @throws IllegalArgumentException if the text is none
   */
  public static PackerVersion parse(String text) {
    VersionNumber number = VersionNumber.parse(text, "1.11.2");
    return new PackerVersion(number.major(), number.minor(), number.patch(), number.preRelease());
  }

  /** The release this is or leads to. */
  PackerVersion release() {
    return new PackerVersion(major, minor, patch, "");
  }

  @Override
  public int compareTo(PackerVersion other) {
    return number().compareTo(other.number());
  }

  private VersionNumber number() {
    return new VersionNumber(major, minor, patch, preRelease);
  }

  /** The version as it is usually written. */
  @Override
  public String toString() {
    return number().toString();
  }
}
