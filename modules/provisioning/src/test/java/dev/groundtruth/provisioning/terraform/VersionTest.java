package dev.groundtruth.provisioning.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.groundtruth.provisioning.value.MalformedJsonException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

  @Test
  void is_ordered_as_semantic_versioning_says() {
    List<Version> sorted =
        Stream.of(
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.2.0",
                "1.10.0",
                "2.0.0")
            .map(Version::parse)
            .toList();
    for (int i = 1; i < sorted.size(); i++) {
      assertThat(sorted.get(i)).isGreaterThan(sorted.get(i - 1));
      assertThat(sorted.get(i - 1)).isLessThan(sorted.get(i));
      assertThat(sorted.get(i).isAtLeast(sorted.get(i - 1))).isTrue();
      assertThat(sorted.get(i - 1).isAtLeast(sorted.get(i))).isFalse();
    }
  }

  @Test
  void reads_what_it_writes() {
    assertThat(Version.parse("v1.9.0-alpha20240404+x")).hasToString("1.9.0-alpha20240404");
    assertThat(Version.parse("1.13.3")).isEqualTo(new Version(1, 13, 3)).hasToString("1.13.3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.2", "x.y.z", "99999999999.0.0", "1.2.3.4"})
  void refuses_what_is_no_version(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Version.parse(text))
        .withMessageContaining("is no version, perhaps you should write it like 1.13.3");
  }

  private static TerraformVersion binary(Product product, String version) {
    return new TerraformVersion(product, Version.parse(version), "linux_amd64", Map.of());
  }

  @Test
  void knows_since_when_a_feature_exists() {
    assertThat(Feature.INIT_EVENT_STREAM.isIn(binary(Product.TERRAFORM, "1.8.5"))).isFalse();
    assertThat(Feature.INIT_EVENT_STREAM.isIn(binary(Product.TERRAFORM, "1.9.0-rc1"))).isTrue();
    assertThat(Feature.INIT_EVENT_STREAM.isIn(binary(Product.TERRAFORM, "1.9.0"))).isTrue();
    assertThat(Feature.INIT_EVENT_STREAM.isIn(binary(Product.OPENTOFU, "1.6.2"))).isFalse();
    assertThat(Feature.INIT_EVENT_STREAM.isIn(binary(Product.OPENTOFU, "1.7.0"))).isTrue();
    assertThat(Feature.EXCLUDE.isIn(binary(Product.TERRAFORM, "1.99.0"))).isFalse();
    assertThat(Feature.EXCLUDE.isIn(binary(Product.OPENTOFU, "1.9.0"))).isTrue();
    assertThat(Feature.TEST_PARALLELISM.isIn(binary(Product.OPENTOFU, "1.12.6"))).isFalse();
  }

  @Test
  void says_what_a_feature_needs() {
    assertThat(Feature.EXCLUDE.required()).isEqualTo("OpenTofu 1.9.0 or newer");
    assertThat(Feature.TEST_PARALLELISM.required()).isEqualTo("Terraform 1.12.0 or newer");
    assertThat(Feature.TEST.required()).isEqualTo("Terraform 1.6.0 or OpenTofu 1.6.0, or newer");
  }

  @Test
  void tells_terraform_from_opentofu() {
    assertThat(
            VersionReader.read(
                """
                {"terraform_version": "1.11.4", "platform": "linux_amd64",
                 "provider_selections": {"registry.terraform.io/hashicorp/aws": "4.9.0"},
                 "terraform_outdated": false}
                """))
        .isEqualTo(
            new TerraformVersion(
                Product.TERRAFORM,
                new Version(1, 11, 4),
                "linux_amd64",
                Map.of("registry.terraform.io/hashicorp/aws", "4.9.0")))
        .hasToString("Terraform 1.11.4");
    assertThat(
            VersionReader.read(
                "{\"terraform_version\": \"1.12.6\", \"platform\": \"linux_amd64\","
                    + " \"provider_selections\": {}}"))
        .hasToString("OpenTofu 1.12.6");
  }

  @Test
  void refuses_a_version_that_is_not_json() {
    assertThatExceptionOfType(MalformedJsonException.class)
        .isThrownBy(() -> VersionReader.read("Terraform v0.12.31"));
  }
}
