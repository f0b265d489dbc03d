package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.provisioning.command.CommandRunner;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Which images a mirror is made of. */
public enum ImageChoice {

  /** The official images, as they are named in the compose files. */
  OFFICIAL,

  /** Images built here from distribution packages, which keep the official ones' contract. */
  STAND_IN;

  /** The property that decides, with the values {@code official} and {@code stand-in}. */
  public static final String PROPERTY = "groundtruth.images";

  private static final Duration ASK_REGISTRY = Duration.ofSeconds(8);

  /**
   * Official images if they are all here or can be pulled, stand-ins otherwise; the property
   * {@value #PROPERTY} overrides that.
   *
   * @param commands runs the {@code docker} command
   * @param official the references of the official images
   * @return the choice
   * @throws IllegalArgumentException if the property has another value
   */
  public static ImageChoice make(CommandRunner commands, Collection<String> official) {
    return make(new DockerCli(commands), official, System.getProperty(PROPERTY, ""));
  }

  static ImageChoice make(DockerCli docker, Collection<String> official, String property) {
    return switch (property) {
      case "official" -> OFFICIAL;
      case "stand-in" -> STAND_IN;
      case "" -> whatCanBeHad(docker, official);
      default ->
          throw new IllegalArgumentException(
              "Property %s is \"%s\", perhaps you should set it to \"official\" or \"stand-in\"."
                  .formatted(PROPERTY, property));
    };
  }

  private static ImageChoice whatCanBeHad(DockerCli docker, Collection<String> official) {
    if (official.isEmpty()) {
      return OFFICIAL;
    }
    if (docker.hasImages(official)) {
      return OFFICIAL;
    }
    for (String reference : official) {
      if (!docker.hasImages(List.of(reference))) {
        return docker.run(ASK_REGISTRY, "manifest", "inspect", reference).succeeded()
            ? OFFICIAL
            : STAND_IN;
      }
    }
    return OFFICIAL;
  }
}
