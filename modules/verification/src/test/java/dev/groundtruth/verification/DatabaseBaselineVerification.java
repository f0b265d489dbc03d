package dev.groundtruth.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.groundtruth.junit.Capability;
import dev.groundtruth.junit.Evidence;
import dev.groundtruth.junit.RequiresCapability;
import dev.groundtruth.junit.RequiresEnvironment;
import dev.groundtruth.junit.VerifiesInfrastructure;
import io.qameta.allure.Epic;
import io.qameta.allure.Feature;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The database is as its image was hardened: what the running server says of itself, and what is
 * seen on its host.
 *
 * <p>The list follows the CIS Oracle MySQL Community Server benchmarks as far as it concerns a
 * server that one site uses; each setting names the page of MySQL's manual that says what it does.
 */
@VerifiesInfrastructure
@RequiresEnvironment(WordPressStack.class)
@RequiresCapability(Capability.DATABASE_HOST_ACCESSIBLE)
@Order(7)
@Epic("WordPress on MySQL")
@Feature("Database baseline")
@DisplayName("Database baseline")
class DatabaseBaselineVerification {

  private static final String MANUAL = "https://dev.mysql.com/doc/refman/8.4/en/";
  private static final String VOLUME = "/var/lib/mysql";

  /** A line of {@code /proc/net/tcp}: its local address and port, and the state that listens. */
  private static final Pattern LISTENING =
      Pattern.compile("(?m)^ *\\d+: (?<address>[0-9A-F]+):(?<port>[0-9A-F]{4}) \\S+ 0A ");

  private static final String MYSQL_PORT = "0CEA";

  /** The X protocol's 33060, and 33062 for administrators. */
  private static final Set<String> OTHER_PORTS = Set.of("8124", "8126");

  private static final Pattern EVERY_ADDRESS = Pattern.compile("0+");

  private final Database database;
  private final Evidence evidence;

  DatabaseBaselineVerification(WordPressStack stack, Evidence evidence) {
    this.database = stack.database();
    this.evidence = evidence;
  }

  /**
   * A setting of the server.
   *
   * @param variable the system variable
   * @param expected matched by its whole value
   * @param source the page that says what it does
   */
  private record Setting(String variable, Pattern expected, String source) {}

  private static final List<Setting> BASELINE =
      List.of(
          // One way in, encrypted.
          setting("require_secure_transport", "1", "server-system-variables.html"),
          setting(
              "tls_version",
              "(TLSv1\\.2,)?TLSv1\\.3",
              "encrypted-connection-protocols-ciphers.html"),
          setting("skip_name_resolve", "1", "host-cache.html"),
          // No way between files and tables.
          setting("local_infile", "0", "load-data-local-security.html"),
          setting("secure_file_priv", "NULL", "server-system-variables.html"),
          setting("have_symlink", "DISABLED", "symbolic-links-to-tables.html"),
          setting("skip_show_database", "1", "server-system-variables.html"),
          // Passwords.
          setting(
              "validate_password.policy",
              "MEDIUM|STRONG",
              "validate-password-options-variables.html"),
          setting(
              "validate_password.length",
              "1[4-9]|[2-9]\\d",
              "validate-password-options-variables.html"),
          setting(
              "validate_password.mixed_case_count",
              "[1-9]\\d*",
              "validate-password-options-variables.html"),
          setting(
              "validate_password.number_count",
              "[1-9]\\d*",
              "validate-password-options-variables.html"),
          setting(
              "validate_password.special_char_count",
              "[1-9]\\d*",
              "validate-password-options-variables.html"),
          setting("password_history", "[5-9]|\\d\\d+", "password-management.html"),
          setting(
              "password_reuse_interval",
              "36[5-9]|3[7-9]\\d|[4-9]\\d\\d|\\d{4,}",
              "password-management.html"),
          // What does not fit is an error.
          setting(
              "sql_mode",
              "(?=.*STRICT_TRANS_TABLES)(?=.*STRICT_ALL_TABLES)(?=.*NO_ENGINE_SUBSTITUTION).*",
              "sql-mode.html"),
          // What is committed is kept, here and for whoever restores or follows.
          setting("log_bin", "1", "binary-log.html"),
          setting("sync_binlog", "1", "replication-options-binary-log.html"),
          setting("innodb_flush_log_at_trx_commit", "1", "innodb-parameters.html"),
          setting(
              "innodb_doublewrite", "ON|1|DETECT_AND_RECOVER", "innodb-doublewrite-buffer.html"),
          setting(
              "binlog_expire_logs_seconds",
              "(?!0$)[1-9]\\d{4,}",
              "replication-options-binary-log.html"),
          setting("gtid_mode", "ON", "replication-gtids.html"),
          // What is logged: warnings, and no password.
          setting("log_error_verbosity", "[23]", "error-log-filtering.html"),
          setting("log_raw", "0", "password-logging.html"));

  private static Setting setting(String variable, String expected, String page) {
    return new Setting(variable, Pattern.compile(expected), MANUAL + page);
  }

  /** The system variables of the baseline, each of which is a test. */
  static List<String> variables() {
    return BASELINE.stream().map(Setting::variable).toList();
  }

  @TestFactory
  Stream<DynamicTest> settings() {
    return BASELINE.stream().map(setting -> dynamicTest(setting.variable(), () -> verify(setting)));
  }

  private void verify(Setting setting) throws SQLException {
    String value = variable(setting.variable());
    evidence.observed("%s = %s (%s)".formatted(setting.variable(), value, setting.source()));

    assertThat(value)
        .as("%s, which %s explains", setting.variable(), setting.source())
        .matches(setting.expected());
  }

  @Test
  void server_listens_at_its_own_addresses_and_not_at_all_there_are() throws SQLException {
    String bound = variable("bind_address");
    List<String> listening =
        listening()
            .filter(result -> result.group(2).equals(MYSQL_PORT))
            .map(result -> result.group(1))
            .toList();
    evidence.observed("bind_address is %s, sockets of port 3306: %s".formatted(bound, listening));

    assertThat(bound.split(",", -1))
        .as("addresses of bind_address")
        .doesNotContain("*", "0.0.0.0", "::", "");
    assertThat(listening)
        .as("addresses that port 3306 is open at, in hexadecimal digits")
        .isNotEmpty()
        .noneMatch(address -> EVERY_ADDRESS.matcher(address).matches());
  }

  @Test
  void no_other_protocol_of_mysql_is_spoken() {
    assertThat(listening().map(result -> result.group(2)))
        .as("ports that are listened at, in hexadecimal digits")
        .contains(MYSQL_PORT)
        .doesNotContainAnyElementsOf(OTHER_PORTS);
  }

  private Stream<MatchResult> listening() {
    return LISTENING.matcher(database.onHost("sh", "-c", "cat /proc/net/tcp*")).results();
  }

  @Test
  void weak_password_is_refused() {
    String account = "'weak'@'localhost'";
    try {
      Throwable refusal =
          catchThrowable(
              () -> database.administrate("CREATE USER " + account + " IDENTIFIED BY 'password'"));
      assertThat(refusal)
          .as("the refusal of an account with the password \"password\"")
          .isNotNull()
          .hasMessageContaining("does not satisfy the current policy requirements");
    } finally {
      var unused = database.administrate("DROP USER IF EXISTS " + account);
    }
  }

  @Test
  void administrator_can_write_no_file_by_sql() {
    String file = "/tmp/written-by-sql";
    try {
      Throwable refusal =
          catchThrowable(() -> database.administrate("SELECT 1 INTO OUTFILE '" + file + "'"));
      assertThat(refusal)
          .as("the refusal of SELECT ... INTO OUTFILE")
          .isNotNull()
          .hasMessageContaining("--secure-file-priv");
    } finally {
      var unused = database.onHost("rm", "-f", file);
    }
  }

  @Test
  void data_keys_and_configuration_are_for_mysql_and_root_alone() {
    List<String> open =
        lines(
            database.onHost(
                "find",
                VOLUME,
                "/etc/mysql",
                "!",
                "-type",
                "l",
                "-perm",
                "/o=rwx",
                "!",
                "-path",
                "/etc/mysql/boot.json",
                "-printf",
                "%p is %m\\n"));
    List<String> keys =
        lines(database.onHost("find", VOLUME, "-name", "*-key.pem", "-printf", "%m %u\\n"));
    evidence.observed("keys have modes and owners " + keys);

    // The settings hold no secret: what they name is mounted or fetched.
    assertThat(open).as("what everybody on the host may read or change").isEmpty();
    assertThat(keys).as("modes and owners of private keys").isNotEmpty().containsOnly("600 mysql");
  }

  @Test
  void server_cannot_change_its_own_program_or_configuration() {
    List<String> writable =
        lines(
            database.onHost(
                "setpriv",
                "--reuid=mysql",
                "--regid=mysql",
                "--clear-groups",
                "find",
                "/etc/mysql",
                "/usr/sbin/mysqld",
                "/usr/lib/mysql",
                "/usr/local/sbin/mysql-boot",
                "!",
                "-type",
                "l",
                "-writable"));

    assertThat(writable).as("what user mysql may change").isEmpty();
  }

  @Test
  void server_runs_as_mysql_without_capabilities() throws SQLException {
    String process = database.onHost("cat", variable("pid_file")).strip();
    String status = database.onHost("cat", "/proc/" + process + "/status");
    String number = database.onHost("id", "-u", "mysql").strip();
    String uid = field(status, "Uid");
    String capabilities = field(status, "CapEff");
    evidence.observed("mysqld runs as %s with capabilities %s".formatted(uid, capabilities));

    assertThat(number).as("number of user mysql").isNotEqualTo("0");
    assertThat(Arrays.asList(uid.split("\\s+", -1)))
        .as("real, effective, saved and file system user of mysqld")
        .containsOnly(number);
    assertThat(capabilities).as("capabilities of mysqld").matches("0+");
    assertThat(field(status, "NoNewPrivs")).as("whether mysqld can gain privileges").isEqualTo("1");
  }

  @Test
  void certificate_names_the_server_and_does_not_end_soon() throws SQLException {
    String certificate = variable("ssl_cert");
    String names =
        database.onHost("openssl", "x509", "-in", certificate, "-noout", "-ext", "subjectAltName");
    evidence.observed(names.replaceAll("\\s+", " "));

    assertThat(names).as("names of the TLS certificate").contains("DNS:database");
    assertThat(
            database.onHost(
                "sh",
                "-c",
                "openssl x509 -in " + certificate + " -noout -checkend 2592000 || true"))
        .as("whether the TLS certificate ends within 30 days")
        .contains("will not expire");
  }

  /**
   * A global variable, asked for as WordPress could ask for it; {@code NULL} if it has no value.
   */
  private String variable(String name) throws SQLException {
    try (Connection connection =
            database.connect(
                Database.WORDPRESS_USER,
                database.wordPressPassword(),
                Database.Encryption.REQUIRED);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT @@GLOBAL." + name)) {
      assertThat(rows.next()).as("a value of %s", name).isTrue();
      return String.valueOf(rows.getString(1));
    }
  }

  private static String field(String status, String name) {
    Matcher matcher = Pattern.compile("(?m)^" + name + ":\\s+(.*)$").matcher(status);
    assertThat(matcher.find()).as("whether there is %s in %s", name, status).isTrue();
    return matcher.group(1).strip();
  }

  private static List<String> lines(String text) {
    return text.lines().filter(line -> !line.isBlank()).toList();
  }
}
