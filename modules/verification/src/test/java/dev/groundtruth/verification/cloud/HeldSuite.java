package dev.groundtruth.verification.cloud;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/**
 * What came out when classes of the suite were run within a test, on the stack that it holds as it
 * was then.
 *
 * @param failures messages by test, of all that failed
 * @param skips reasons by test or class, of all that were skipped
 */
record HeldSuite(Map<String, String> failures, Map<String, String> skips) {

  static HeldSuite run(Class<?>... suite) {
    return run(
        Arrays.stream(suite)
            .map(DiscoverySelectors::selectClass)
            .toArray(DiscoverySelector[]::new));
  }

  static HeldSuite run(DiscoverySelector... suite) {
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter")
            .configurationParameter("groundtruth.target", HeldStack.TARGET)
            .selectors(suite)
            .execute();
    Map<String, String> failures = new LinkedHashMap<>();
    results.allEvents().failed().stream()
        .forEach(
            event ->
                failures.put(
                    name(event.getTestDescriptor()),
                    event
                        .getPayload(TestExecutionResult.class)
                        .flatMap(TestExecutionResult::getThrowable)
                        .map(failure -> failure + " " + failure.getCause())
                        .orElse("")));
    Map<String, String> skips = new LinkedHashMap<>();
    results.allEvents().skipped().stream()
        .forEach(
            event ->
                skips.put(
                    name(event.getTestDescriptor()), event.getPayload(String.class).orElse("")));
    return new HeldSuite(failures, skips);
  }

  /** Class and method, without the class where it is the class itself. */
  private static String name(TestDescriptor descriptor) {
    String method = descriptor.getLegacyReportingName().replaceFirst("\\(.*", "");
    for (Optional<TestDescriptor> at = Optional.of(descriptor);
        at.isPresent();
        at = at.get().getParent()) {
      if (at.get().getSource().orElse(null) instanceof ClassSource source) {
        return at.get() == descriptor
            ? source.getJavaClass().getSimpleName()
            : source.getJavaClass().getSimpleName() + "#" + method;
      }
    }
    return method;
  }
}
