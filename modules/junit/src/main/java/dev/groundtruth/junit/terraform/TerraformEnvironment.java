package dev.groundtruth.junit.terraform;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.account.AccountSettings;
import dev.groundtruth.aws.emulator.Emulator;
import dev.groundtruth.aws.network.LiveNetwork;
import dev.groundtruth.aws.network.Snapshot;
import dev.groundtruth.aws.sweep.Remains;
import dev.groundtruth.junit.Environment;
import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.junit.Progress;
import dev.groundtruth.localmirror.RunIdentity;
import dev.groundtruth.localmirror.RunLedger;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.terraform.TerraformReader;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.terraform.ApplyResult;
import dev.groundtruth.provisioning.terraform.DestroyOptions;
import dev.groundtruth.provisioning.terraform.PlanOptions;
import dev.groundtruth.provisioning.terraform.SavedPlan;
import dev.groundtruth.provisioning.terraform.Terraform;
import dev.groundtruth.provisioning.terraform.TerraformBuilder;
import dev.groundtruth.provisioning.terraform.event.TerraformEvent;
import dev.groundtruth.provisioning.terraform.plan.Plan;
import dev.groundtruth.provisioning.terraform.state.Outputs;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Terraform configuration that is applied: to an emulator of AWS on the target {@value
 * #EMULATED}, to an account on the target {@value #AWS}. Closing it destroys everything.
 *
 * <p>Tests get one by {@link RequiresTerraform}; environments with more than Terraform knows of are
 * built on {@link #start}.
 */
public final class TerraformEnvironment implements Environment {

  /** The target that is an emulator. */
  public static final String EMULATED = "emulated";

  /** The target that is an account of AWS. */
  public static final String AWS = "aws";

  /** The parameter that names the region. */
  public static final String REGION_PARAMETER = "groundtruth.aws.region";

  /** The parameter that says how long what a run creates may exist, as an ISO 8601 duration. */
  public static final String LIFETIME_PARAMETER = "groundtruth.aws.expires";

  /** The parameter that names the owner of what a run creates. */
  public static final String OWNER_PARAMETER = "groundtruth.owner";

  /** The parameter that names the folder of the logs of Terraform and Docker. */
  public static final String LOGS_PARAMETER = "groundtruth.logs";

  private static final String DEFAULT_REGION = "eu-west-3";
  private static final Duration DEFAULT_LIFETIME = Duration.ofHours(4);

  private final Account account;
  private final Applied applied;
  private final RunIdentity run;
  private final String region;

  private TerraformEnvironment(Account account, Applied applied, RunIdentity run, String region) {
    this.account = account;
    this.applied = applied;
    this.run = run;
    this.region = region;
  }

  /**
   * Applies a configuration.
   *
   * @param context the run
   * @param settings what is applied
   * @return what came of it
   * @throws IllegalArgumentException if a parameter is wrong, or no account of AWS is named
   * @throws IllegalStateException if the target is neither {@value #EMULATED} nor {@value #AWS}, or
   *     the configuration would be applied in another region
   * @throws dev.groundtruth.aws.AwsException if the account must not be used
   * @throws dev.groundtruth.provisioning.terraform.TerraformException if Terraform fails; what it
   *     created is destroyed at the end of the failed start
   */
  public static TerraformEnvironment start(EnvironmentContext context, TerraformSettings settings) {
    Optional<AccountSettings> real =
        context.target().equals(AWS)
            ? Optional.of(AccountSettings.from(context::parameter))
            : Optional.empty();
    String region =
        real.map(AccountSettings::region)
            .orElseGet(() -> context.parameter(REGION_PARAMETER).orElse(DEFAULT_REGION));
    RunIdentity run = identity(context);
    ProcessCommandRunner commands =
        new ProcessCommandRunner(logs(context, run), context.redactor());
    context.closeLater(commands);
    Account account =
        real.<Account>map(told -> RealAccount.open(told, context, run))
            .orElseGet(() -> emulated(context, run, region, commands, settings));
    Applied applied =
        new Applied(context.progress(), account, () -> forgotten(account, settings.runTag(), run));
    context.closeLater(applied);
    applied.apply(
        terraform(context, settings, run, region, account, commands, applied), settings, region);
    return new TerraformEnvironment(account, applied, run, region);
  }

  private static boolean forgotten(Account account, String tag, RunIdentity run) {
    if (!tag.isEmpty()) {
      new Remains(account.clients()).awaitNone(tag, run.id(), account.forgetting());
    }
    return true;
  }

  private static Path logs(EnvironmentContext context, RunIdentity run) {
    return context
        .parameter(LOGS_PARAMETER)
        .map(Path::of)
        .orElseGet(() -> RunLedger.ofThisUser().home().resolve("logs"))
        .resolve(run.id());
  }

  private static RunIdentity identity(EnvironmentContext context) {
    Duration lifetime =
        context
            .parameter(LIFETIME_PARAMETER)
            .map(TerraformEnvironment::lifetime)
            .orElse(DEFAULT_LIFETIME);
    return new RunIdentity(
        context.runId(),
        context
            .parameter(OWNER_PARAMETER)
            .orElseGet(() -> System.getProperty("user.name", "nobody")),
        Optional.of(Instant.now().plus(lifetime).truncatedTo(ChronoUnit.SECONDS)));
  }

  private static Duration lifetime(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "%s is %s, which is no duration, perhaps you should write it as ISO 8601 does, such as PT4H"
              .formatted(LIFETIME_PARAMETER, text),
          e);
    }
  }

  private static Account emulated(
      EnvironmentContext context,
      RunIdentity run,
      String region,
      ProcessCommandRunner commands,
      TerraformSettings settings) {
    if (!context.target().equals(EMULATED)) {
      throw new IllegalStateException(
          "Terraform is not applied on the target '%s', perhaps you should choose %s or %s"
              .formatted(context.target(), EMULATED, AWS));
    }
    return EmulatedAccount.open(context, run, region, commands, settings.onEmulator());
  }

  private static Terraform terraform(
      EnvironmentContext context,
      TerraformSettings settings,
      RunIdentity run,
      String region,
      Account account,
      ProcessCommandRunner commands,
      Applied applied) {
    TerraformProgram program = TerraformProgram.of(context);
    TerraformBuilder builder =
        Terraform.in(settings.folder())
            .isolated()
            .binary(program.binary())
            .runner(commands, context.redactor())
            .listener(applied::happened);
    if (!account.vanishes()) {
      builder.keepingCopy();
    }
    program
        .cliConfiguration()
        .ifPresent(file -> builder.environment("TF_CLI_CONFIG_FILE", file.toString()));
    account.environment().forEach(builder::environment);
    variables(settings, run, region, account).forEach(builder::variable);
    return builder.open();
  }

  /** What somebody set, and over it what only the run knows. */
  static Map<String, @Nullable Object> variables(
      TerraformSettings settings, RunIdentity run, String region, Account account) {
    TerraformSettings.RunVariables own = settings.tags();
    Map<String, @Nullable Object> variables = new LinkedHashMap<>(settings.variables());
    variables.put(own.run(), run.id());
    variables.put(own.owner(), run.owner());
    run.expires().ifPresent(time -> variables.put(own.expires(), time.toString()));
    variables.putAll(where(own, region, account));
    variables.putAll(account.variables());
    variables.remove("");
    return variables;
  }

  /** Which of the variables say where something is. */
  static Map<String, String> where(
      TerraformSettings.RunVariables own, String region, Account account) {
    Map<String, String> where = new TreeMap<>();
    where.put(own.region(), region);
    account.number().ifPresent(number -> where.put(own.account(), number));
    where.remove("");
    return where;
  }

  /** Terraform, what it applied, and that it is destroyed once. */
  private static final class Applied implements AutoCloseable {

    private final Progress progress;
    private final Account account;
    private final Supplier<Boolean> forgotten;
    private final AtomicReference<Progress.@Nullable Phase> phase = new AtomicReference<>();
    private @Nullable Terraform terraform;
    private PlanOptions options = PlanOptions.defaults();
    private DestroyOptions destroyOptions = DestroyOptions.defaults();
    private @Nullable Plan plan;
    private @Nullable Outputs outputs;
    private boolean applying;

    Applied(Progress progress, Account account, Supplier<Boolean> forgotten) {
      this.progress = progress;
      this.account = account;
      this.forgotten = forgotten;
    }

    synchronized void apply(Terraform opened, TerraformSettings settings, String region) {
      terraform = opened;
      for (Path file : settings.variablesFiles()) {
        options = options.variablesFile(file.toAbsolutePath());
        destroyOptions = destroyOptions.variablesFile(file.toAbsolutePath());
      }
      account.prepare(opened.directory());
      if (!account.vanishes()) {
        KeptCopy.remember(opened.directory(), where(settings.tags(), region, account));
      }
      during("terraform init", opened::init);
      try (SavedPlan saved = during("terraform plan", () -> opened.plan(options))) {
        plan = saved.plan();
        PlannedRegion.require(saved.plan(), region);
        account.permit(saved);
        applying = true;
        ApplyResult result = during("terraform apply", () -> opened.apply(saved));
        outputs = result.allOutputs();
      }
    }

    private <T> T during(String name, Supplier<T> work) {
      return progress.during(
          name,
          open -> {
            phase.set(open);
            try {
              return work.get();
            } finally {
              phase.set(null);
            }
          });
    }

    /** Shows what Terraform is busy with; called by a thread of its own. */
    void happened(TerraformEvent event) {
      Progress.Phase open = phase.get();
      if (open == null) {
        return;
      }
      if (event instanceof TerraformEvent.ApplyStarted started) {
        open.waitingFor(started.resource().address() + ": " + started.action());
      } else if (event instanceof TerraformEvent.ApplyProgressed going) {
        open.waitingFor(going.resource().address() + ": " + going.action());
      }
    }

    Terraform terraform() {
      return started(terraform);
    }

    Plan plan() {
      return started(plan);
    }

    Outputs outputs() {
      return started(outputs);
    }

    PlanOptions options() {
      return options;
    }

    private static <T> T started(@Nullable T value) {
      if (value == null) {
        throw new IllegalStateException("nothing is applied");
      }
      return value;
    }

    @Override
    public synchronized void close() {
      Terraform opened = terraform;
      terraform = null;
      if (opened == null) {
        return;
      }
      try (opened) {
        // What a failed apply has created on an emulator goes with it.
        if (applying && (outputs != null || !account.vanishes())) {
          during("terraform destroy", () -> opened.destroy(destroyOptions));
          Set<String> left = opened.state().list();
          if (!left.isEmpty()) {
            throw new IllegalStateException(
                "terraform destroy left behind: " + String.join(", ", left));
          }
          during("looking for what is left", forgotten);
        }
        if (!account.vanishes()) {
          KeptCopy.remove(opened.directory());
        }
      }
    }

    @Override
    public String toString() {
      return "what Terraform applied to " + account;
    }
  }

  /**
   * What Terraform planned, before anything existed.
   *
   * @return the plan
   */
  public Plan plan() {
    return applied.plan();
  }

  /**
   * What the configuration gives out.
   *
   * @return all outputs, also sensitive ones
   */
  public Outputs outputs() {
    return applied.outputs();
  }

  /**
   * Terraform, in the copy of the folder, where the state is.
   *
   * @return it; not to be closed
   */
  public Terraform terraform() {
    return applied.terraform();
  }

  /**
   * Clients of the account, in the region.
   *
   * @return them; not to be closed
   */
  public AwsClients aws() {
    return account.clients();
  }

  /**
   * The region.
   *
   * @return its name
   */
  public String region() {
    return region;
  }

  /**
   * Whose run it is.
   *
   * @return the run
   */
  public RunIdentity run() {
    return run;
  }

  /**
   * The emulator.
   *
   * @return it; empty on AWS
   */
  public Optional<Emulator> emulator() {
    return account.emulator();
  }

  /**
   * The network as planned.
   *
   * @return the network, in which what is known after the apply only is not known
   */
  public Network planned() {
    return new TerraformReader(terraform().directory())
        .read("the plan", new ByteArrayInputStream(plan().json().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The network as Terraform's state has it.
   *
   * @return the network
   */
  public Network recorded() {
    return new TerraformReader(terraform().directory())
        .read(
            "the state",
            new ByteArrayInputStream(terraform().state().json().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The network as AWS says it is, read at this moment.
   *
   * @return the network, with what changed while it was read
   */
  public Snapshot live() {
    return new LiveNetwork(aws()).read();
  }

  /**
   * Plans again and checks that nothing would be changed.
   *
   * @throws dev.groundtruth.provisioning.terraform.NotIdempotentException if something would; it
   *     says what
   */
  public void verifyUnchanged() {
    terraform().verifyIdempotent(applied.options());
  }

  @Override
  public Set<Class<?>> partTypes() {
    return Set.of(Outputs.class, Plan.class, Network.class, AwsClients.class, Terraform.class);
  }

  @Override
  public <T> Optional<T> part(Class<T> type) {
    if (type == Network.class) {
      return Optional.of(type.cast(live().network()));
    }
    return List.<Object>of(outputs(), plan(), aws(), terraform()).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("run", run.id());
    facts.put("region", region);
    facts.putAll(account.facts());
    facts.put("Terraform", plan().terraformVersion());
    return facts;
  }

  @Override
  public String removalHint() {
    return account.removalHint(terraform().directory());
  }

  /** Destroys everything, and then the account, if it is an emulated one. */
  @Override
  public void close() {
    try (account) {
      applied.close();
    }
  }
}
