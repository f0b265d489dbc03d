package dev.groundtruth.verification.cloud;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.inventory.LogEvent;
import dev.groundtruth.aws.inventory.LogGroups;
import dev.groundtruth.aws.operation.OneOffTask;
import dev.groundtruth.aws.operation.SecretValues;
import dev.groundtruth.aws.operation.TaskEnd;
import dev.groundtruth.aws.operation.Tasks;
import dev.groundtruth.aws.steady.SteadyState;
import dev.groundtruth.junit.Capability;
import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.junit.Progress;
import dev.groundtruth.junit.terraform.TerraformEnvironment;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.securitygroups.NetworkInterface;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.state.Outputs;
import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.Located;
import dev.groundtruth.provisioning.value.MalformedJsonException;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.TextValue;
import dev.groundtruth.provisioning.value.Value;
import dev.groundtruth.verification.Database;
import dev.groundtruth.verification.Exposed;
import dev.groundtruth.verification.Operations;
import dev.groundtruth.verification.PublishedPort;
import dev.groundtruth.verification.Replica;
import dev.groundtruth.verification.Site;
import dev.groundtruth.verification.Topology;
import dev.groundtruth.verification.WordPressStack;
import java.net.InetAddress;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WordPress stack as Terraform applied it: {@code terraform/} with one of its variable files,
 * installed by its own installer.
 */
public final class CloudWordPressStack implements WordPressStack {

  private static final Logger LOG = LoggerFactory.getLogger(CloudWordPressStack.class);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String DATABASE = "database";
  private static final int ALL_EVENTS = 10_000;
  private static final int LAST_EVENTS = 100;

  private final TerraformEnvironment terraform;
  private final CloudStackSettings settings;
  private final Site site;
  private final CloudDatabase database;
  private final Map<String, Secret> secrets;
  private final StackAccess access;

  private CloudWordPressStack(
      TerraformEnvironment terraform,
      CloudStackSettings settings,
      Site site,
      CloudDatabase database,
      Map<String, Secret> secrets,
      StackAccess access) {
    this.terraform = terraform;
    this.settings = settings;
    this.site = site;
    this.database = database;
    this.secrets = Map.copyOf(secrets);
    this.access = access;
  }

  /**
   * Applies the configuration, and installs WordPress.
   *
   * @param context the run
   * @param settings what is applied
   * @return the running stack
   * @throws IllegalStateException if it does not come up; the message says what is wrong
   */
  public static CloudWordPressStack start(EnvironmentContext context, CloudStackSettings settings) {
    TerraformEnvironment terraform = TerraformEnvironment.start(context, settings.terraform());
    Progress progress = context.progress();
    progress.during("waiting for the service", phase -> awaitService(terraform));
    progress.during("installing WordPress", phase -> install(terraform, phase));
    return over(context, terraform, settings);
  }

  private static boolean awaitService(TerraformEnvironment terraform) {
    Outputs outputs = terraform.outputs();
    SteadyState steady = new SteadyState(terraform.aws());
    steady.ecsService(outputs.text("ecs_cluster_name"), outputs.text("ecs_service_name"), PATIENCE);
    steady.targets(outputs.text("target_group_arn"), PATIENCE);
    return true;
  }

  private static TaskEnd install(TerraformEnvironment terraform, Progress.Phase phase) {
    Located installer = terraform.outputs().get("installer");
    TaskEnd end =
        new Tasks(terraform.aws())
            .run(
                new OneOffTask(
                    installer.at("cluster").text(),
                    installer.at("task_definition_arn").text(),
                    terraform.emulator().isPresent()
                        ? Optional.empty()
                        : Optional.of(installer.at("capacity_provider").text()),
                    installer.at("subnet_ids").texts(),
                    List.of(installer.at("security_group_id").text())),
                PATIENCE,
                status -> phase.waitingFor("the installer is " + status));
    if (!end.succeeded()) {
      throw new IllegalStateException(
          "The installer ended with %s (%s), perhaps you should look into the log group %s"
              .formatted(
                  end.exitCode().map(code -> "code " + code).orElse("no code"),
                  end.reason(),
                  terraform.outputs().text("wordpress_log_group")));
    }
    return end;
  }

  private static CloudWordPressStack over(
      EnvironmentContext context, TerraformEnvironment terraform, CloudStackSettings settings) {
    Outputs outputs = terraform.outputs();
    Map<String, Secret> secrets = secrets(terraform.aws(), outputs);
    secrets.values().forEach(context.redactor()::register);
    StackAccess access =
        context.progress().during("measuring enforcement", phase -> access(terraform));
    context.closeLater(access);
    Site site =
        new Site(
            URI.create(outputs.text("site_url")),
            access.site(),
            administrator(terraform.plan().variables().get("site_administrator")),
            named(secrets, "wordpress-administrator"));
    CloudDatabase database =
        CloudDatabase.of(
            terraform,
            new CloudDatabase.Access(
                CloudDatabase.output(terraform).at("host").text(),
                access::database,
                named(secrets, "database-wordpress"),
                named(secrets, "database-administrator")));
    return new CloudWordPressStack(terraform, settings, site, database, secrets, access);
  }

  private static StackAccess access(TerraformEnvironment terraform) {
    return terraform
        .emulator()
        .<StackAccess>map(emulator -> EmulatedAccess.of(terraform, emulator))
        .orElseGet(() -> AwsAccess.of(terraform));
  }

  /** What is secret in each secret: the password, where it is one of an account. */
  private static Map<String, Secret> secrets(AwsClients aws, Outputs outputs) {
    SecretValues values = new SecretValues(aws);
    Map<String, Secret> secrets = new TreeMap<>();
    outputs
        .map("secrets", String.class)
        .forEach((name, arn) -> secrets.put(name, proper(values.text(arn))));
    return secrets;
  }

  private static Secret proper(Secret text) {
    if (!text.reveal().startsWith("{")) {
      return text;
    }
    try {
      return Json.read("a secret", text.reveal()) instanceof ObjectValue object
          ? Secret.of(text(object.members().get("password")))
          : text;
    } catch (MalformedJsonException e) {
      // A salt that begins like an object.
      return text;
    }
  }

  private static String administrator(@Nullable Value variable) {
    return variable instanceof ObjectValue person ? text(person.members().get("name")) : "";
  }

  private static String text(@Nullable Value value) {
    return value instanceof TextValue text ? text.value() : "";
  }

  private static Secret named(Map<String, Secret> secrets, String name) {
    Secret secret = secrets.get(name);
    if (secret == null) {
      throw new IllegalStateException(
          "The stack has no secret %s, only %s".formatted(name, secrets.keySet()));
    }
    return secret;
  }

  /**
   * What Terraform applied.
   *
   * @return it, with plan, outputs, live network and clients
   */
  public TerraformEnvironment terraform() {
    return terraform;
  }

  /**
   * The name that the names of the stack's resources begin with.
   *
   * @return the value of the variable {@code name}
   */
  public String name() {
    return name(terraform);
  }

  static String name(TerraformEnvironment terraform) {
    return terraform.plan().textVariable("name").orElse("");
  }

  /**
   * Which of the committed variable files was applied.
   *
   * @return the file's name
   */
  public String variablesFile() {
    return settings.variablesFile();
  }

  /**
   * Who may talk to whom, by the addresses of the configuration.
   *
   * @return the contract
   */
  public NetworkContract contract() {
    return settings.contract();
  }

  @Override
  public Site site() {
    return site;
  }

  @Override
  public List<Replica> replicas() {
    return access.replicas();
  }

  @Override
  public Database database() {
    return database;
  }

  @Override
  public Topology topology() {
    return access.topology();
  }

  @Override
  public Operations operations() {
    return new Operations() {
      @Override
      public void stop(String service) {
        database(service).stop();
      }

      @Override
      public void start(String service) {
        database(service).start();
        access.restore();
        Awaitility.await("the database to answer")
            .atMost(PATIENCE)
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(500))
            .until(CloudWordPressStack.this::databaseAnswers);
      }

      private CloudDatabase database(String service) {
        if (!service.equals(DATABASE)) {
          throw new IllegalArgumentException(service + " is no machine of its own");
        }
        return database;
      }
    };
  }

  private boolean databaseAnswers() {
    try {
      database
          .connect(
              Database.WORDPRESS_USER, database.wordPressPassword(), Database.Encryption.REQUIRED)
          .close();
      return true;
    } catch (SQLException e) {
      LOG.debug("The database does not answer yet", e);
      return false;
    }
  }

  /** By the interfaces that AWS gives public addresses, and what their groups admit. */
  @Override
  public List<PublishedPort> publishedPorts() {
    NetworkInterface anybody = NetworkInterface.of("anybody", Set.of(), "198.51.100.7");
    Set<String> open =
        terraform.live().network().interfaces().stream()
            .filter(
                found ->
                    !(found.publicAddress() instanceof Maybe.Known<Boolean> known) || known.value())
            .flatMap(found -> found.addresses().stream())
            .map(InetAddress::getHostAddress)
            .collect(Collectors.toSet());
    return access.topology().destinations().stream()
        .filter(one -> open.contains(one.target().host()))
        .flatMap(
            one ->
                access
                    .topology()
                    .securityGroups()
                    .admitted(anybody, one.networkInterface(), Protocol.TCP)
                    .ports()
                    .mapToObj(port -> new PublishedPort(one.name(), one.target().host(), port)))
        .toList();
  }

  @Override
  public Map<String, Secret> secrets() {
    return secrets;
  }

  /**
   * What whoever may look at Terraform's plan and state, or at the logs, can read: every attribute
   * of everything, and what WordPress and its installer wrote.
   */
  @Override
  public List<Exposed> exposed() {
    String group = terraform.outputs().text("wordpress_log_group");
    return List.of(
        new Exposed("plan", terraform.plan().json()),
        new Exposed("state", terraform.terraform().state().json()),
        new Exposed("log group " + group, log(group, ALL_EVENTS)));
  }

  private String log(String group, int events) {
    return new LogGroups(terraform.aws())
        .latest(group, events).stream()
            .map(LogEvent::message)
            .collect(Collectors.joining(System.lineSeparator()));
  }

  @Override
  public Map<String, String> failingServiceLogs() {
    String group = terraform.outputs().text("wordpress_log_group");
    return Map.of(group, log(group, LAST_EVENTS));
  }

  @Override
  public Set<Class<?>> partTypes() {
    return terraform.partTypes();
  }

  @Override
  public <T> Optional<T> part(Class<T> type) {
    return terraform.part(type);
  }

  @Override
  public Map<Capability, CapabilityMeasurement> capabilities() {
    return Map.of(
        Capability.SECURITY_GROUPS_ENFORCED,
        access.enforcement(),
        Capability.SERVICES_CAN_BE_STOPPED,
        CapabilityMeasurement.present("the instances are this run's own"),
        Capability.DATABASE_HOST_ACCESSIBLE,
        database.hostAccessible(),
        Capability.REPLICAS_ADDRESSABLE,
        access.replicasAddressable());
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>(terraform.facts());
    facts.put("variables", settings.variablesFile());
    CapabilityMeasurement enforcement = access.enforcement();
    facts.put(
        "security groups enforced",
        (enforcement.present() ? "proven: " : "no: ") + enforcement.observation());
    settings.leftOut().forEach((what, why) -> facts.put("left out: " + what, why));
    settings.images().forEach(image -> facts.put("image of " + image.tier(), image.reference()));
    return facts;
  }

  @Override
  public String removalHint() {
    return terraform.removalHint();
  }

  @Override
  public void keep() {
    terraform.keep();
  }

  /** The stack goes with what Terraform applied, which is closed after it. */
  @Override
  public void close() {
    // see TerraformEnvironment
  }
}
