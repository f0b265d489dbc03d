package dev.groundtruth.provisioning.packer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PackerVersionTest {

  @Test
  void orders_versions_by_their_numbers() {
    assertThat(
            java.util.stream.Stream.of("1.11.2", "1.9.5", "1.11.2-dev", "2.0.0", "1.11.10")
                .map(PackerVersion::parse)
                .sorted()
                .map(PackerVersion::toString))
        .containsExactly("1.9.5", "1.11.2-dev", "1.11.2", "1.11.10", "2.0.0");
  }

  @Test
  void says_what_is_no_version() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PackerVersion.parse("eleven"))
        .withMessage("'eleven' is no version, perhaps you should write it like 1.11.2");
  }

  @Test
  void lets_a_pre_release_have_the_features_of_its_release() {
    assertThat(Feature.INSTALL_FROM_FILE.isIn(PackerVersion.parse("1.10.0-dev"))).isTrue();
    assertThat(Feature.INSTALL_FROM_FILE.isIn(PackerVersion.parse("1.9.5"))).isFalse();
  }
}
