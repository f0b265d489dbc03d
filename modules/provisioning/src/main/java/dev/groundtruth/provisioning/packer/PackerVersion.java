package dev.groundtruth.provisioning.packer;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a Packer.
 *
 * @param major what changes with incompatible changes
 * @param minor what changes with new features
 * @param patch what changes with corrections
 * @param preRelease what is before the release, for example {@code dev}; empty for a release
 */
public record PackerVersion(int major, int minor, int patch, String preRelease)
    implements Comparable<PackerVersion> {

  private static final Pattern SYNTAX =
      Pattern.compile("v?(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?:-([0-9A-Za-z.-]+))?(?:\\+.*)?");
  private static final Comparator<PackerVersion> ORDER =
      Comparator.comparingInt(PackerVersion::major)
          .thenComparingInt(PackerVersion::minor)
          .thenComparingInt(PackerVersion::patch)
          // The release is newer than all that came before it.
          .thenComparing(version -> version.preRelease.isEmpty())
          .thenComparing(PackerVersion::preRelease);

  /**
   * Reads a version.
   *
   * @param text for example {@code 1.11.2} or {@code 1.12.0-dev}
   * @return the version
   * @throws IllegalArgumentException if the text is none
   */
  public static PackerVersion parse(String text) {
    Matcher matcher = SYNTAX.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no version, perhaps you should write it like 1.11.2".formatted(text));
    }
    String preRelease = matcher.group(4);
    return new PackerVersion(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        preRelease == null ? "" : preRelease);
  }

  /** The release this is or leads to. */
  PackerVersion release() {
    return new PackerVersion(major, minor, patch, "");
  }

  @Override
  public int compareTo(PackerVersion other) {
    return ORDER.compare(this, other);
  }

  /** The version as it is usually written. */
  @Override
  public String toString() {
    return major + "." + minor + "." + patch + (preRelease.isEmpty() ? "" : "-" + preRelease);
  }
}
