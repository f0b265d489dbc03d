package dev.groundtruth.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.cause;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.suppressed;

import dev.groundtruth.junit.fakes.Journal;
import dev.groundtruth.junit.fakes.LocalShop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class EnvironmentLifecycleTest {

  private static final String RESULTS = "allure.results.directory";

  @TempDir Path folder;
  private final PrintStream realOut = System.out;
  private final String realResults = System.getProperty(RESULTS, "target/allure-results");
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  @BeforeEach
  void redirect() {
    System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
    System.setProperty(RESULTS, folder.resolve("results").toString());
  }

  @AfterEach
  void restore() {
    System.setOut(realOut);
    System.setProperty(RESULTS, realResults);
  }

  @Test
  void an_environment_is_started_once_for_all_classes_and_closed_after_the_last() {
    EngineExecutionResults results =
        run(Map.of(), ShopTests.First.class, ShopTests.Second.class, ShopTests.Third.class);

    assertThat(results.testEvents().succeeded().count()).isEqualTo(6);
    assertThat(results.allEvents().failed().count()).isZero();
    assertThat(journal()).containsExactly("start", "closed", "network closed");
  }

  @Test
  void an_environment_is_started_once_under_parallel_execution() {
    EngineExecutionResults results =
        run(
            Map.of(
                "junit.jupiter.execution.parallel.enabled", "true",
                "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
                "junit.jupiter.execution.parallel.config.strategy", "fixed",
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"),
            ShopTests.First.class,
            ShopTests.Second.class,
            ShopTests.Third.class);

    assertThat(results.testEvents().succeeded().count()).isEqualTo(6);
    assertThat(journal()).containsExactly("start", "closed", "network closed");
  }

  @Test
  void the_target_chooses_the_provider() {
    run(Map.of("groundtruth.target", "emulated"), ShopTests.Second.class);

    assertThat(journal()).containsExactly("emulated", "start", "closed", "network closed");
  }

  @Test
  void a_failed_start_is_cleaned_up_and_named_by_later_classes_without_a_second_start() {
    EngineExecutionResults results =
        run(
            Map.of(LocalShop.TROUBLE, "start-fails"),
            ShopTests.First.class,
            ShopTests.Second.class);

    String why = "web-a exited with code 1, password ***";
    assertThat(journal()).containsExactly("start", "network closed");
    assertThat(results.testEvents().started().count()).isZero();
    assertThat(failures(results)).hasSize(2);
    assertThat(failures(results).get(0))
        .hasMessageContaining("Shop on target 'local' did not start: " + why);
    assertThat(failures(results).get(1))
        .hasMessageContaining(
            "Shop on target 'local' did not start when First needed it, and is not tried again: "
                + why);
    assertThat(failures(results).get(1).getCause())
        .hasMessageContaining("Shop on target 'local' did not start: " + why)
        .cause()
        .hasMessageContaining(why);
  }

  @Test
  void what_fails_to_close_after_a_failed_start_is_suppressed_by_it() {
    EngineExecutionResults results =
        run(Map.of(LocalShop.TROUBLE, "start-fails resource-fails"), ShopTests.First.class);

    assertThat(failures(results)).hasSize(1);
    assertThat(failures(results).get(0))
        .hasMessageContaining("did not start: web-a exited with code 1");
    assertThat(failures(results).get(0).getSuppressed())
        .singleElement()
        .satisfies(failure -> assertThat(failure).hasMessageContaining("network is in use"));
  }

  @Test
  void an_environment_whose_facts_cannot_be_had_did_not_start_and_is_closed() {
    EngineExecutionResults results =
        run(Map.of(LocalShop.TROUBLE, "facts-fail"), ShopTests.First.class);

    assertThat(failures(results).get(0))
        .hasMessage("Shop on target 'local' did not start: no digest");
    assertThat(journal()).containsExactly("start", "closed", "network closed");
  }

  @Test
  void a_failed_close_is_a_failure_of_the_run_and_says_what_to_remove() {
    EngineExecutionResults results =
        run(Map.of(LocalShop.TROUBLE, "close-fails resource-fails"), ShopTests.Second.class);

    assertThat(results.testEvents().failed().count()).isZero();
    results
        .containerEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                finishedWithFailure(
                    cause(
                        instanceOf(EnvironmentCloseException.class),
                        message(
                            "Shop on target 'local' could not be removed: container web-a does not"
                                + " stop, perhaps you should remove it by hand: docker compose -p"
                                + " shop down -v"),
                        cause(
                            message("container web-a does not stop"),
                            suppressed(0, message("network is in use")))))));
    assertThat(journal()).containsExactly("start", "closed", "network closed");
  }

  @Test
  void a_missing_target_is_one_error_that_lists_the_known_ones() {
    assertThat(failures(runWithoutTarget(ShopTests.First.class)))
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOf(EnvironmentStartException.class)
                    .hasMessage(
                        "No target is chosen for the environment Shop, perhaps you should run"
                            + " ./mvnw verify -Plocal or set -Dgroundtruth.target to one of:"
                            + " emulated, local."));
    assertThat(journal()).isEmpty();
  }

  @Test
  void an_unknown_target_and_an_unknown_choice_to_keep_are_reported_at_once() {
    EngineExecutionResults results =
        run(
            Map.of("groundtruth.target", "moon", "groundtruth.keep", "maybe"),
            ShopTests.First.class);

    assertThat(failures(results))
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure.getMessage().lines())
                    .containsExactly(
                        "groundtruth.target is 'moon', on which nobody provides the environment"
                            + " Shop, perhaps you should run ./mvnw verify -Plocal or set"
                            + " -Dgroundtruth.target to one of: emulated, local.",
                        "groundtruth.keep is 'maybe', perhaps you should use one of: never,"
                            + " on-failure, always."));
  }

  @Test
  void an_environment_without_a_provider_says_where_to_name_one() {
    assertThat(failures(run(Map.of(), ShopTests.Unprovided.class)))
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure)
                    .hasMessage(
                        "No provider of the environment dev.groundtruth.junit.fakes.Warehouse is on"
                            + " the class path, perhaps you should name one in"
                            + " META-INF/services/dev.groundtruth.junit.EnvironmentProvider."));
  }

  @Test
  void a_parameter_without_a_required_environment_says_what_to_add() {
    assertThat(failures(run(Map.of(), ShopTests.WithoutEnvironment.class)))
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure)
                    .hasMessage(
                        "WithoutEnvironment takes a Shop but requires no environment, perhaps you"
                            + " should add @RequiresEnvironment(Shop.class) to the class."));
  }

  @Test
  void a_parameter_of_another_type_says_which_one_is_required() {
    assertThat(failures(run(Map.of(), ShopTests.WrongParameter.class)))
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure)
                    .hasMessage(
                        "WrongParameter takes a Warehouse but requires the environment Shop,"
                            + " perhaps you should make the parameter a Shop."));
  }

  @Test
  void a_test_is_skipped_with_what_the_measurement_of_a_capability_saw() {
    EngineExecutionResults results = run(Map.of(), ShopTests.Capabilities.class);

    assertThat(results.testEvents().succeeded().count()).isEqualTo(1);
    assertThat(skipReasons(results))
        .containsExactlyInAnyOrder(
            "SECURITY_GROUPS_ENFORCED is missing in Shop: the canary on database:3307 answered"
                + " web-a",
            "IPV6 is missing in Shop: nobody measured it");
  }

  @Test
  void a_class_is_skipped_with_what_the_measurement_of_a_capability_saw() {
    EngineExecutionResults results = run(Map.of(), ShopTests.CapabilityOfTheClass.class);

    assertThat(results.testEvents().started().count()).isZero();
    assertThat(skipReasons(results))
        .containsExactly(
            "SECURITY_GROUPS_ENFORCED is missing in Shop: the canary on database:3307 answered"
                + " web-a");
    assertThat(journal()).containsExactly("start", "closed", "network closed");
  }

  @Test
  void a_class_that_requires_a_capability_fails_when_the_environment_does_not_start() {
    EngineExecutionResults results =
        run(Map.of(LocalShop.TROUBLE, "start-fails"), ShopTests.CapabilityOfTheClass.class);

    assertThat(failures(results)).hasSize(1);
    assertThat(failures(results).get(0))
        .hasMessageContaining("did not start when CapabilityOfTheClass needed it");
    assertThat(journal()).containsExactly("start", "network closed");
  }

  @Test
  void a_capability_without_an_environment_says_what_to_add() {
    assertThat(failures(run(Map.of(), ShopTests.CapabilityWithoutEnvironment.class)))
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure)
                    .hasMessageEndingWith(
                        "CapabilityWithoutEnvironment has @RequiresCapability but no environment"
                            + " that could have one, perhaps you should add"
                            + " @RequiresEnvironment."));
  }

  @Test
  void an_environment_is_kept_on_failure_when_a_test_failed_and_how_to_remove_it_is_printed() {
    for (Class<?> failing :
        List.of(
            ShopTests.Failing.class,
            ShopTests.FailingDynamically.class,
            ShopTests.FailingBeforeAll.class)) {
      run(Map.of("groundtruth.keep", "on-failure"), failing);

      assertThat(journal()).describedAs(failing.getSimpleName()).doesNotContain("closed");
      assertThat(printed())
          .contains(
              "[groundtruth] kept: Shop on target 'local', because groundtruth.keep is on-failure;"
                  + " remove it with: docker compose -p shop down -v");
      console.reset();
    }
  }

  @Test
  void an_environment_is_removed_on_failure_when_no_test_failed() {
    run(
        Map.of("groundtruth.keep", "on-failure"),
        ShopTests.Second.class,
        ShopTests.Aborted.class,
        ShopTests.Capabilities.class);

    assertThat(journal()).containsExactly("start", "closed", "network closed");
    assertThat(printed()).doesNotContain("kept");
  }

  @Test
  void an_environment_is_kept_always_and_removed_by_default() {
    run(Map.of("groundtruth.keep", "always"), ShopTests.Second.class);
    assertThat(journal()).containsExactly("start");
    assertThat(printed()).contains("because groundtruth.keep is always");

    run(Map.of(), ShopTests.Failing.class);
    assertThat(journal()).containsExactly("start", "start", "closed", "network closed");
  }

  @Test
  void a_failed_start_leaves_nothing_that_could_be_kept() {
    run(
        Map.of("groundtruth.keep", "always", LocalShop.TROUBLE, "start-fails"),
        ShopTests.First.class);

    assertThat(journal()).containsExactly("start", "network closed");
    assertThat(printed()).doesNotContain("kept");
  }

  @Test
  void a_secret_is_in_no_failure_and_on_no_console() {
    EngineExecutionResults results =
        run(Map.of(), ShopTests.Failing.class, ShopTests.FailingBroken.class);

    assertThat(failures(results)).hasSize(3);
    assertThat(failures(results).get(0))
        .isInstanceOf(AssertionError.class)
        .hasMessage("no login with ***");
    assertThat(failures(results).get(2))
        .hasMessage("java.lang.IllegalStateException: first")
        .hasStackTraceContaining("ShopTests$FailingBroken.breaks")
        .cause()
        .hasMessage("java.lang.IllegalArgumentException: ***");
    assertThat(printed()).doesNotContain(LocalShop.SECRET);
  }

  @Test
  void a_secret_in_the_results_fails_the_run_and_names_the_file() {
    EngineExecutionResults results = run(Map.of(), ShopTests.Leaking.class);

    assertThat(results.testEvents().failed().count()).isZero();
    assertThat(failures(results))
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOf(AssertionError.class)
                    .hasMessage(
                        "A secret of this run is in "
                            + folder.resolve("results/dump.txt")
                            + ", perhaps you should delete these files and record through Evidence,"
                            + " which redacts."));
  }

  @Test
  void the_results_get_facts_categories_and_executor() throws IOException {
    run(Map.of("groundtruth.variant", "extra-ingress-rule"), ShopTests.Second.class);

    assertThat(folder.resolve("results/environment.properties"))
        .content()
        .isEqualTo(
            """
            Target=local
            Web\\ image=shop\\:1.0 \\= sha256\\:abc
            Variant=extra-ingress-rule
            Password=***
            """);
    assertThat(folder.resolve("results/categories.json"))
        .content()
        .contains("The environment did not start");
    assertThat(Files.readString(folder.resolve("results/executor.json")))
        .contains("\"reportName\":\"Groundtruth\"");
  }

  @Test
  void phases_are_printed_as_lines() {
    run(Map.of(), ShopTests.Second.class);

    assertThat(printed().lines().map(line -> line.replaceAll("\\d+\\.\\d", "#")))
        .containsExactly(
            "[groundtruth   # s] starting Shop on target 'local': begins",
            "[groundtruth   # s] starting Shop on target 'local': done in # s",
            "[groundtruth   # s] removing Shop on target 'local': begins",
            "[groundtruth   # s] removing Shop on target 'local': done in # s");
  }

  private EngineExecutionResults run(Map<String, String> parameters, Class<?>... classes) {
    EngineTestKit.Builder kit = kit(classes).configurationParameter("groundtruth.target", "local");
    parameters.forEach(kit::configurationParameter);
    return kit.execute();
  }

  private EngineExecutionResults runWithoutTarget(Class<?> type) {
    return kit(type).execute();
  }

  private EngineTestKit.Builder kit(Class<?>... classes) {
    EngineTestKit.Builder kit =
        EngineTestKit.engine("junit-jupiter")
            .configurationParameter(Journal.PARAMETER, folder.resolve("journal").toString());
    Arrays.stream(classes).forEach(type -> kit.selectors(selectClass(type)));
    return kit;
  }

  private List<String> journal() {
    return new Journal(folder.resolve("journal")).events();
  }

  private String printed() {
    return console.toString(StandardCharsets.UTF_8);
  }

  private static List<String> skipReasons(EngineExecutionResults results) {
    return results.allEvents().skipped().stream()
        .map(event -> event.getRequiredPayload(String.class))
        .toList();
  }

  private static List<Throwable> failures(EngineExecutionResults results) {
    List<Throwable> failures = new ArrayList<>();
    results.allEvents().failed().stream()
        .map(EnvironmentLifecycleTest::failure)
        .forEach(failure -> failure.ifPresent(failures::add));
    return failures;
  }

  private static Optional<Throwable> failure(Event event) {
    return event.getRequiredPayload(TestExecutionResult.class).getThrowable();
  }
}
