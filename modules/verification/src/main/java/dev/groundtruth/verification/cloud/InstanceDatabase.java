package dev.groundtruth.verification.cloud;

import dev.groundtruth.aws.operation.Machines;
import dev.groundtruth.aws.vantage.InstanceShell;
import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.junit.terraform.TerraformEnvironment;
import java.time.Duration;
import java.util.List;

/**
 * The database on an instance of EC2. Statements of its administrator are run on the instance, by
 * Systems Manager, so that neither a port nor a password is given out for them.
 */
final class InstanceDatabase extends CloudDatabase {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final String instance;
  private final InstanceShell shell;
  private final Machines machines;

  InstanceDatabase(TerraformEnvironment terraform, Access access) {
    super(access);
    this.instance = instance(terraform);
    this.shell = new InstanceShell(terraform.aws(), instance);
    this.machines = new Machines(terraform.aws());
  }

  /** The instance with the source of the data. */
  static String instance(TerraformEnvironment terraform) {
    return output(terraform).at("instance_ids").texts().get(0);
  }

  @Override
  CapabilityMeasurement hostAccessible() {
    return CapabilityMeasurement.present(
        "programs are run on %s by Systems Manager".formatted(instance));
  }

  @Override
  void stop() {
    machines.stop(instance, PATIENCE);
  }

  @Override
  void start() {
    machines.start(instance, PATIENCE);
  }

  @Override
  public List<List<String>> administrate(String sql) {
    return shell
        .run(
            List.of("mysql-boot", "client", "--batch", "--skip-column-names"), sql + ";\n", TIMEOUT)
        .lines()
        .map(row -> List.of(row.split("\t", -1)))
        .toList();
  }

  @Override
  public String onHost(String... command) {
    return shell.run(List.of(command), "", TIMEOUT);
  }
}
