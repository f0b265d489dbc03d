package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.internal.PrivateFiles;
import dev.groundtruth.provisioning.terraform.event.Diagnostic;
import dev.groundtruth.provisioning.terraform.event.TerraformEvent;
import dev.groundtruth.provisioning.terraform.event.UnsupportedFormatException;
import dev.groundtruth.provisioning.terraform.event.Validation;
import dev.groundtruth.provisioning.terraform.plan.PlanDifferences;
import dev.groundtruth.provisioning.terraform.state.Outputs;
import dev.groundtruth.provisioning.value.MalformedJsonException;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Terraform or OpenTofu in a folder.
 *
 * <pre>{@code
 * try (Terraform terraform =
 *     Terraform.in(Path.of("terraform"))
 *         .variable("region", "eu-west-3")
 *         .variable("database_password", Secret.of(password))
 *         .open()) {
 *   terraform.init();
 *   try (SavedPlan plan = terraform.plan()) {
 *     ApplyResult result = terraform.apply(plan);
 *     String url = result.outputs().text("url");
 *   }
 *   terraform.verifyIdempotent();
 *   terraform.destroy();
 * }
 * }</pre>
 *
 * <p>A command that is stopped - by its time limit, by interrupting the thread, by {@link #close()}
 * or by the end of the JVM - is asked once to end, may take its {@link Phase#defaultGrace() grace}
 * to save its state and release its lock, and is only then killed with all it started. Safe for use
 * by several threads, as far as the lock of the state lets them work at once.
 */
public final class Terraform implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Terraform.class);

  private final Settings settings;
  private final Cli cli;
  private final WorkingCopy copy;
  private final List<AutoCloseable> owned;
  private final Optional<Path> temporaryLogs;
  private final PrivateFolder folder = new PrivateFolder();
  private final Thread shutdownHook = new Thread(this::stop, "groundtruth-stop-terraform");

  Terraform(
      Settings settings,
      CommandRunner runner,
      WorkingCopy copy,
      List<AutoCloseable> owned,
      Optional<Path> temporaryLogs) {
    this.settings = settings;
    this.copy = copy;
    this.owned = List.copyOf(owned);
    this.temporaryLogs = temporaryLogs;
    this.cli = new Cli(settings, runner, copy.directory());
    settings.variables().secrets().forEach(settings.redactor()::register);
    Runtime.getRuntime().addShutdownHook(shutdownHook);
  }

  /**
   * Begins with a folder.
   *
   * @param directory the folder of the root module
   * @return the settings, all of them optional
   */
  public static TerraformBuilder in(Path directory) {
    return new TerraformBuilder(directory);
  }

  /**
   * Where the commands run.
   *
   * @return the folder, or its copy
   */
  public Path directory() {
    return copy.directory();
  }

  /**
   * Asks the binary for its version.
   *
   * @return the version, with the providers the working directory has selected
   * @throws TerraformException if it does not say
   */
  public TerraformVersion version() {
    return VersionReader.read(cli);
  }

  /**
   * Initializes the folder.
   *
   * @return what Terraform warned of
   * @throws TerraformException if that fails
   */
  public List<Diagnostic> init() {
    return init(InitOptions.defaults());
  }

  /**
   * Initializes the folder.
   *
   * @param options how
   * @return what Terraform warned of
   * @throws TerraformException if that fails
   */
  public List<Diagnostic> init(InitOptions options) {
    options.backend().secrets().forEach(settings.redactor()::register);
    options.variables().secrets().forEach(settings.redactor()::register);
    try (VariablesFile backend = VariablesFile.write(folder, options.backend());
        VariablesFile variables = VariablesFile.write(folder, options.variables())) {
      Invocation plain =
          Invocation.of(Phase.INIT, "init", "-no-color")
              .with(options.arguments())
              .with(backend.arguments("-backend-config"))
              .with(variables.arguments("-var-file"));
      return guarded(() -> init(plain, options.streams())).transcript().warnings();
    }
  }

  /** With events where the binary has them; without is worse, but no reason to fail. */
  private Execution init(Invocation plain, boolean streams) {
    if (!streams) {
      return cli.run(plain);
    }
    try {
      return cli.run(plain.streaming(Feature.INIT_EVENT_STREAM));
    } catch (UnsupportedVersionException e) {
      if (!e.isFor(Feature.INIT_EVENT_STREAM)) {
        throw e;
      }
      LOG.debug("{} has no events of init", settings.program(), e);
      return cli.run(plain);
    }
  }

  private <T> T guarded(Supplier<T> action) {
    return settings
        .cacheFolder()
        .map(cache -> new PluginCache(cache).exclusively(action))
        .orElseGet(action);
  }

  /**
   * Checks the configuration, without its variables and without looking at what exists.
   *
   * @return what is wrong with it, if anything
   * @throws TerraformException if it cannot be checked
   */
  public Validation validate() {
    Invocation invocation =
        Invocation.of(Phase.READ, "validate", "-json", "-no-color").succeedingWith(0, 1);
    Execution execution = cli.run(invocation);
    try {
      return Validation.read(execution.json());
    } catch (MalformedJsonException | UnsupportedFormatException | UnexpectedValueException e) {
      throw execution.exitCode() == 0
          ? cli.unreadable(execution, "validation in JSON", e)
          : cli.failure(invocation, execution);
    }
  }

  /**
   * Looks for files that {@code fmt} would change. Changes none.
   *
   * @param options where to look
   * @return the files, relative to the working directory; empty if all are as they should be
   * @throws InvalidConfigurationException if a file has a syntax error
   * @throws TerraformException if that fails for another reason
   */
  public List<Path> unformattedFiles(FormatOptions options) {
    return cli.run(
            Invocation.of(Phase.READ, "fmt", "-no-color", "-check", "-list=true", "-write=false")
                .with(options.arguments())
                .succeedingWith(0, 3))
        .stdout()
        .lines()
        // Nothing else that is written, such as a warning, is taken for one.
        .filter(line -> !line.isBlank() && Files.isRegularFile(directory().resolve(line)))
        .map(Path::of)
        .toList();
  }

  /**
   * Plans what makes the resources as the configuration says.
   *
   * @return the plan, to be closed
   * @throws TerraformException if that fails
   */
  public SavedPlan plan() {
    return plan(PlanOptions.defaults());
  }

  /**
   * Plans.
   *
   * @param options what
   * @return the plan, to be closed
   * @throws TerraformException if that fails
   */
  public SavedPlan plan(PlanOptions options) {
    Path file = folder.create(".tfplan");
    try (VariablesFile variables = variables(options.variables())) {
      Invocation invocation =
          Invocation.of(Phase.PLAN, "plan", "-no-color", "-detailed-exitcode", "-out=" + file)
              .with(options.arguments())
              .with(variables.arguments("-var-file"))
              .needing(options.features())
              .succeedingWith(0, 2)
              .streaming(Feature.EVENT_STREAM);
      Execution execution = cli.run(invocation);
      if (execution.transcript().hasErrors()) {
        throw cli.failure(invocation, execution);
      }
      if (Files.size(file) == 0) {
        throw cli.unreadable(execution, "plan", new IOException(file + " is empty"));
      }
      return new SavedPlan(cli, file, execution.exitCode() == 2, execution.transcript().warnings());
    } catch (IOException e) {
      PrivateFiles.delete(file);
      throw new UncheckedIOException(
          "%s cannot be read (%s), perhaps you should plan again".formatted(file, e), e);
    } catch (RuntimeException e) {
      PrivateFiles.delete(file);
      throw e;
    }
  }

  /**
   * Applies a saved plan.
   *
   * @param plan the plan; its file is removed unless nothing was begun
   * @return what was done
   * @throws StalePlanException if the state changed after the plan was made
   * @throws TerraformException if the apply fails
   */
  public ApplyResult apply(SavedPlan plan) {
    return apply(plan, ApplyOptions.defaults());
  }

  /**
   * Applies a saved plan.
   *
   * @param plan the plan; its file is removed unless nothing was begun
   * @param options how
   * @return what was done
   * @throws StalePlanException if the state changed after the plan was made
   * @throws TerraformException if the apply fails
   */
  public ApplyResult apply(SavedPlan plan, ApplyOptions options) {
    options.variables().secrets().forEach(settings.redactor()::register);
    try (VariablesFile variables = VariablesFile.write(folder, options.variables())) {
      Execution execution =
          cli.run(
              Invocation.of(Phase.APPLY, "apply", "-no-color")
                  .streaming(Feature.EVENT_STREAM)
                  .with(options.arguments())
                  .with(variables.arguments("-var-file"))
                  .with(Arguments.of(plan.path().toString())));
      plan.close();
      return result(execution);
    } catch (TerraformException e) {
      if (e.changedSomething()) {
        plan.close();
      }
      throw e;
    }
  }

  /**
   * Destroys all that is in the state.
   *
   * @return what was done
   * @throws TerraformException if that fails
   */
  public ApplyResult destroy() {
    return destroy(DestroyOptions.defaults());
  }

  /**
   * Destroys what is in the state.
   *
   * @param options what, and how
   * @return what was done
   * @throws TerraformException if that fails
   */
  public ApplyResult destroy(DestroyOptions options) {
    try (VariablesFile variables = variables(options.variables())) {
      return result(
          cli.run(
              Invocation.of(Phase.DESTROY, "destroy", "-no-color", "-auto-approve")
                  .with(options.arguments())
                  .with(variables.arguments("-var-file"))
                  .streaming(Feature.EVENT_STREAM)));
    }
  }

  private ApplyResult result(Execution execution) {
    Optional<TerraformEvent.ChangeSummary> summary =
        execution.last("change_summary", TerraformEvent.ChangeSummary.class);
    return new ApplyResult(
        summary.map(TerraformEvent.ChangeSummary::add).orElse(0),
        summary.map(TerraformEvent.ChangeSummary::change).orElse(0),
        summary.map(TerraformEvent.ChangeSummary::remove).orElse(0),
        summary.map(TerraformEvent.ChangeSummary::imported).orElse(0),
        execution
            .last("outputs", TerraformEvent.Outputs.class)
            .map(Outputs::of)
            .orElseGet(() -> execution.isComplete() ? Outputs.NONE : outputs()),
        execution.transcript().warnings(),
        this::outputs);
  }

  /**
   * Reads the outputs of the last apply, also the sensitive ones. What is sensitive is redacted
   * from then on. After an apply, {@link ApplyResult#outputs()} is cheaper.
   *
   * @return the outputs
   * @throws TerraformException if they cannot be read
   */
  public Outputs outputs() {
    Execution execution =
        cli.run(Invocation.of(Phase.READ, "output", "-json", "-no-color").showingSecrets());
    try {
      Outputs outputs = Outputs.read(execution.json());
      outputs.secrets().forEach(settings.redactor()::register);
      return outputs;
    } catch (MalformedJsonException | UnexpectedValueException e) {
      throw cli.unreadable(execution, "outputs in JSON", e);
    }
  }

  /**
   * Plans again and expects that nothing is left to do. To be called after an apply.
   *
   * @throws NotIdempotentException if there is; names the addresses and the attributes that differ
   * @throws TerraformException if the plan fails, which says nothing about idempotence
   */
  public void verifyIdempotent() {
    verifyIdempotent(PlanOptions.defaults());
  }

  /**
   * Plans again and expects that nothing is left to do. To be called after an apply.
   *
   * @param options those of the plan that was applied
   * @throws NotIdempotentException if there is; names the addresses and the attributes that differ
   * @throws TerraformException if the plan fails, which says nothing about idempotence
   */
  public void verifyIdempotent(PlanOptions options) {
    try (SavedPlan plan = plan(options)) {
      if (plan.hasChanges()) {
        PlanDifferences differences = plan.plan().differences();
        List<String> addresses = new ArrayList<>();
        differences.resources().forEach(resource -> addresses.add(resource.change().address()));
        differences.outputs().keySet().forEach(output -> addresses.add("output." + output));
        throw new NotIdempotentException(
            "The configuration in %s is not idempotent, a second plan wants to change\n%s\n"
                .formatted(directory(), settings.redactor().redact(differences.describe())),
            "look for what is computed anew each time, or changed by what it is applied to",
            Failure.WITHOUT_COMMAND,
            addresses);
      }
    }
  }

  /**
   * Takes an existing object into the state.
   *
   * @param address the resource of the configuration it becomes
   * @param id how the provider finds it
   * @throws TerraformException if that fails
   */
  public void importResource(String address, String id) {
    importResource(address, id, ImportOptions.defaults());
  }

  /**
   * Takes an existing object into the state.
   *
   * @param address the resource of the configuration it becomes
   * @param id how the provider finds it
   * @param options how
   * @throws TerraformException if that fails
   */
  public void importResource(String address, String id, ImportOptions options) {
    try (VariablesFile variables = variables(options.variables())) {
      cli.run(
          Invocation.of(Phase.STATE, "import", "-no-color")
              .with(options.arguments())
              .with(variables.arguments("-var-file"))
              .with(
                  Arguments.of(
                      Arguments.operand("address", address), Arguments.operand("id", id))));
    }
  }

  /**
   * Runs the tests of the configuration ({@code .tftest.hcl}).
   *
   * @return what they found, also if they failed
   * @throws TerraformException if they cannot be run
   */
  public TestReport test() {
    return test(TestOptions.defaults());
  }

  /**
   * Runs tests of the configuration.
   *
   * @param options which, and how
   * @return what they found, also if they failed
   * @throws TerraformException if they cannot be run
   */
  public TestReport test(TestOptions options) {
    try (VariablesFile variables = variables(options.variables())) {
      Invocation invocation =
          Invocation.of(Phase.TEST, "test", "-no-color")
              .with(options.arguments())
              .with(variables.arguments("-var-file"))
              .needing(options.features())
              .succeedingWith(0, 1)
              .streaming(Feature.TEST);
      Execution execution = cli.run(invocation);
      return new TestReportReader()
          .read(execution.stdout())
          .orElseThrow(() -> cli.failure(invocation, execution));
    }
  }

  /**
   * Draws what depends on what.
   *
   * @param options of what
   * @return the graph in the DOT language of Graphviz
   * @throws TerraformException if that fails
   */
  public String graph(GraphOptions options) {
    String output = cli.run(Invocation.of(Phase.READ, "graph").with(options.arguments())).stdout();
    return output.substring(Math.max(0, output.indexOf("digraph")));
  }

  /**
   * Writes checksums of providers into the dependency lock file.
   *
   * @param options which
   * @throws TerraformException if that fails
   */
  public void lockProviders(ProvidersLockOptions options) {
    guarded(
        () ->
            cli.run(
                Invocation.of(Phase.INIT, "providers", "lock", "-no-color")
                    .with(options.arguments())));
  }

  /**
   * The state.
   *
   * @return what reads it and removes its lock
   */
  public StateAccess state() {
    return new StateAccess(cli);
  }

  /**
   * The workspaces.
   *
   * @return what lists, selects, makes and deletes them
   */
  public Workspaces workspaces() {
    return new Workspaces(cli);
  }

  private VariablesFile variables(Variables more) {
    more.secrets().forEach(settings.redactor()::register);
    return VariablesFile.write(folder, settings.variables().with(more));
  }

  /**
   * Stops what still runs, and removes saved plans, variables, an isolated copy that is not kept,
   * and logs that nobody asked for unless a command failed.
   */
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      LOG.trace("The JVM is shutting down and has called the hook", e);
    }
  }

  private synchronized void stop() {
    cli.closing();
    for (AutoCloseable resource : owned) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn("{} cannot be closed", resource, e);
      }
    }
    folder.close();
    copy.close();
    temporaryLogs.filter(logs -> !cli.hasFailed()).ifPresent(PrivateFiles::deleteTree);
  }
}
