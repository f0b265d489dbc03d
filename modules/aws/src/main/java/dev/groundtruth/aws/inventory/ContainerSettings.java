package dev.groundtruth.aws.inventory;

import java.util.Map;

/**
 * What a container of a task definition is given.
 *
 * @param name its name
 * @param image the image it is made of
 * @param environment values by the names of environment variables
 * @param secrets where the values of further environment variables come from, by their names: ARNs
 *     of Secrets Manager or of Systems Manager's parameters
 */
public record ContainerSettings(
    String name, String image, Map<String, String> environment, Map<String, String> secrets) {

  /**
   * Keeps copies of the maps.
   *
   * @param name its name
   * @param image its image
   * @param environment its environment variables
   * @param secrets where its secrets come from
   */
  public ContainerSettings {
    environment = Map.copyOf(environment);
    secrets = Map.copyOf(secrets);
  }

  /** Without the values of variables, which may be what nobody should read. */
  @Override
  public String toString() {
    return "%s (%s), environment %s, secrets %s"
        .formatted(name, image, environment.keySet(), secrets);
  }
}
