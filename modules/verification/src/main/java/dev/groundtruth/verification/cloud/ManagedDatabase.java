package dev.groundtruth.verification.cloud;

import dev.groundtruth.aws.operation.ManagedDatabases;
import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.junit.terraform.TerraformEnvironment;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The database of RDS. Nobody gets onto its host: statements of its administrator go the way that
 * WordPress's go.
 */
final class ManagedDatabase extends CloudDatabase {

  /** As MySQL's client writes it. */
  private static final String NULL = "NULL";

  private final String identifier;
  private final ManagedDatabases databases;

  ManagedDatabase(TerraformEnvironment terraform, Access access) {
    super(access);
    this.identifier = output(terraform).at("rds_identifier").text();
    this.databases = new ManagedDatabases(terraform.aws());
  }

  /**
   * The user that the administrator's password is of.
   *
   * @return its name
   */
  String administrator() {
    return databases.administrator(identifier);
  }

  @Override
  CapabilityMeasurement hostAccessible() {
    return CapabilityMeasurement.missing(
        "the host of %s is RDS's, whose image is not ours and whose administrator logs in over the network"
            .formatted(identifier));
  }

  @Override
  void stop() {
    databases.stop(identifier, PATIENCE);
  }

  @Override
  void start() {
    databases.start(identifier, PATIENCE);
  }

  @Override
  public List<List<String>> administrate(String sql) {
    try (Connection connection =
            connect(administrator(), administratorPassword(), Encryption.REQUIRED);
        Statement statement = connection.createStatement()) {
      return statement.execute(sql) ? rows(statement.getResultSet()) : List.of();
    } catch (SQLException e) {
      throw new IllegalStateException(
          "%s does not do what its administrator says (%s), perhaps you should look at its state in RDS"
              .formatted(identifier, e.getMessage()),
          e);
    }
  }

  private static List<List<String>> rows(ResultSet found) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    int columns = found.getMetaData().getColumnCount();
    while (found.next()) {
      List<String> row = new ArrayList<>();
      for (int column = 1; column <= columns; column++) {
        String value = found.getString(column);
        row.add(value == null ? NULL : value);
      }
      rows.add(row);
    }
    return rows;
  }

  @Override
  public String onHost(String... command) {
    throw new IllegalStateException(
        hostAccessible().observation()
            + ", perhaps you should require the capability DATABASE_HOST_ACCESSIBLE");
  }
}
