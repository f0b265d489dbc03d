package dev.groundtruth.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.junit.Capability;
import dev.groundtruth.junit.Evidence;
import dev.groundtruth.junit.RequiresCapability;
import dev.groundtruth.junit.RequiresEnvironment;
import dev.groundtruth.junit.VerifiesInfrastructure;
import dev.groundtruth.provisioning.command.Secret;
import io.qameta.allure.Epic;
import io.qameta.allure.Feature;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** MySQL lets WordPress do its work, over TLS, and lets nobody do more. */
@VerifiesInfrastructure
@RequiresEnvironment(WordPressStack.class)
@Order(4)
@Epic("WordPress on MySQL")
@Feature("Database")
@DisplayName("Database")
class DatabaseVerification {

  /**
   * What WordPress does to its own schema, at work and at updates, and nothing more.
   *
   * @see <a
   *     href="https://developer.wordpress.org/advanced-administration/security/hardening/">Hardening
   *     WordPress, "Restricting database user privileges"</a>
   */
  private static final Set<String> WORDPRESS_NEEDS =
      Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "INDEX");

  private static final Pattern GRANT =
      Pattern.compile("GRANT (?<privileges>.+) ON (?<object>\\S+) TO .*");

  private final Database database;
  private final Evidence evidence;

  DatabaseVerification(WordPressStack stack, Evidence evidence) {
    this.database = stack.database();
    this.evidence = evidence;
  }

  @Test
  void wordpress_user_connects_over_tls_from_a_web_container() throws SQLException {
    try (Connection connection = asWordPress(Database.Encryption.REQUIRED)) {
      String cipher = query(connection, "SHOW SESSION STATUS LIKE 'Ssl_cipher'").get(0).get(1);
      String version = query(connection, "SHOW SESSION STATUS LIKE 'Ssl_version'").get(0).get(1);
      evidence.observed("connected with " + version + ", " + cipher);

      assertThat(cipher).as("cipher of the session").isNotBlank();
      assertThat(version).as("TLS version of the session").isIn("TLSv1.2", "TLSv1.3");
    }
  }

  @Test
  void connection_without_tls_is_refused() {
    assertThatThrownBy(() -> asWordPress(Database.Encryption.OFF).close())
        .as(
            "a connection of '%s' without TLS: perhaps the user was created without REQUIRE SSL",
            Database.WORDPRESS_USER)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Access denied");
  }

  @Test
  void account_of_wordpress_requires_tls() {
    assertThat(
            database.administrate(
                "SELECT host, ssl_type FROM mysql.user WHERE user = '"
                    + Database.WORDPRESS_USER
                    + "' AND ssl_type = ''"))
        .as("accounts of '%s' that accept a connection without TLS", Database.WORDPRESS_USER)
        .isEmpty();
  }

  @Test
  void grants_of_the_wordpress_user_are_exactly_what_wordpress_needs() throws SQLException {
    Set<String> granted = new TreeSet<>();
    try (Connection connection = asWordPress(Database.Encryption.REQUIRED)) {
      for (List<String> row : query(connection, "SHOW GRANTS FOR CURRENT_USER")) {
        evidence.observed(row.get(0));
        granted.addAll(privileges(row.get(0)));
      }
    }

    assertThat(granted)
        .as("privileges of '%s', as privilege ON object", Database.WORDPRESS_USER)
        .containsExactlyInAnyOrderElementsOf(
            WORDPRESS_NEEDS.stream()
                .map(privilege -> privilege + " ON `" + Database.SCHEMA + "`.*")
                .toList());
  }

  @Test
  void wrong_password_is_refused() {
    assertThatThrownBy(
            () ->
                database
                    .connect(
                        Database.WORDPRESS_USER, Secret.of("wrong"), Database.Encryption.REQUIRED)
                    .close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Access denied");
  }

  @Test
  @RequiresCapability(Capability.DATABASE_HOST_ACCESSIBLE)
  void administrator_cannot_log_in_from_another_host() {
    assertThatThrownBy(
            () ->
                database
                    .connect("root", database.administratorPassword(), Database.Encryption.REQUIRED)
                    .close())
        .as("a login of root with the right password from a web container")
        .isInstanceOf(SQLException.class)
        .hasMessageMatching("(?s).*(Access denied|is not allowed to connect).*");
    assertThat(
            database.administrate(
                "SELECT user, host FROM mysql.user WHERE user = 'root'"
                    + " AND host NOT IN ('localhost', '127.0.0.1', '::1')"))
        .as("accounts of root that may log in from elsewhere")
        .isEmpty();
  }

  @Test
  void there_is_no_anonymous_user() {
    assertThat(database.administrate("SELECT host FROM mysql.user WHERE user = ''"))
        .as("hosts from which an anonymous user may log in")
        .isEmpty();
    assertThatThrownBy(
            () ->
                database
                    .connect("nobody-of-that-name", Secret.of("none"), Database.Encryption.REQUIRED)
                    .close())
        .as("a login as a user that does not exist")
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Access denied");
  }

  @Test
  void there_is_no_account_without_a_password() {
    assertThat(
            database.administrate(
                "SELECT user, host FROM mysql.user WHERE authentication_string = ''"
                    + " AND account_locked = 'N' AND plugin NOT IN ('auth_socket')"))
        .as("accounts that need no password")
        .isEmpty();
  }

  @Test
  void there_is_no_schema_but_that_of_wordpress() {
    assertThat(
            database.administrate(
                "SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN"
                    + " ('information_schema', 'mysql', 'performance_schema', 'sys')"))
        .as("schemas beside MySQL's own; a test schema is open to everybody")
        .containsExactly(List.of(Database.SCHEMA));
  }

  private Connection asWordPress(Database.Encryption encryption) throws SQLException {
    return database.connect(Database.WORDPRESS_USER, database.wordPressPassword(), encryption);
  }

  private static List<String> privileges(String grant) {
    Matcher matcher = GRANT.matcher(grant);
    if (!matcher.matches()) {
      return List.of(grant);
    }
    List<String> privileges = new ArrayList<>();
    for (String privilege : matcher.group("privileges").split(", ", -1)) {
      // USAGE is how MySQL spells "no privilege".
      if (!privilege.equals("USAGE")) {
        privileges.add(privilege + " ON " + matcher.group("object"));
      }
    }
    return privileges;
  }

  private static List<List<String>> query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<List<String>> result = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(rows.getString(column));
        }
        result.add(row);
      }
      return result;
    }
  }
}
