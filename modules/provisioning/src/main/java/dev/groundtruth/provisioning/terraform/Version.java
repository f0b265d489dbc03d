package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.internal.VersionNumber;

/**
 * A version number, ordered as <a href="https://semver.org/spec/v2.0.0.html#spec-item-11">Semantic
 * Versioning</a> says.
 *
 * @param major what changes with incompatible changes
 * @param minor what changes with new features
 * @param patch what changes with corrections
 * @param preRelease what is before the release, for example {@code rc1}; empty for a release
 */
public record Version(int major, int minor, int patch, String preRelease)
    implements Comparable<Version> {

  /**
   * The version of a release.
   *
   * @param major what changes with incompatible changes
   * @param minor what changes with new features
   * @param patch what changes with corrections
   */
  public Version(int major, int minor, int patch) {
    this(major, minor, patch, "");
  }

  /**
   * Reads a version.
   *
   * @param text for example {@code 1.13.3}, {@code v1.9.0-alpha20240404} or {@code 1.2.3+build}
   * @return the version
   * @throws IllegalArgumentException if the text is none
   */
  public static Version parse(String text) {
    VersionNumber number = VersionNumber.parse(text, "1.13.3");
    return new Version(number.major(), number.minor(), number.patch(), number.preRelease());
  }

  /**
   * Whether this version is another one or newer.
   *
   * @param other the other
   * @return true if it is not older
   */
  public boolean isAtLeast(Version other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(Version other) {
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
