package dev.groundtruth.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmulatorIdentityTest {

  @Test
  void an_emulator_says_what_it_is_and_which_gaps_it_has() {
    EmulatorIdentity identity =
        EmulatorIdentity.read(
            "{\"name\":\"MiniStack\",\"version\":\"1.5.33\",\"gaps\":[{\"name\":\"a\",\"what\":\"b\",\"closed\":true}]}");

    assertThat(identity)
        .isEqualTo(new EmulatorIdentity("MiniStack", "1.5.33", List.of(new Gap("a", "b", true))));
  }

  @Test
  void an_emulator_of_another_kind_is_unknown() {
    assertThat(EmulatorIdentity.read("<html>")).isEqualTo(EmulatorIdentity.UNKNOWN);
  }

  @Test
  void nobody_at_the_endpoint_is_said_with_the_property_to_correct() {
    URI nobody = URI.create("http://127.0.0.1:9");

    assertThatThrownBy(() -> EmulatorIdentity.ask(nobody, Duration.ofSeconds(2)))
        .isInstanceOf(EmulatorException.class)
        .hasMessageContaining("No emulator answers at http://127.0.0.1:9")
        .hasMessageContaining("perhaps you should start it or correct -Dgroundtruth.aws.endpoint");
  }
}
