package dev.groundtruth.verification.cloud;

import dev.groundtruth.aws.sweep.Selection;
import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.junit.terraform.TerraformEnvironment;
import dev.groundtruth.junit.terraform.TerraformSettings;
import dev.groundtruth.junit.terraform.TerraformSettings.EmulatorSettings;
import dev.groundtruth.junit.terraform.TerraformSettings.RunVariables;
import dev.groundtruth.localmirror.RunLedger;
import dev.groundtruth.network.contract.ContractReader;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.contract.Tier;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.verification.RepositoryRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of the committed variable files is applied, and what of it an emulator cannot have.
 *
 * @param variablesFile the file's name
 * @param terraform what is applied
 * @param leftOut what is switched off on the emulator, and why
 * @param images what instances and tasks are made of, where that is not AWS's business
 */
public record CloudStackSettings(
    String variablesFile,
    TerraformSettings terraform,
    Map<String, String> leftOut,
    List<Image> images) {

  /** The parameter that chooses the variable file: {@code seed} or {@code production}. */
  public static final String STACK_PARAMETER = "groundtruth.stack";

  /**
   * The parameter that chooses what the database runs on, {@code ec2} or {@code rds}, where it is
   * not what the variable file says.
   */
  public static final String DATABASE_PARAMETER = "groundtruth.stack.database";

  private static final String SEED = "seed";

  private static final List<String> TIERS = List.of("ec2", CloudDatabase.RDS);

  /** RDS has fewer series of MySQL than there are images of. */
  private static final String SERIES_OF_RDS = "8.4";

  private static final String TIER = "database_tier";
  private static final String DATABASE = "database";
  private static final String DATABASE_OF_RDS = "module.database.aws_db_instance.this";
  private static final String CLOUDFRONT = "CloudFront";
  private static final String INTERNET = "internet";

  /**
   * An image.
   *
   * @param tier what is made of it
   * @param reference the image
   */
  public record Image(String tier, String reference) {}

  /**
   * What MiniStack has not, or has without packets: the variables that switch it off, and why. All
   * of it is verified on the plan.
   */
  private static final Map<String, LeftOut> PRODUCTION_LEFT_OUT = leftOutOfProduction();

  private record LeftOut(String variable, @Nullable Object value, String why) {}

  private static Map<String, LeftOut> leftOutOfProduction() {
    Map<String, LeftOut> all = new LinkedHashMap<>();
    all.put(
        CLOUDFRONT,
        new LeftOut(
            "cloudfront", false, "the emulator has no edge that forwards to a load balancer"));
    all.put(
        "autoscaling of tasks",
        new LeftOut("wordpress_tasks_max", null, "the emulator has no Application Auto Scaling"));
    all.put(
        "flow logs",
        new LeftOut("flow_logs", false, "the emulator keeps neither their role nor where they go"));
    all.put(
        "deletion protection",
        new LeftOut("deletion_protection", false, "what a run makes is removed at its end"));
    return all;
  }

  /**
   * Who may talk to whom, by the addresses of the configuration.
   *
   * @return the contract of the variable file; without CloudFront, visitors come by plain HTTP;
   *     with RDS, the database is another resource and replicates by itself
   */
  public NetworkContract contract() {
    NetworkContract contract = contractOfFile();
    if (!isManaged(terraform.variables().get(TIER))) {
      return contract;
    }
    return new NetworkContract(
        contract.tiers().stream()
            .map(
                tier ->
                    tier.name().equals(DATABASE)
                        ? new Tier(DATABASE, List.of(DATABASE_OF_RDS), tier.location())
                        : tier)
            .toList(),
        contract.flows().stream()
            .filter(flow -> !(flow.from().equals(DATABASE) && flow.to().equals(DATABASE)))
            .toList());
  }

  private static boolean isManaged(@Nullable Object tier) {
    return CloudDatabase.RDS.equals(tier);
  }

  private NetworkContract contractOfFile() {
    boolean production = !variablesFile.startsWith(SEED);
    NetworkContract contract =
        ContractReader.read(
            terraform.folder().resolve(production ? "contract-production.json" : "contract.json"));
    if (!production || !leftOut.containsKey(CLOUDFRONT)) {
      return contract;
    }
    NetworkContract seed = ContractReader.read(terraform.folder().resolve("contract.json"));
    return new NetworkContract(
        contract.tiers(),
        Stream.concat(
                contract.flows().stream().filter(flow -> !flow.from().equals(INTERNET)),
                seed.flows().stream().filter(flow -> flow.from().equals(INTERNET)))
            .toList());
  }

  /** Copies map and list. */
  public CloudStackSettings {
    leftOut = Map.copyOf(leftOut);
    images = List.copyOf(images);
  }

  /**
   * The settings a run asks for.
   *
   * @param context the run
   * @return its settings
   * @throws InterruptedException if the thread is interrupted while images are built
   * @throws IllegalStateException if the variable file is not there, or the database's tier is none
   */
  public static CloudStackSettings of(EnvironmentContext context) throws InterruptedException {
    Path root = RepositoryRoot.of(context);
    Path folder = root.resolve("terraform");
    String stack = context.parameter(STACK_PARAMETER).orElse(SEED);
    Path file = folder.resolve(stack + ".tfvars");
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(
          "There is no %s, perhaps you should set -D%s to seed or production"
              .formatted(file, STACK_PARAMETER));
    }
    TerraformSettings settings =
        TerraformSettings.of(folder)
            .withVariablesFiles(List.of(file))
            .withVariables(Map.of("throwaway", true))
            .withVariables(databaseTier(context))
            .withRunVariables(new RunVariables("run", "owner", "expires", "region", "account_id"))
            .withRunTag(Selection.RUN);
    if (!context.target().equals(TerraformEnvironment.EMULATED)) {
      return new CloudStackSettings(file.getFileName().toString(), settings, Map.of(), List.of());
    }
    StackImages images = images(context, root);
    Map<String, LeftOut> leftOut = stack.equals(SEED) ? Map.of() : PRODUCTION_LEFT_OUT;
    Map<String, @Nullable Object> variables = new LinkedHashMap<>(images.variables());
    Map<String, String> reasons = new LinkedHashMap<>();
    leftOut.forEach(
        (what, left) -> {
          variables.put(left.variable(), left.value());
          reasons.put(what, left.why());
        });
    reasons.put(
        "the data volume of the database",
        "instances of the emulator are containers: the data is in a volume of Docker, not on a disk");
    reasons.put(
        "packets that routes, network ACLs or WAF stop",
        "NOT_OBSERVABLE: the emulator delivers whatever security groups admit; these are compared as AWS tells them");
    if (isManaged(settings.variables().get(TIER))) {
      variables.put("database_mysql_version", SERIES_OF_RDS);
      reasons.put(
          "the version of the database",
          "the emulator says that it is %s, and runs the server of this machine's image, %s"
              .formatted(SERIES_OF_RDS, images.mySqlSeries()));
    }
    return new CloudStackSettings(
        file.getFileName().toString(),
        settings.onEmulator(
            new EmulatorSettings(
                List.of("us_east_1"),
                "vpc_cidr",
                images.machineImages(),
                variables,
                Map.of("modules/database/groundtruth_emulated_override.tf", WITHOUT_DISKS))),
        reasons,
        List.of(
            new Image("the web tier", images.wordPress()),
            new Image("the database", images.database())));
  }

  private static Map<String, String> databaseTier(EnvironmentContext context) {
    Optional<String> tier = context.parameter(DATABASE_PARAMETER).filter(name -> !name.isBlank());
    tier.filter(name -> !TIERS.contains(name))
        .ifPresent(
            name -> {
              throw new IllegalStateException(
                  "There is no database tier %s, perhaps you should set -D%s to one of %s"
                      .formatted(name, DATABASE_PARAMETER, TIERS));
            });
    return tier.map(name -> Map.of(TIER, name)).orElse(Map.of());
  }

  /** What the database's instance is told at its boot, but for the disk that it waits for. */
  private static final String WITHOUT_DISKS =
      """
      locals {
        source_disk  = {}
        replica_disk = {}
      }
      """;

  private static StackImages images(EnvironmentContext context, Path root)
      throws InterruptedException {
    try (ProcessCommandRunner commands =
        new ProcessCommandRunner(
            RunLedger.ofThisUser().home().resolve("logs").resolve(context.runId()),
            context.redactor())) {
      return context
          .progress()
          .during(
              "providing the images of instances and tasks",
              phase -> StackImages.provide(commands, root.resolve("compose")));
    }
  }
}
