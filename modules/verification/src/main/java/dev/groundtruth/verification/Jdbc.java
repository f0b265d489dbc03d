package dev.groundtruth.verification;

import dev.groundtruth.provisioning.command.Secret;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections to the stack's MySQL server by way of a local port. */
public final class Jdbc {

  private static final String TIMEOUT_MILLIS = "20000";

  private Jdbc() {}

  /**
   * Connects to {@value Database#SCHEMA}.
   *
   * @param address the local end of the way to the server
   * @param user the MySQL user; empty for an anonymous one
   * @param password the user's password
   * @param encryption what is asked of the connection
   * @return an open connection, to be closed by the caller
   * @throws SQLException what the server or the way to it answered
   */
  public static Connection connect(
      InetSocketAddress address, String user, Secret password, Database.Encryption encryption)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password.reveal());
    properties.setProperty("connectTimeout", TIMEOUT_MILLIS);
    properties.setProperty("socketTimeout", TIMEOUT_MILLIS);
    properties.setProperty(
        "sslMode", encryption == Database.Encryption.REQUIRED ? "REQUIRED" : "DISABLED");
    // Without TLS the server's key would be asked for; a refusal shall be the server's, not ours.
    properties.setProperty("allowPublicKeyRetrieval", "true");
    return DriverManager.getConnection(
        "jdbc:mysql://%s:%d/%s"
            .formatted(address.getHostString(), address.getPort(), Database.SCHEMA),
        properties);
  }
}
