package dev.groundtruth.verification.local;

import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.verification.RepositoryRoot;
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
    Path compose = RepositoryRoot.of(context).resolve("compose");
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
}
