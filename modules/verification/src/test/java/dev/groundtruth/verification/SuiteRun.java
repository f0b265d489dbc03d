package dev.groundtruth.verification;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.Event;

/**
 * What came out when classes of the suite were run within a test. A test's name is that of its
 * class, a hash, and that of its method or what a dynamic test is called; a class's is its own.
 *
 * @param failures messages by name, causes' included, of all that failed: tests, classes, the
 *     engine
 * @param skips reasons by name, of all that was skipped or aborted
 */
public record SuiteRun(Map<String, String> failures, Map<String, String> skips) {

  /**
   * Reads what the engine reported.
   *
   * @param results its events
   * @return failures and skips, in the order of the events
   */
  public static SuiteRun of(EngineExecutionResults results) {
    return new SuiteRun(
        byName(results.allEvents().failed().stream(), SuiteRun::messages),
        byName(
            Stream.concat(
                results.allEvents().skipped().stream(), results.allEvents().aborted().stream()),
            event -> event.getPayload(String.class).orElseGet(() -> messages(event))));
  }

  private static Map<String, String> byName(Stream<Event> events, Function<Event, String> said) {
    return events.collect(
        toMap(
            event -> name(event.getTestDescriptor()),
            said,
            (first, second) -> first + System.lineSeparator() + second,
            LinkedHashMap::new));
  }

  private static String messages(Event event) {
    List<String> messages = new ArrayList<>();
    for (Throwable cause =
            event
                .getPayload(TestExecutionResult.class)
                .flatMap(TestExecutionResult::getThrowable)
                .orElse(null);
        cause != null;
        cause = cause.getCause()) {
      messages.add(String.valueOf(cause.getMessage()));
    }
    return String.join(System.lineSeparator(), messages);
  }

  private static String name(TestDescriptor descriptor) {
    if (descriptor.getSource().orElse(null) instanceof ClassSource source) {
      return source.getJavaClass().getSimpleName();
    }
    String name =
        descriptor.getUniqueId().getLastSegment().getType().equals("method")
                && descriptor.getSource().orElse(null) instanceof MethodSource method
            ? method.getMethodName()
            : descriptor.getDisplayName();
    return classOf(descriptor).map(type -> type + "#" + name).orElse(name);
  }

  private static Optional<String> classOf(TestDescriptor descriptor) {
    return Stream.iterate(
            Optional.of(descriptor),
            Optional::isPresent,
            at -> at.flatMap(TestDescriptor::getParent))
        .flatMap(Optional::stream)
        .flatMap(at -> at.getSource().stream())
        .filter(ClassSource.class::isInstance)
        .map(source -> ((ClassSource) source).getJavaClass().getSimpleName())
        .findFirst();
  }
}
