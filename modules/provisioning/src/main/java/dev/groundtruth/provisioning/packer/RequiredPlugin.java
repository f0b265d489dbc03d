package dev.groundtruth.provisioning.packer;

import java.nio.file.Path;
import java.util.List;

/**
 * A plugin that a template requires.
 *
 * @param name what the template calls it
 * @param source where it comes from, for example {@code github.com/hashicorp/docker}
 * @param constraint the versions that will do, for example {@code ~> 1.0}
 * @param installations the binaries that will do
 */
public record RequiredPlugin(
    String name, String source, String constraint, List<Path> installations) {

  /**
   * A plugin that a template requires.
   *
   * @param name what the template calls it
   * @param source where it comes from
   * @param constraint the versions that will do
   * @param installations the binaries that will do
   */
  public RequiredPlugin {
    installations = List.copyOf(installations);
  }

  /**
   * Whether there is a binary that will do.
   *
   * @return true if there is
   */
  public boolean isInstalled() {
    return !installations.isEmpty();
  }
}
