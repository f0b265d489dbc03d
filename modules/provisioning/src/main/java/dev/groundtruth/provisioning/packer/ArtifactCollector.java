package dev.groundtruth.provisioning.packer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the lines about artifacts together; an artifact is one when its end marker has come. */
final class ArtifactCollector {

  private final ArtifactReader reader;
  private final Map<String, List<Artifact>> artifacts = new LinkedHashMap<>();
  private final Map<String, Integer> announced = new LinkedHashMap<>();
  private final Map<String, Integer> ended = new LinkedHashMap<>();
  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final Map<String, List<String>> snapshots = new LinkedHashMap<>();

  ArtifactCollector(ArtifactReader reader) {
    this.reader = reader;
  }

  void announce(String build, String count) {
    announced.put(build, Integer.parseInt(count));
    artifacts.computeIfAbsent(build, name -> new ArrayList<>());
  }

  void snapshot(String ami, String snapshot) {
    snapshots.computeIfAbsent(ami, id -> new ArrayList<>()).add(snapshot);
  }

  /** A line about an artifact; the artifact, if it was the last about it. */
  Optional<Artifact> line(String build, MachineLine line) {
    String key = build + ',' + line.datum(0);
    switch (line.datum(1)) {
      case "nil" -> drafts.remove(key);
      case "file" -> draft(key).files.add(line.datum(3));
      case "end" -> {
        ended.merge(build, 1, Integer::sum);
        return Optional.ofNullable(drafts.remove(key)).map(draft -> add(build, draft));
      }
      default -> draft(key).properties.put(line.datum(1), line.datum(2));
    }
    return Optional.empty();
  }

  private Draft draft(String key) {
    return drafts.computeIfAbsent(key, name -> new Draft());
  }

  private Artifact add(String build, Draft draft) {
    Map<String, String> properties = new LinkedHashMap<>(draft.properties);
    properties.remove("files-count");
    String builderId = Optional.ofNullable(properties.remove("builder-id")).orElse("");
    String id = Optional.ofNullable(properties.remove("id")).orElse("");
    String description = Optional.ofNullable(properties.remove("string")).orElse("");
    List<Artifact> before = artifacts.computeIfAbsent(build, name -> new ArrayList<>());
    Artifact artifact =
        reader.read(
            new Artifact.Origin(build, builderId, id, description, draft.files),
            properties,
            before,
            snapshots);
    before.add(artifact);
    return artifact;
  }

  /** All artifacts, by build, in the order in which they came. */
  Map<String, List<Artifact>> artifacts() {
    return artifacts;
  }

  /** What is wrong with the artifacts; nothing if all that were announced are there. */
  Optional<String> incompleteness() {
    return announced.entrySet().stream()
        .filter(entry -> entry.getValue() != ended.getOrDefault(entry.getKey(), 0).intValue())
        .map(
            entry ->
                "%s announced %d artifacts and listed %d"
                    .formatted(
                        entry.getKey(), entry.getValue(), ended.getOrDefault(entry.getKey(), 0)))
        .findFirst();
  }

  /** What is known of an artifact so far. */
  private static final class Draft {
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<String> files = new ArrayList<>();
  }
}
