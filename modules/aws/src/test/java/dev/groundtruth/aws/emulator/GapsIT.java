package dev.groundtruth.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each gap is seen on an emulator without cures, and not seen on one with them. A gap that is no
 * longer seen was closed by the emulator itself: its cure can go.
 */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GapsIT {

  private Path home;
  private GapProbes probes;
  private Aws cured;
  private Aws uncured;

  @BeforeAll
  void start(@TempDir Path folder) {
    home = folder;
    probes = new GapProbes(home);
    cured = Aws.of(Emulators.builder(home).start());
    uncured = Aws.of(Emulators.builder(home).withoutCures("all").start());
  }

  @AfterAll
  void everything_is_removed() {
    for (Aws aws : Stream.of(cured, uncured).filter(started -> started != null).toList()) {
      aws.emulator().close();
      assertThat(Emulators.leftOf(home, aws.emulator().run().orElseThrow())).isEmpty();
    }
  }

  Stream<String> gaps() {
    return new GapProbes(Path.of("")).all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("gaps")
  void is_seen_without_the_cure(String gap) {
    assertThat(probes.all().get(gap).test(uncured))
        .as(
            "The emulator does as AWS does without the cure of %s, perhaps you should remove it",
            gap)
        .isFalse();
  }

  @ParameterizedTest
  @MethodSource("gaps")
  void is_not_seen_with_the_cure(String gap) {
    assertThat(probes.all().get(gap).test(cured)).as(gap).isTrue();
  }

  @Test
  void every_gap_has_its_probe() {
    List<String> names = cured.emulator().gaps().stream().map(Gap::name).toList();

    assertThat(names).containsExactlyInAnyOrderElementsOf(probes.all().keySet());
    assertThat(cured.emulator().gaps()).allMatch(Gap::closed);
    assertThat(uncured.emulator().gaps()).noneMatch(Gap::closed);
    assertThat(cured.emulator().version()).isEqualTo("1.5.33");
  }
}
