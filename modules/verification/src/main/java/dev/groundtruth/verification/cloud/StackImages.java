package dev.groundtruth.verification.cloud;

import dev.groundtruth.localmirror.ImageChoice;
import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The container images that instances and tasks of an emulated account are made of.
 *
 * @param wordPress the image of tasks, under a name that pins its content
 * @param database the image of the database's instance
 * @param mySqlSeries the series of MySQL that is in it
 */
public record StackImages(String wordPress, String database, String mySqlSeries) {

  private static final String DATABASE = "groundtruth/mysql:latest";
  private static final String OFFICIAL = "wordpress:6.8.3-php8.4-apache";
  private static final String STAND_IN = "groundtruth/wordpress-stand-in";
  private static final Duration BUILD = Duration.ofMinutes(20);

  /**
   * Builds what is missing.
   *
   * @param commands runs the {@code docker} command
   * @param compose the folder with the stand-in of WordPress
   * @return the images
   * @throws IllegalStateException if there is no image of the database
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public static StackImages provide(CommandRunner commands, Path compose)
      throws InterruptedException {
    if (docker(commands, "images", "--quiet", DATABASE).isBlank()) {
      throw new IllegalStateException(
          "There is no image %s, perhaps you should run bin/database-image".formatted(DATABASE));
    }
    if (ImageChoice.make(commands, List.of(OFFICIAL)) == ImageChoice.OFFICIAL) {
      return new StackImages(OFFICIAL, DATABASE, "8.4");
    }
    String folder = compose.resolve("images").resolve("wordpress").toString();
    docker(commands, "build", "--quiet", "--tag", STAND_IN, folder);
    String id = docker(commands, "image", "inspect", "--format", "{{.Id}}", STAND_IN).strip();
    // The configuration takes no image without a version or a digest of a registry.
    String pinned = STAND_IN + ":" + id.replace(':', '-').substring(0, "sha256-".length() + 12);
    docker(commands, "tag", STAND_IN, pinned);
    return new StackImages(pinned, DATABASE, "9.7");
  }

  private static String docker(CommandRunner commands, String... arguments)
      throws InterruptedException {
    return commands
        .run(Command.builder("docker").arguments(arguments).inherit("*").timeout(BUILD).build())
        .stdout();
  }

  /**
   * What the emulator has to know of them.
   *
   * @return container images by the names of machine images
   */
  public Map<String, String> machineImages() {
    return Map.of("groundtruth-mysql-%s-emulated".formatted(mySqlSeries), database);
  }

  /**
   * What the configuration has to know of them.
   *
   * @return variables
   */
  public Map<String, Object> variables() {
    return Map.of("wordpress_image", wordPress, "database_mysql_version", mySqlSeries);
  }
}
