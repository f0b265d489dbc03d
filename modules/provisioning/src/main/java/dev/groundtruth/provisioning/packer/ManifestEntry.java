package dev.groundtruth.provisioning.packer;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the <a href="https://developer.hashicorp.com/packer/docs/post-processors/manifest">manifest
 * post-processor</a> wrote of an artifact.
 *
 * @param name the name of the source, without its type: {@code web} of the build {@code docker.web}
 * @param builderType the type of the source
 * @param time when it was built; nothing with {@code strip_time}
 * @param files its files with their sizes
 * @param runUuid what is the same for all entries of one {@code packer build}
 * @param customData the {@code custom_data} of the post-processor
 * @param artifact the artifact; it knows neither builder id nor tags nor snapshots
 */
public record ManifestEntry(
    String name,
    String builderType,
    Optional<Instant> time,
    List<ManifestFile> files,
    String runUuid,
    Map<String, String> customData,
    Artifact artifact) {

  /**
   * An entry.
   *
   * @param name the name of the source
   * @param builderType the type of the source
   * @param time when it was built
   * @param files its files with their sizes
   * @param runUuid what is the same for all entries of one run
   * @param customData the custom data
   * @param artifact the artifact
   */
  public ManifestEntry {
    files = List.copyOf(files);
    customData = Collections.unmodifiableMap(new LinkedHashMap<>(customData));
  }

  /**
   * Whether it may be of a build; several named builds of one source cannot be told apart.
   *
   * @param build the build's name
   * @return true for a build of the same source
   */
  public boolean isOf(String build) {
    String source = builderType + "." + name;
    return build.equals(source) || build.equals(name) || build.endsWith("." + source);
  }

  /**
   * A file in a manifest.
   *
   * @param name its path as the builder names it, or its name alone with {@code strip_path}
   * @param size its size in bytes
   */
  public record ManifestFile(String name, long size) {}
}
