package dev.groundtruth.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.testkit.engine.EngineExecutionResults;
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
    EngineExecutionResults results =
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
            .execute();

    Map<String, String> failures = failures(results);
    assertThat(failures.keySet())
        .as("tests that fail on a mirror with %s: %s", broken.name(), failures)
        .containsExactlyInAnyOrderElementsOf(
            broken.failures().stream().map(BrokenMirror.Failure::test).toList());
    for (BrokenMirror.Failure expected : broken.failures()) {
      assertThat(failures.get(expected.test()))
          .as("message of %s on a mirror with %s", expected.test(), broken.name())
          .containsPattern(expected.message());
    }
    assertThat(results.allEvents().skipped().count() + results.testEvents().aborted().count() > 0)
        .as("tests are skipped on a mirror with %s", broken.name())
        .isEqualTo(broken.skipped());
  }

  /** Messages by test: everything that failed, containers and the engine included. */
  private static Map<String, String> failures(EngineExecutionResults results) {
    Map<String, String> failures = new LinkedHashMap<>();
    results.allEvents().failed().stream()
        .forEach(
            event ->
                failures.put(
                    name(event.getTestDescriptor()),
                    event
                        .getPayload(TestExecutionResult.class)
                        .flatMap(TestExecutionResult::getThrowable)
                        .map(BrokenMirrorsSelfTest::messages)
                        .orElse("")));
    return failures;
  }

  private static String messages(Throwable failure) {
    List<String> messages = new ArrayList<>();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      messages.add(String.valueOf(cause.getMessage()));
    }
    return String.join(System.lineSeparator(), messages);
  }

  /** The simple name of the class, a hash, and the method's name or what a node is called. */
  private static String name(TestDescriptor descriptor) {
    String segment =
        descriptor.getSource().isPresent()
                && descriptor.getUniqueId().getLastSegment().getType().equals("method")
            ? descriptor.getLegacyReportingName().replaceFirst("\\(.*", "")
            : descriptor.getDisplayName();
    return classOf(descriptor).map(type -> type + "#").orElse("") + segment;
  }

  private static Optional<String> classOf(TestDescriptor descriptor) {
    Optional<TestDescriptor> found = Optional.of(descriptor);
    while (found.isPresent()) {
      if (found.get().getSource().orElse(null) instanceof ClassSource source) {
        return Optional.of(source.getJavaClass().getSimpleName());
      }
      found = found.get().getParent();
    }
    return Optional.empty();
  }
}
