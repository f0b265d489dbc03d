package dev.groundtruth.provisioning.packer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes typed artifacts of what Packer writes of them.
 *
 * <p>The forms of ids and descriptions are those of <a
 * href="https://github.com/hashicorp/packer-plugin-amazon/blob/v1.3.2/builder/common/artifact.go">packer-plugin-amazon</a>
 * and <a
 * href="https://github.com/hashicorp/packer-plugin-docker/blob/v1.0.8/builder/docker/artifact_import.go">packer-plugin-docker</a>.
 */
final class ArtifactReader {

  private static final Pattern AMIS =
      Pattern.compile("[a-z0-9-]+:ami-\\w+(?:,[a-z0-9-]+:ami-\\w+)*");
  private static final Pattern VOLUMES =
      Pattern.compile("[a-z0-9-]+:(?:vol|snap)-\\w+(?:,[a-z0-9-]+:(?:vol|snap)-\\w+)*");
  private static final Pattern DOCKER =
      Pattern.compile("packer\\.docker|packer\\.post-processor\\.docker-\\w+");
  private static final String DIGEST = "sha256:";
  private static final String WITH_TAGS = " with tags ";

  private final Path directory;

  /**
   * A reader.
   *
   * @param directory what relative files are relative to
   */
  ArtifactReader(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads one artifact.
   *
   * @param origin what Packer says of every artifact
   * @param properties what else it says of this one
   * @param before the artifacts of the same build that were listed before
   * @param snapshots image to its snapshots
   */
  Artifact read(
      Artifact.Origin origin,
      Map<String, String> properties,
      List<Artifact> before,
      Map<String, List<String>> snapshots) {
    if (AMIS.matcher(origin.id()).matches()) {
      return amis(origin, snapshots);
    }
    if (VOLUMES.matcher(origin.id()).matches()) {
      return new EbsVolumeArtifact(
          origin, byRegion(origin.id(), "vol-"), byRegion(origin.id(), "snap-"));
    }
    if (!origin.files().isEmpty()) {
      return new FileArtifact(
          origin, origin.files().stream().map(directory::resolve).map(Path::normalize).toList());
    }
    if (DOCKER.matcher(origin.builderId()).matches() || origin.id().startsWith(DIGEST)) {
      return image(origin, before);
    }
    return new OtherArtifact(origin, properties);
  }

  private static AmiArtifact amis(Artifact.Origin origin, Map<String, List<String>> snapshots) {
    Map<String, String> amis = new LinkedHashMap<>();
    for (String pair : origin.id().split(",", -1)) {
      String[] parts = pair.split(":", 2);
      amis.put(parts[0], parts[1]);
    }
    Map<String, List<String>> own = new LinkedHashMap<>(snapshots);
    own.keySet().retainAll(amis.values());
    return new AmiArtifact(origin, amis, own);
  }

  private static Map<String, List<String>> byRegion(String id, String prefix) {
    Map<String, List<String>> result = new LinkedHashMap<>();
    for (String pair : id.split(",", -1)) {
      String[] parts = pair.split(":", 2);
      if (parts[1].startsWith(prefix)) {
        result.computeIfAbsent(parts[0], region -> new ArrayList<>()).add(parts[1]);
      }
    }
    result.replaceAll((region, ids) -> List.copyOf(ids));
    return result;
  }

  private static DockerImage image(Artifact.Origin origin, List<Artifact> before) {
    int at = origin.description().indexOf(WITH_TAGS);
    List<String> tags =
        at >= 0
            ? Arrays.stream(origin.description().substring(at + WITH_TAGS.length()).split("\\s+"))
                .filter(tag -> !tag.isEmpty())
                .toList()
            : origin.id().startsWith(DIGEST) || origin.id().isEmpty()
                ? List.of()
                : List.of(origin.id());
    return new DockerImage(origin, imageId(origin, before), tags);
  }

  private static Optional<String> imageId(Artifact.Origin origin, List<Artifact> before) {
    if (origin.id().startsWith(DIGEST)) {
      return Optional.of(origin.id());
    }
    List<String> ids =
        before.stream().map(Artifact::id).filter(id -> id.startsWith(DIGEST)).distinct().toList();
    return ids.size() == 1 ? Optional.of(ids.get(0)) : Optional.empty();
  }
}
