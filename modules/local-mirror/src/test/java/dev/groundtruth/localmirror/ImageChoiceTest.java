package dev.groundtruth.localmirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.localmirror.internal.DockerCli;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageChoiceTest {

  @Test
  void official_images_that_are_here_are_used_without_asking_a_registry() {
    FakeDocker docker = new FakeDocker();
    assertThat(choose(docker, "")).isEqualTo(ImageChoice.OFFICIAL);
    assertThat(docker.asked).noneMatch(line -> line.startsWith("manifest"));
  }

  @Test
  void official_images_that_a_registry_has_are_used() {
    assertThat(choose(new FakeDocker().answering("image inspect", 1, "", "no such image"), ""))
        .isEqualTo(ImageChoice.OFFICIAL);
  }

  @Test
  void stand_ins_are_used_where_no_registry_can_be_reached() {
    FakeDocker docker =
        new FakeDocker()
            .answering("image inspect", 1, "", "no such image")
            .answering("manifest inspect", 1, "", "no such host");
    assertThat(choose(docker, "")).isEqualTo(ImageChoice.STAND_IN);
  }

  @Test
  void the_property_decides() {
    assertThat(choose(new FakeDocker().notInstalled(), "official")).isEqualTo(ImageChoice.OFFICIAL);
    assertThat(choose(new FakeDocker().notInstalled(), "stand-in")).isEqualTo(ImageChoice.STAND_IN);
    assertThatThrownBy(() -> choose(new FakeDocker(), "mine"))
        .hasMessage(
            "Property groundtruth.images is \"mine\", perhaps you should set it to \"official\" or \"stand-in\".");
  }

  private static ImageChoice choose(FakeDocker docker, String property) {
    return ImageChoice.make(new DockerCli(docker), List.of("wordpress:6", "mysql:8"), property);
  }
}
