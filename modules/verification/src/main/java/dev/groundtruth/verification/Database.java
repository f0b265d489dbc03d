package dev.groundtruth.verification;

import dev.groundtruth.provisioning.command.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The stack's MySQL server, reached the way the stack allows and no other. */
public interface Database {

  /** What the client asks of the connection's encryption. */
  enum Encryption {
    /** TLS or nothing. */
    REQUIRED,
    /** No TLS, as a careless client would connect. */
    OFF
  }

  /** The schema WordPress keeps its tables in. */
  String SCHEMA = "wordpress";

  /** The user WordPress connects as. */
  String WORDPRESS_USER = "wordpress";

  /**
   * The name by which the web tier knows the database's host.
   *
   * @return the name
   */
  String host();

  /**
   * Connects from an allowed vantage: through a web container's network namespace.
   *
   * @param user the MySQL user; empty for an anonymous one
   * @param password the user's password
   * @param encryption what is asked of the connection
   * @return an open connection to {@value #SCHEMA}, to be closed by the caller
   * @throws SQLException what the server or the way to it answered
   */
  Connection connect(String user, Secret password, Encryption encryption) throws SQLException;

  /**
   * The password of {@value #WORDPRESS_USER}, as WordPress is given it.
   *
   * @return the password
   */
  Secret wordPressPassword();

  /**
   * The password of the database's administrator, who may log in on the database's own host only
   * where there is a way to it, and over the network otherwise.
   *
   * @return the password
   */
  Secret administratorPassword();

  /**
   * Runs a statement as administrator, on the database's own host where there is a way to it.
   *
   * @param sql one statement
   * @return the rows, each a list of its columns as text
   */
  List<List<String>> administrate(String sql);

  /**
   * Runs a program on the database's own host, as its administrator; for tests that require {@link
   * dev.groundtruth.junit.Capability#DATABASE_HOST_ACCESSIBLE}.
   *
   * @param command the program and its arguments; no secret among them
   * @return what it wrote to its standard output
   * @throws IllegalStateException if it does not end with code 0, or there is no way to the host
   */
  String onHost(String... command);
}
