package dev.groundtruth.verification.images;

import static dev.groundtruth.verification.images.ContainerUnderTest.LOOPBACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.ContainerConfig;
import dev.groundtruth.verification.images.ContainerUnderTest.End;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.lifecycle.Startables;

/**
 * What the official image {@code mysql} promises, on whatever image is in use.
 *
 * <p>Three databases: one described by variables; one described by files, filled, stopped, and
 * started again on its volume with other variables; one that is not described at all.
 *
 * @see <a href="https://hub.docker.com/_/mysql">mysql at Docker Hub: "Environment Variables",
 *     "Docker Secrets", "Initializing a fresh instance", "Using a custom MySQL configuration
 *     file"</a>
 * @see <a
 *     href="https://github.com/docker-library/mysql/blob/master/8.4/docker-entrypoint.sh">docker-library/mysql,
 *     8.4</a>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("MySQL image")
class MySqlImageSelfTest {

  /** Special to shells, option files and URLs; the official image cannot take quotes. */
  private static final String ROOT_PASSWORD = "r$HOME `id` & 100%; #1 {*} ~!é";

  private static final String PASSWORD = "p$HOME `id` & 100%; #2 {*} ~!é";

  /** An underscore stands for any character in a grant, unless escaped. */
  private static final String SCHEMA = "shop_1";

  private static final String USER = "keeper";
  private static final String SECRETS = "/run/secrets/";
  private static final String SCRIPTS = "/docker-entrypoint-initdb.d/";
  private static final String DATA = "/var/lib/mysql";
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int MYSQL = 3306;

  private ContractRun run;
  private ContainerUnderTest byVariables;
  private ContainerUnderTest undescribed;
  private ContainerUnderTest restarted;
  private End firstEnd;

  @BeforeAll
  void start() throws SQLException {
    run = ContractRun.open();
    String image = run.image(ImagesInUse.Tier.MYSQL);
    byVariables =
        run.container(image)
            .withExposedPorts(MYSQL)
            .withEnv("MYSQL_ROOT_PASSWORD", ROOT_PASSWORD)
            .withEnv("MYSQL_DATABASE", SCHEMA)
            .withEnv("MYSQL_USER", USER)
            .withEnv("MYSQL_PASSWORD", PASSWORD)
            .withFile("/etc/mysql/conf.d/contract.cnf", "[mysqld]\nmax_connections = 77\n")
            .withCommand("--wait-timeout=4321");
    String volume = run.volume("data");
    ContainerUnderTest byFiles =
        withScripts(run.container(image))
            .withExposedPorts(MYSQL)
            .withVolume(volume, DATA)
            .withEnv("MYSQL_ROOT_PASSWORD_FILE", SECRETS + "root-password")
            .withEnv("MYSQL_ROOT_HOST_FILE", SECRETS + "root-host")
            .withEnv("MYSQL_DATABASE_FILE", SECRETS + "schema")
            .withEnv("MYSQL_USER_FILE", SECRETS + "user")
            .withEnv("MYSQL_PASSWORD_FILE", SECRETS + "password")
            .withFile(SECRETS + "root-password", ROOT_PASSWORD + "\n")
            .withFile(SECRETS + "root-host", "localhost\n")
            .withFile(SECRETS + "schema", SCHEMA + "\n")
            .withFile(SECRETS + "user", USER + "\n")
            .withFile(SECRETS + "password", PASSWORD + "\n");
    undescribed = run.container(image).startedToItsEnd();
    restarted =
        withScripts(run.container(image))
            .withExposedPorts(MYSQL)
            .withVolume(volume, DATA)
            .withEnv("MYSQL_ROOT_PASSWORD", "another password")
            .withEnv("MYSQL_DATABASE", "another_schema")
            .withEnv("MYSQL_USER", "another_user")
            .withEnv("MYSQL_PASSWORD", "another password");

    Startables.deepStart(byVariables, byFiles, undescribed).join();
    awaitLogin(byVariables);
    awaitLogin(byFiles);
    try (Connection connection = connect(byFiles, USER, PASSWORD, SCHEMA)) {
      execute(connection, "CREATE TABLE kept (what TEXT)");
      execute(connection, "INSERT INTO kept VALUES ('written before the restart')");
    }
    firstEnd = byFiles.stopWithin(GRACE);
    restarted.start();
    awaitLogin(restarted);
  }

  @AfterAll
  void remove() {
    run.close();
  }

  @Test
  void image_declares_entry_point_command_port_and_volume() {
    ContainerConfig declared = byVariables.declaration();

    assertThat(declared.getEntrypoint()).containsExactly("docker-entrypoint.sh");
    assertThat(declared.getCmd()).containsExactly("mysqld");
    assertThat(declared.getExposedPorts())
        .extracting(port -> port.getPort())
        .containsExactlyInAnyOrder(MYSQL, 33060);
    assertThat(declared.getVolumes()).containsOnlyKeys(DATA);
  }

  @Test
  void runs_as_user_mysql() {
    assertThat(byVariables.output("id", "-u", "mysql")).as("number of mysql").isEqualTo("999");
    assertThat(byVariables.effectiveUserOfMainProcess()).as("user of process 1").isEqualTo("999");
  }

  @Test
  void data_lies_in_the_volume() {
    assertThat(restarted.output("ls", DATA + "/" + SCHEMA)).contains("kept.ibd");
  }

  @Test
  void refuses_to_start_without_a_root_password_and_names_the_variable() {
    assertThat(undescribed.exitCode()).as("exit code").isNotZero();
    assertThat(undescribed.getLogs()).contains("MYSQL_ROOT_PASSWORD");
  }

  @Test
  void variables_give_the_password_of_root_who_may_log_in_from_anywhere() throws SQLException {
    assertThat(query(byVariables, "root", ROOT_PASSWORD, "mysql", "SELECT CURRENT_USER()"))
        .containsExactly("root@%");
  }

  @Test
  void variables_give_a_user_with_a_password_and_a_schema() throws SQLException {
    assertThat(
            query(
                byVariables, USER, PASSWORD, SCHEMA, "SELECT CURRENT_USER() UNION SELECT SCHEMA()"))
        .containsExactly(USER + "@%", SCHEMA);
  }

  @Test
  void files_give_a_user_with_a_password_and_a_schema() throws SQLException {
    assertThat(
            query(restarted, USER, PASSWORD, SCHEMA, "SELECT CURRENT_USER() UNION SELECT SCHEMA()"))
        .containsExactly(USER + "@%", SCHEMA);
  }

  @Test
  void file_gives_the_password_of_root() {
    assertThat(asLocalRoot(ROOT_PASSWORD).getStdout()).contains("root@localhost");
    assertThat(asLocalRoot("another password").getStderr()).contains("Access denied");
  }

  @Test
  void root_host_localhost_means_that_root_cannot_log_in_from_elsewhere() {
    assertThatThrownBy(() -> connect(restarted, "root", ROOT_PASSWORD, "mysql").close())
        .isInstanceOf(SQLException.class)
        .hasMessageMatching("(?s).*(Access denied|is not allowed to connect).*");
  }

  @Test
  void user_may_do_everything_in_the_schema_and_nothing_elsewhere() throws SQLException {
    try (Connection root = connect(byVariables, "root", ROOT_PASSWORD, "mysql");
        Connection user = connect(byVariables, USER, PASSWORD, SCHEMA)) {
      execute(root, "CREATE DATABASE shopx1");
      execute(user, "CREATE TABLE made (what TEXT)");
      execute(user, "INSERT INTO made VALUES ('something')");
      execute(user, "DROP TABLE made");

      assertThatThrownBy(() -> execute(user, "CREATE TABLE shopx1.made (what TEXT)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("denied");
      assertThatThrownBy(() -> execute(user, "SELECT user FROM mysql.user"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("denied");
    }
  }

  @Test
  void connection_can_be_encrypted() throws SQLException {
    try (Connection connection = connect(byVariables, USER, PASSWORD, SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet status = statement.executeQuery("SHOW SESSION STATUS LIKE 'Ssl_version'")) {
      assertThat(status.next()).isTrue();
      assertThat(status.getString(2)).as("TLS version").isIn("TLSv1.2", "TLSv1.3");
    }
  }

  @Test
  void files_in_conf_d_are_read() throws SQLException {
    assertThat(query(byVariables, USER, PASSWORD, SCHEMA, "SELECT @@max_connections"))
        .containsExactly("77");
  }

  @Test
  void options_on_the_command_line_reach_the_server() throws SQLException {
    assertThat(query(byVariables, USER, PASSWORD, SCHEMA, "SELECT @@GLOBAL.wait_timeout"))
        .containsExactly("4321");
  }

  @Test
  void initialization_scripts_run_in_alphabetical_order_in_the_schema_and_once()
      throws SQLException {
    assertThat(query(restarted, USER, PASSWORD, SCHEMA, "SELECT script FROM ran ORDER BY turn"))
        .containsExactly("10.sql", "20.sh", "3.sql.gz");
  }

  @Test
  void restart_with_data_keeps_the_data() throws SQLException {
    assertThat(query(restarted, USER, PASSWORD, SCHEMA, "SELECT what FROM kept"))
        .containsExactly("written before the restart");
  }

  @Test
  void restart_with_data_ignores_the_variables() throws SQLException {
    assertThatThrownBy(() -> connect(restarted, "another_user", "another password", SCHEMA).close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Access denied");
    assertThat(
            query(
                restarted,
                USER,
                PASSWORD,
                SCHEMA,
                "SELECT schema_name FROM information_schema.schemata"))
        .contains(SCHEMA);
    assertThat(restarted.run("ls", DATA + "/another_schema").getExitCode())
        .as("exit code of ls for the folder of another schema")
        .isNotZero();
  }

  @Test
  void stops_within_the_grace_period_with_exit_code_0() {
    assertThat(firstEnd.exitCode())
        .as("exit code after %s; 137 means that it had to be killed", firstEnd.took())
        .isZero();
  }

  /** "3" comes last in the alphabet, "10" first. */
  private static ContainerUnderTest withScripts(ContainerUnderTest container) {
    return container
        .withFile(
            SCRIPTS + "10.sql",
            """
            CREATE TABLE ran (turn INT AUTO_INCREMENT PRIMARY KEY, script TEXT);
            INSERT INTO ran (script) VALUES ('10.sql');
            """)
        .withFile(
            SCRIPTS + "20.sh",
            """
            mysql --user=root --password="$MYSQL_ROOT_PASSWORD" "$MYSQL_DATABASE" \\
              --execute="INSERT INTO ran (script) VALUES ('20.sh')"
            """)
        .withCopyToContainer(
            Transferable.of(zipped("INSERT INTO ran (script) VALUES ('3.sql.gz');\n")),
            SCRIPTS + "3.sql.gz");
  }

  private static byte[] zipped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private ExecResult asLocalRoot(String password) {
    return restarted.run(
        "mysql", "--user=root", "--password=" + password, "--execute=SELECT CURRENT_USER()");
  }

  private static void awaitLogin(ContainerUnderTest container) {
    container.awaitThat(
        "a login as " + USER, () -> connect(container, USER, PASSWORD, SCHEMA).close());
  }

  private static Connection connect(
      ContainerUnderTest container, String user, String password, String schema)
      throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    login.setProperty("sslMode", "REQUIRED");
    login.setProperty("connectTimeout", "5000");
    login.setProperty("socketTimeout", "20000");
    return DriverManager.getConnection(
        "jdbc:mysql://%s:%d/%s".formatted(LOOPBACK, container.port(), schema), login);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of each row. */
  private static List<String> query(
      ContainerUnderTest container, String user, String password, String schema, String sql)
      throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect(container, user, password, schema);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }
}
