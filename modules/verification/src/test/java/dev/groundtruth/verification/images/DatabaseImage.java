package dev.groundtruth.verification.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.NotFoundException;
import io.restassured.path.json.JsonPath;
import org.testcontainers.DockerClientFactory;

/** The database image that {@code bin/database-image} builds and the local mirror runs. */
final class DatabaseImage {

  /** Its name, by default. */
  static final String NAME = "groundtruth/mysql";

  /** What it reads when it starts. */
  static final String SETTINGS = "/etc/mysql/boot.json";

  /** A password that its policy accepts; for containers of a test that last a minute. */
  static final String PASSWORD = "For-this-test-only-1";

  private DatabaseImage() {}

  /**
   * A container of the image, not started yet.
   *
   * @param run what it belongs to
   * @return the container, on the run's network
   */
  static ContainerUnderTest container(ContractRun run) {
    try {
      var unused = DockerClientFactory.lazyClient().inspectImageCmd(NAME).exec();
    } catch (NotFoundException e) {
      assertThat(NAME)
          .as("the image is not here, perhaps you should run bin/setup or bin/database-image")
          .isNull();
    }
    return run.container(NAME);
  }

  /**
   * What the image says that it is made of.
   *
   * @param run what the container that reads it belongs to
   * @return the provenance
   */
  static JsonPath provenance(ContractRun run) {
    ContainerUnderTest image =
        container(run)
            .withCommand("cat", "/usr/share/groundtruth/mysql-image.json")
            .startedToItsEnd();
    image.start();
    return JsonPath.from(image.getLogs());
  }
}
