package dev.groundtruth.junit.internal;

import dev.groundtruth.junit.ConsoleProgress;
import dev.groundtruth.junit.Environment;
import dev.groundtruth.junit.EnvironmentCloseException;
import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.junit.EnvironmentProvider;
import dev.groundtruth.junit.EnvironmentStartException;
import dev.groundtruth.junit.Evidence;
import dev.groundtruth.junit.Progress;
import dev.groundtruth.junit.SecretScan;
import dev.groundtruth.provisioning.command.Redactor;
import io.qameta.allure.Allure;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the test engine: its environments, each started once, and what it reports to. Lives in
 * the root store of JUnit, which closes it at the end; a signal closes it as well.
 */
final class Run implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Run.class);

  static final String RUN_PARAMETER = "groundtruth.run";

  /** How long an interrupted start may take to come back before the JVM goes on ending. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Function<String, Optional<String>> parameters;
  private final List<EnvironmentProvider<?>> providers;
  private final PrintStream console;
  private final Redactor redactor;
  private final Redaction redaction;
  private final Progress progress;
  private final ResultsFolder results;
  private final AllureEvidence evidence;
  private final String id;
  private final Map<EnvironmentProvider<?>, Lifetime> lifetimes = new LinkedHashMap<>();
  private final Thread shutdownHook = new Thread(this::endWithTheJvm, "groundtruth-shutdown");
  private final Map<String, String> attachedLogs = new ConcurrentHashMap<>();
  private volatile boolean somethingFailed;

  Run(
      Function<String, Optional<String>> parameters,
      List<EnvironmentProvider<?>> providers,
      PrintStream console,
      ResultsFolder results) {
    this.parameters = parameters;
    this.providers = providers;
    this.console = console;
    this.results = results;
    redactor = new Redactor();
    redaction = new Redaction(redactor::redact);
    progress = new Progress(List.of(new ConsoleProgress(console, redactor::redact)));
    evidence = new AllureEvidence(Allure.getLifecycle(), results, redactor::redact);
    id = parameters.apply(RUN_PARAMETER).orElseGet(Run::newId);
    Runtime.getRuntime().addShutdownHook(shutdownHook);
  }

  static Run begin(Function<String, Optional<String>> parameters) {
    List<EnvironmentProvider<?>> providers = new ArrayList<>();
    ServiceLoader.load(EnvironmentProvider.class).forEach(providers::add);
    return new Run(parameters, providers, System.out, ResultsFolder.ofAllure());
  }

  Evidence evidence() {
    return evidence;
  }

  Progress progress() {
    return progress;
  }

  Redaction redaction() {
    return redaction;
  }

  String redact(String text) {
    return redactor.redact(text);
  }

  /** Attaches each log once: the next failing test most often fails for the same reason. */
  void attachLogsOfFailingServices(Class<? extends Environment> type, Throwable failure) {
    try {
      running(type)
          .map(Environment::failingServiceLogs)
          .orElse(Map.of())
          .forEach(
              (service, text) -> {
                if (!text.equals(attachedLogs.put(service, text))) {
                  evidence.logs(service, text);
                }
              });
    } catch (RuntimeException unreadable) {
      failure.addSuppressed(unreadable);
    }
  }

  void somethingFailed() {
    somethingFailed = true;
  }

  /** The environment if it is up; starts nothing. */
  Optional<Environment> running(Class<? extends Environment> type) {
    return lifetimes().stream()
        .flatMap(lifetime -> lifetime.running().stream())
        .map(Lifetime.Running::environment)
        .filter(type::isInstance)
        .findFirst();
  }

  /** The environment, started if this is the first call for it. */
  Lifetime.Running started(Requirement required, String neededBy) {
    EnvironmentProvider<?> provider = checked(() -> required.provider(parameters, providers));
    Lifetime lifetime;
    synchronized (lifetimes) {
      if (lifetimes.isEmpty()) {
        results.describeRun(Executor.of(System.getenv(), id));
        results.add(Map.of("Target", provider.target()));
      }
      String own = lifetimes.isEmpty() ? id : id + "-" + (lifetimes.size() + 1);
      lifetime =
          lifetimes.computeIfAbsent(
              provider,
              chosen ->
                  new Lifetime(
                      chosen,
                      cleanup -> new Context(chosen.target(), own, cleanup),
                      this::reportFacts));
    }
    return lifetime.startedFor(neededBy);
  }

  private EnvironmentProvider<?> checked(Supplier<EnvironmentProvider<?>> choice) {
    Optional<String> keep = parameters.apply(Keep.PARAMETER);
    List<String> problems = new ArrayList<>();
    if (keep.isPresent() && Keep.parse(keep.get()).isEmpty()) {
      problems.add(
          String.format(
              "%s is '%s', perhaps you should use one of: never, on-failure, always.",
              Keep.PARAMETER, keep.get()));
    }
    try {
      EnvironmentProvider<?> provider = choice.get();
      if (problems.isEmpty()) {
        return provider;
      }
    } catch (EnvironmentStartException problem) {
      problems.add(0, String.valueOf(problem.getMessage()));
    }
    throw new EnvironmentStartException(String.join(System.lineSeparator(), problems), null);
  }

  private void reportFacts(Environment environment) {
    Map<String, String> facts = new LinkedHashMap<>();
    environment
        .facts()
        .forEach((name, value) -> facts.put(redactor.redact(name), redactor.redact(value)));
    results.add(facts);
  }

  /** The end of the run. */
  @Override
  public void close() {
    List<Throwable> failures = new ArrayList<>();
    lifetimes().forEach(lifetime -> lifetime.running().ifPresent(up -> finalFacts(up, failures)));
    removeEnvironments(Lifetime::close).forEach(failures::add);
    progress.close();
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException alreadyEnding) {
      LOG.debug("The JVM is ending, its hook stays");
    }
    try {
      new SecretScan(redactor).check(results.path());
    } catch (AssertionError | UncheckedIOException leak) {
      failures.add(leak);
    }
    rethrow(failures);
  }

  private void finalFacts(Lifetime.Running up, List<Throwable> failures) {
    try {
      reportFacts(up.environment());
    } catch (RuntimeException failure) {
      failures.add(failure);
    }
  }

  /** The end of the JVM while tests run, or while an environment starts. */
  private void endWithTheJvm() {
    removeEnvironments(lifetime -> lifetime.closeNow(GRACE))
        .forEach(failure -> say(String.valueOf(failure.getMessage())));
  }

  private List<EnvironmentCloseException> removeEnvironments(
      Function<Lifetime, Optional<EnvironmentCloseException>> close) {
    List<EnvironmentCloseException> failures = new ArrayList<>();
    Keep keep = parameters.apply(Keep.PARAMETER).flatMap(Keep::parse).orElse(Keep.NEVER);
    for (Lifetime lifetime : lifetimes()) {
      Optional<Lifetime.Running> up = lifetime.running();
      if (up.isPresent() && keep.keeps(somethingFailed)) {
        up.get().environment().keep();
        say(
            String.format(
                "kept: %s, because %s is %s; remove it with: %s",
                lifetime.label(), Keep.PARAMETER, keep, up.get().environment().removalHint()));
      } else {
        close.apply(lifetime).ifPresent(failures::add);
      }
    }
    return failures;
  }

  private void rethrow(List<Throwable> failures) {
    if (failures.isEmpty()) {
      return;
    }
    Throwable first = failures.get(0);
    failures.stream().skip(1).forEach(first::addSuppressed);
    Throwable clean = redaction.of(first);
    if (clean instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) clean;
  }

  private void say(String text) {
    console.println("[groundtruth] " + redactor.redact(text));
    console.flush();
  }

  /** What was started, the latest first. */
  private List<Lifetime> lifetimes() {
    synchronized (lifetimes) {
      List<Lifetime> all = new ArrayList<>(lifetimes.values());
      Collections.reverse(all);
      return all;
    }
  }

  private static String newId() {
    String time =
        LocalDateTime.now(ZoneOffset.UTC)
            .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
    return time + "-" + UUID.randomUUID().toString().substring(0, 4);
  }

  /** What a provider sees of the run. */
  private final class Context implements EnvironmentContext {

    private final String target;
    private final String own;
    private final Cleanup cleanup;

    Context(String target, String own, Cleanup cleanup) {
      this.target = target;
      this.own = own;
      this.cleanup = cleanup;
    }

    @Override
    public String target() {
      return target;
    }

    @Override
    public String runId() {
      return own;
    }

    @Override
    public Optional<String> parameter(String name) {
      return parameters.apply(name);
    }

    @Override
    public Progress progress() {
      return progress;
    }

    @Override
    public Redactor redactor() {
      return redactor;
    }

    @Override
    public void closeLater(AutoCloseable resource) {
      cleanup.add(resource);
    }
  }
}
