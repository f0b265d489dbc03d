package dev.groundtruth.verification.cloud;

import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.junit.terraform.TerraformEnvironment;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.value.Located;
import dev.groundtruth.verification.Database;
import dev.groundtruth.verification.Jdbc;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;

/** The database in an account, whatever it runs on: what is done to it depends on that. */
abstract class CloudDatabase implements Database {

  static final Duration PATIENCE = Duration.ofMinutes(10);

  /** What {@code database_tier} says where RDS has the database. */
  static final String RDS = "rds";

  private final Access access;

  /**
   * How it is reached.
   *
   * @param host its name in the VPC
   * @param way where the local end of a way to it is now
   * @param wordPressPassword the password of WordPress's user
   * @param administratorPassword the password of its administrator
   */
  record Access(
      String host,
      Supplier<InetSocketAddress> way,
      Secret wordPressPassword,
      Secret administratorPassword) {}

  CloudDatabase(Access access) {
    this.access = access;
  }

  static CloudDatabase of(TerraformEnvironment terraform, Access access) {
    return isManaged(terraform)
        ? new ManagedDatabase(terraform, access)
        : new InstanceDatabase(terraform, access);
  }

  /** Whether RDS has the database. */
  static boolean isManaged(TerraformEnvironment terraform) {
    return output(terraform).at("tier").text().equals(RDS);
  }

  static Located output(TerraformEnvironment terraform) {
    return terraform.outputs().get("database");
  }

  /** Whether programs can be run on its host. */
  abstract CapabilityMeasurement hostAccessible();

  /** Stops the server in good order and returns when it has ended. */
  abstract void stop();

  /** Starts the server's host again and returns when it runs; does nothing if it does. */
  abstract void start();

  @Override
  public String host() {
    return access.host();
  }

  @Override
  public Connection connect(String user, Secret password, Encryption encryption)
      throws SQLException {
    return Jdbc.connect(access.way().get(), user, password, encryption);
  }

  @Override
  public Secret wordPressPassword() {
    return access.wordPressPassword();
  }

  @Override
  public Secret administratorPassword() {
    return access.administratorPassword();
  }
}
