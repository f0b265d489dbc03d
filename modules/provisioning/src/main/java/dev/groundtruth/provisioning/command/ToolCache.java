package dev.groundtruth.provisioning.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where {@code bin/setup} keeps the tools that it brings, each by its name and version. */
public final class ToolCache {

  private ToolCache() {}

  /**
   * The folder, whether or not it is there.
   *
   * @return the value of the variable {@code GROUNDTRUTH_TOOLS}, else {@code groundtruth/tools} in
   *     {@code XDG_CACHE_HOME} or in {@code ~/.cache}
   */
  public static Path folder() {
    return folder(System.getenv(), System.getProperty("user.home"));
  }

  static Path folder(Map<String, String> environment, String home) {
    return Optional.ofNullable(environment.get("GROUNDTRUTH_TOOLS"))
        .map(Path::of)
        .orElseGet(
            () ->
                Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                    .map(Path::of)
                    .orElseGet(() -> Path.of(home, ".cache"))
                    .resolve("groundtruth")
                    .resolve("tools"));
  }
}
