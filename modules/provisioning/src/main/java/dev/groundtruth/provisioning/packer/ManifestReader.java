package dev.groundtruth.provisioning.packer;

import dev.groundtruth.provisioning.packer.ManifestEntry.ManifestFile;
import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.Located;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the file of the manifest post-processor, which grows with every build. */
final class ManifestReader {

  private final ArtifactReader artifacts;

  ManifestReader(ArtifactReader artifacts) {
    this.artifacts = artifacts;
  }

  /**
   * The run that wrote to the file last; nothing if there is no such file.
   *
   * @throws IOException if it cannot be read
   */
  Optional<String> lastRun(Path file) throws IOException {
    return read(file).flatMap(root -> root.find("last_run_uuid")).map(Located::text);
  }

  /**
   * What the last run wrote.
   *
   * @param before the run that wrote to the file last before
   * @throws IOException if the file cannot be read
   */
  List<ManifestEntry> since(Path file, Optional<String> before) throws IOException {
    Optional<Located> root = read(file);
    Optional<String> last = root.flatMap(found -> found.find("last_run_uuid")).map(Located::text);
    if (root.isEmpty() || last.isEmpty() || last.equals(before)) {
      return List.of();
    }
    return root.get().at("builds").list().stream()
        .map(this::entry)
        .filter(entry -> entry.runUuid().equals(last.get()))
        .toList();
  }

  private static Optional<Located> read(Path file) throws IOException {
    try {
      byte[] content = Files.readAllBytes(file);
      return content.length == 0
          ? Optional.empty()
          : Optional.of(Json.read("the manifest " + file, content).in("The manifest " + file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private ManifestEntry entry(Located json) {
    String name = json.at("name").text();
    String type = json.at("builder_type").text();
    List<ManifestFile> files =
        json.find("files").map(Located::list).orElse(List.of()).stream()
            .map(file -> new ManifestFile(file.at("name").text(), file.at("size").longInteger()))
            .toList();
    Map<String, String> customData = new LinkedHashMap<>();
    json.find("custom_data")
        .map(Located::map)
        .orElse(Map.of())
        .forEach((key, value) -> customData.put(key, value.text()));
    String id = json.at("artifact_id").text();
    Artifact.Origin origin =
        new Artifact.Origin(
            type + "." + name, "", id, id, files.stream().map(ManifestFile::name).toList());
    return new ManifestEntry(
        name,
        type,
        json.find("build_time").map(Located::longInteger).map(Instant::ofEpochSecond),
        files,
        json.find("packer_run_uuid").map(Located::text).orElse(""),
        customData,
        artifacts.read(origin, Map.of(), List.of(), Map.of()));
  }
}
