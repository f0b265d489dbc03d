package dev.groundtruth.provisioning.internal;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version number, ordered as <a href="https://semver.org/spec/v2.0.0.html#spec-item-11">Semantic
 * Versioning</a> says.
 *
 * @param major what changes with incompatible changes
 * @param minor what changes with new features
 * @param patch what changes with corrections
 * @param preRelease what is before the release; empty for a release
 */
public record VersionNumber(int major, int minor, int patch, String preRelease)
    implements Comparable<VersionNumber> {

  private static final Pattern SYNTAX =
      Pattern.compile("v?(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?:-([0-9A-Za-z.-]+))?(?:\\+.*)?");
  private static final Comparator<VersionNumber> ORDER =
      Comparator.comparingInt(VersionNumber::major)
          .thenComparingInt(VersionNumber::minor)
          .thenComparingInt(VersionNumber::patch)
          .thenComparing(VersionNumber::preRelease, VersionNumber::comparePreReleases);

  /**
   * Reads a version.
   *
   * @param text for example {@code 1.13.3}, {@code v1.9.0-alpha20240404} or {@code 1.2.3+build}
   * @param example what the message of a failure shows
   * @return the version
   * @throws IllegalArgumentException if the text is none
   */
  public static VersionNumber parse(String text, String example) {
    Matcher matcher = SYNTAX.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no version, perhaps you should write it like %s".formatted(text, example));
    }
    String preRelease = matcher.group(4);
    return new VersionNumber(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        preRelease == null ? "" : preRelease);
  }

  @Override
  public int compareTo(VersionNumber other) {
    return ORDER.compare(this, other);
  }

  private static int comparePreReleases(String left, String right) {
    if (left.isEmpty() || right.isEmpty()) {
      // The release is newer than all that came before it.
      return Boolean.compare(left.isEmpty(), right.isEmpty());
    }
    String[] lefts = left.split("\\.", -1);
    String[] rights = right.split("\\.", -1);
    for (int i = 0; i < Math.min(lefts.length, rights.length); i++) {
      int order = compareIdentifiers(lefts[i], rights[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(lefts.length, rights.length);
  }

  private static int compareIdentifiers(String left, String right) {
    boolean leftIsNumber = left.matches("\\d{1,9}");
    boolean rightIsNumber = right.matches("\\d{1,9}");
    if (leftIsNumber && rightIsNumber) {
      return Integer.compare(Integer.parseInt(left), Integer.parseInt(right));
    }
    return leftIsNumber == rightIsNumber ? left.compareTo(right) : leftIsNumber ? -1 : 1;
  }

  /** The version as it is usually written. */
  @Override
  public String toString() {
    return major + "." + minor + "." + patch + (preRelease.isEmpty() ? "" : "-" + preRelease);
  }
}
