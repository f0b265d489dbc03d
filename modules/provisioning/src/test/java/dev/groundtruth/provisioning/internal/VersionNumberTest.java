package dev.groundtruth.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionNumberTest {

  private static VersionNumber parse(String text) {
    return VersionNumber.parse(text, "1.2.3");
  }

  @Test
  void reads_all_that_is_written_of_versions() {
    assertThat(parse("1.13.3")).isEqualTo(new VersionNumber(1, 13, 3, ""));
    assertThat(parse(" v1.9.0-alpha20240404 "))
        .isEqualTo(new VersionNumber(1, 9, 0, "alpha20240404"));
    assertThat(parse("1.2.3-rc.1+build.5")).hasToString("1.2.3-rc.1");
  }

  @Test
  void orders_as_semantic_versioning_says() {
    // Item 11 of the specification, and versions around it.
    List<VersionNumber> ordered =
        List.of(
            parse("0.12.31"),
            parse("1.0.0-alpha"),
            parse("1.0.0-alpha.1"),
            parse("1.0.0-alpha.beta"),
            parse("1.0.0-beta"),
            parse("1.0.0-beta.2"),
            parse("1.0.0-beta.11"),
            parse("1.0.0-rc.1"),
            parse("1.0.0"),
            parse("1.0.9"),
            parse("1.0.10"),
            parse("1.2.0"),
            parse("1.11.0"));

    assertThat(ordered).isSorted();
    for (int i = 1; i < ordered.size(); i++) {
      assertThat(ordered.get(i)).isGreaterThan(ordered.get(i - 1));
    }
    assertThat(parse("1.0.0+a")).isEqualByComparingTo(parse("1.0.0+b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.2", "1.2.x", "1.2.3.4", "1.2.3-", "12345678901.0.0"})
  void refuses_what_is_no_version(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(text))
        .withMessage("'%s' is no version, perhaps you should write it like 1.2.3", text);
  }
}
