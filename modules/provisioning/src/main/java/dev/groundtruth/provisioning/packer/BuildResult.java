package dev.groundtruth.provisioning.packer;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a build in which everything succeeded.
 *
 * @param artifactsByBuild build to its artifacts: the builder's and then those of post-processors,
 *     in Packer's order. A builder without an artifact has none.
 * @param manifest what the manifest post-processor wrote in this run; empty without one
 * @param warnings what Packer warned of, for example of a variable that the template does not
 *     declare
 * @param duration how long it took
 */
public record BuildResult(
    Map<String, List<Artifact>> artifactsByBuild,
    List<ManifestEntry> manifest,
    List<PackerDiagnostic> warnings,
    Duration duration) {

  /**
   * What came of a build.
   *
   * @param artifactsByBuild build to its artifacts
   * @param manifest what the manifest post-processor wrote in this run
   * @param warnings what Packer warned of
   * @param duration how long it took
   */
  public BuildResult {
    artifactsByBuild = Collections.unmodifiableMap(new LinkedHashMap<>(artifactsByBuild));
    manifest = List.copyOf(manifest);
    warnings = List.copyOf(warnings);
  }

  /**
   * All artifacts of all builds.
   *
   * @return the artifacts
   */
  public List<Artifact> artifacts() {
    return artifactsByBuild.values().stream().flatMap(List::stream).toList();
  }

  /**
   * The artifacts of one kind.
   *
   * @param kind for example {@code DockerImage.class}
   * @param <T> the kind
   * @return the artifacts of all builds that are of that kind
   */
  public <T extends Artifact> List<T> artifacts(Class<T> kind) {
    return artifacts().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * The artifacts of one build.
   *
   * @param build its name, for example {@code docker.web}
   * @return its artifacts
   * @throws java.util.NoSuchElementException if there was no such build, or it had no artifact
   */
  public List<Artifact> artifactsOf(String build) {
    List<Artifact> found = artifactsByBuild.get(build);
    if (found == null) {
      throw new java.util.NoSuchElementException(
          "There are no artifacts of %s, perhaps you should ask for those of one of %s"
              .formatted(build, artifactsByBuild.keySet()));
    }
    return found;
  }
}
