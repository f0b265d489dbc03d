package dev.groundtruth.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.testkit.engine.EngineTestKit;

/**
 * Runs the whole suite against mirrors that are broken on purpose. Each makes exactly the tests
 * fail that are there to find it, with a message that names the cause; an assertion that cannot
 * fail would be found here.
 */
@DisplayName("Broken mirrors")
class BrokenMirrorsSelfTest {

  /** Names of the mirrors to run, separated by commas; all without it. */
  private static final String ONLY = "groundtruth.self-test";

  static Stream<BrokenMirror> mirrors() {
    List<String> only = List.of(System.getProperty(ONLY, "").split(",", -1));
    return only.equals(List.of(""))
        ? BrokenMirrors.all().stream()
        : only.stream().map(BrokenMirrors::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mirrors")
  void is_found_by_exactly_the_tests_that_are_there_to_find_it(BrokenMirror broken) {
    SuiteRun run =
        SuiteRun.of(
            EngineTestKit.engine("junit-jupiter")
                .selectors(
                    selectClass(NetworkVerification.class),
                    selectClass(WordPressHealthVerification.class),
                    selectClass(DatabaseVerification.class),
                    selectClass(DatabaseBaselineVerification.class),
                    selectClass(PortSweepVerification.class),
                    selectClass(SecretsVerification.class),
                    selectClass(ResilienceVerification.class))
                .filters(TagFilter.excludeTags("sweep"))
                .configurationParameter("groundtruth.target", BrokenWordPressStackProvider.TARGET)
                .configurationParameter(BrokenWordPressStackProvider.PARAMETER, broken.name())
                .enableImplicitConfigurationParameters(true)
                .execute());

    Map<String, String> failures = run.failures();
    assertThat(failures.keySet())
        .as("tests that fail on a mirror with %s: %s", broken.name(), failures)
        .containsExactlyInAnyOrderElementsOf(
            broken.failures().stream().map(BrokenMirror.Failure::test).toList());
    for (BrokenMirror.Failure expected : broken.failures()) {
      assertThat(failures.get(expected.test()))
          .as("message of %s on a mirror with %s", expected.test(), broken.name())
          .containsPattern(expected.message());
    }
    assertThat(!run.skips().isEmpty())
        .as("tests are skipped on a mirror with %s: %s", broken.name(), run.skips())
        .isEqualTo(broken.skipped());
  }
}
