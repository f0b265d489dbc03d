package dev.groundtruth.verification.local;

import dev.groundtruth.junit.EnvironmentContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Which files the local mirror is made of.
 *
 * @param compose the folder of the compose project
 * @param securityGroups the security groups to enforce
 * @param overlays compose files merged over the project's own, in this order
 */
public record LocalMirrorSettings(Path compose, Path securityGroups, List<Path> overlays) {

  /** The property that names the repository's folder; without it, it is looked for upwards. */
  public static final String ROOT_PROPERTY = "groundtruth.root";

  /** The property that names another file of security groups. */
  public static final String SECURITY_GROUPS_PROPERTY = "groundtruth.security-groups";

  /** The property that names overlays, separated by commas. */
  public static final String OVERLAYS_PROPERTY = "groundtruth.overlays";

  /** Copies the overlays. */
  public LocalMirrorSettings {
    overlays = List.copyOf(overlays);
  }

  /**
   * The settings a run asks for.
   *
   * @param context the run
   * @return its settings
   * @throws IllegalStateException if the compose project is not found
   */
  public static LocalMirrorSettings of(EnvironmentContext context) {
    Path compose =
        context
            .parameter(ROOT_PROPERTY)
            .map(Path::of)
            .orElseGet(LocalMirrorSettings::upwards)
            .toAbsolutePath()
            .normalize()
            .resolve("compose");
    if (!Files.isRegularFile(compose.resolve("compose.yaml"))) {
      throw new IllegalStateException(
          "There is no compose.yaml in %s, perhaps you should set -D%s to the repository's folder"
              .formatted(compose, ROOT_PROPERTY));
    }
    return new LocalMirrorSettings(
        compose,
        context
            .parameter(SECURITY_GROUPS_PROPERTY)
            .map(Path::of)
            .orElseGet(() -> compose.resolve("security-groups.json")),
        context.parameter(OVERLAYS_PROPERTY).stream()
            .flatMap(files -> Arrays.stream(files.split(",")))
            .map(String::strip)
            .filter(file -> !file.isEmpty())
            .map(Path::of)
            .toList());
  }

  private static Path upwards() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("compose").resolve("compose.yaml"))) {
        return folder;
      }
    }
    return Path.of("");
  }
}
