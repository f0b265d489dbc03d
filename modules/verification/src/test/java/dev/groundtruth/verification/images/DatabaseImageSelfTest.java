package dev.groundtruth.verification.images;

import static dev.groundtruth.verification.images.ContainerUnderTest.LOOPBACK;
import static dev.groundtruth.verification.images.DatabaseImage.PASSWORD;
import static dev.groundtruth.verification.images.DatabaseImage.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.ContainerConfig;
import dev.groundtruth.verification.images.ContainerUnderTest.End;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.lifecycle.Startables;

/**
 * What a database image does when it starts: two of one image, one that is started again, one whose
 * first start was cut off, one that gets its passwords from a Secrets Manager that is not ready at
 * once, one that follows another, one that does so for a while, and some that are told nonsense.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("Database image")
class DatabaseImageSelfTest {

  private static final String SECRETS = "/run/secrets/";
  private static final String ROOT_CREDENTIAL = "mysql_root_password";
  private static final String VOLUME = "/var/lib/mysql";

  /** Special to shells, option files and SQL. */
  private static final String SPECIAL_PASSWORD = "p$HOME `id` & 100%; 'x' \"y\" \\ #2 {*} é";

  /** An underscore stands for any character in a grant, unless escaped. */
  private static final String SCHEMA = "shop_1";

  private static final String USER = "keeper";
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int MYSQL = 3306;
  private static final String MYSQL_BOOT = "/usr/local/sbin/mysql-boot";

  private static final String DESCRIPTION =
      """
      "schema": "shop_1",
      "options": {"innodb_buffer_pool_size": "64M", "performance_schema": "OFF"},
      "users": [{"name": "keeper", "credential": "keeper", "privileges": ["SELECT", "INSERT", "CREATE", "DROP"]}]
      """;

  private static final String FOLLOWING =
      """
      , "replication": {"role": "replica", "user": "follower", "credential": "follower", "source": "source"}
      """;

  /**
   * Answers as Secrets Manager does: at first as if the role's policy had not reached it. The
   * keeper's secret is JSON, as the console makes it.
   */
  private static final String SECRETS_MANAGER =
      """
      import http.server, json
      SECRETS = {"arn:aws:secretsmanager:eu-west-3:000000000000:secret:root": "%1$s",
                 "keeper": json.dumps({"username": "keeper", "password": "%1$s"})}
      class Handler(http.server.BaseHTTPRequestHandler):
          refusals = 2
          def do_POST(self):
              asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
              if asked["SecretId"] == "keeper" and Handler.refusals > 0:
                  Handler.refusals -= 1
                  return self.say(400, {"__type": "AccessDeniedException", "Message": "not authorized"})
              known = self.headers["X-Amz-Target"] == "secretsmanager.GetSecretValue" and asked["SecretId"] in SECRETS
              answer = {"SecretString": SECRETS[asked["SecretId"]]} if known else {"__type": "ResourceNotFoundException"}
              self.say(200 if known else 400, answer)
          def say(self, status, answer):
              body = json.dumps(answer).encode()
              self.send_response(status)
              self.send_header("Content-Type", "application/x-amz-json-1.1")
              self.send_header("Content-Length", str(len(body)))
              self.end_headers()
              self.wfile.write(body)
      http.server.HTTPServer(("", 8080), Handler).serve_forever()
      """;

  private static final String METRICS =
      """
      , "metrics": {"namespace": "shop", "region": "eu-west-3", "endpoint": "http://cloudwatch:8080"}
      """;

  /** Takes what CloudWatch is told, in either of its protocols, and writes it to its log. */
  private static final String CLOUD_WATCH =
      """
      import http.server
      class Handler(http.server.BaseHTTPRequestHandler):
          def do_POST(self):
              print(self.path, self.rfile.read(int(self.headers["Content-Length"])), flush=True)
              kind = self.headers["Content-Type"].split(";")[0]
              body = b"\\xa0" if kind == "application/cbor" else b"<PutMetricDataResponse/>"
              self.send_response(200)
              self.send_header("Content-Type", kind)
              self.send_header("Smithy-Protocol", "rpc-v2-cbor")
              self.send_header("Content-Length", str(len(body)))
              self.end_headers()
              self.wfile.write(body)
      http.server.HTTPServer(("", 8080), Handler).serve_forever()
      """;

  private ContractRun run;
  private ContainerUnderTest first;
  private ContainerUnderTest second;
  private ContainerUnderTest restarted;
  private ContainerUnderTest cutOff;
  private ContainerUnderTest bySecretsManager;
  private ContainerUnderTest replica;
  private ContainerUnderTest cloudWatch;
  private ContainerUnderTest undescribed;
  private ContainerUnderTest misdescribed;
  private ContainerUnderTest withoutCredential;
  private ContainerUnderTest weak;
  private ContainerUnderTest withoutSecret;
  private String firstServer;
  private End firstEnd;

  @BeforeAll
  void start() throws SQLException {
    run = ContractRun.open();
    String volume = run.volume("data");
    first = database("").withVolume(volume, VOLUME);
    second =
        database(
                """
                , "replication": {"role": "source", "user": "follower", "credential": "follower"}
                """)
            .named("source")
            .withFile(SECRETS + "follower", PASSWORD);
    replica = fromAws(database(FOLLOWING + METRICS)).withFile(SECRETS + "follower", PASSWORD);
    cloudWatch =
        DatabaseImage.container(run)
            .named("cloudwatch")
            .withFile("/stub.py", CLOUD_WATCH)
            .withCommand("python3", "/stub.py");
    cutOff = database("").withFile(VOLUME + "/data.new/ibdata1", "half of a database");
    ContainerUnderTest secretsManager =
        DatabaseImage.container(run)
            .named("secretsmanager")
            .withFile("/stub.py", SECRETS_MANAGER.formatted(PASSWORD))
            .withCommand("python3", "/stub.py");
    bySecretsManager = fromAws(described(fromSecretsManager("keeper"))).withExposedPorts(MYSQL);
    withoutSecret = fromAws(described(fromSecretsManager("nowhere"))).startedToItsEnd();
    undescribed = DatabaseImage.container(run).startedToItsEnd();
    misdescribed = described("{\"shema\": \"wordpress\", \"users\": {}}").startedToItsEnd();
    withoutCredential = described("{" + DESCRIPTION + "}").startedToItsEnd();
    weak =
        described("{" + DESCRIPTION + "}")
            .withFile(SECRETS + ROOT_CREDENTIAL, PASSWORD)
            .withFile(SECRETS + USER, "password")
            .startedToItsEnd();
    restarted =
        described(
                """
                {"schema": "another", "replication": {"role": "source", "user": "follower", "credential": "follower"}}
                """)
            .withExposedPorts(MYSQL)
            .withVolume(volume, VOLUME)
            .withFile(SECRETS + "follower", PASSWORD)
            .withFile(SECRETS + ROOT_CREDENTIAL, "Another-password-1");

    Startables.deepStart(
            first,
            second,
            replica,
            cutOff,
            secretsManager,
            cloudWatch,
            undescribed,
            misdescribed,
            withoutCredential)
        .join();
    Startables.deepStart(bySecretsManager, withoutSecret, weak).join();
    for (ContainerUnderTest each : List.of(first, second, replica, cutOff)) {
      awaitLogin(each, SPECIAL_PASSWORD);
    }
    awaitLogin(bySecretsManager, PASSWORD);
    firstServer = identity(first);
    try (Connection connection = connect(first, USER, SPECIAL_PASSWORD)) {
      execute(connection, "CREATE TABLE kept (what TEXT)");
      execute(connection, "INSERT INTO kept VALUES ('written before the restart')");
    }
    firstEnd = first.stopWithin(GRACE);
    restarted.start();
    awaitLogin(restarted, SPECIAL_PASSWORD);
  }

  @AfterAll
  void remove() {
    run.close();
  }

  @Test
  void image_declares_entry_point_command_port_volume_and_origin() {
    ContainerConfig declared = second.declaration();

    assertThat(declared.getEntrypoint()).containsExactly("/usr/local/sbin/mysql-boot", "exec");
    assertThat(declared.getCmd()).containsExactly("mysqld");
    assertThat(declared.getExposedPorts())
        .extracting(port -> port.getPort())
        .containsExactly(MYSQL);
    assertThat(declared.getVolumes()).containsOnlyKeys(VOLUME);
    assertThat(declared.getLabels())
        .containsKeys(
            "dev.groundtruth.content",
            "dev.groundtruth.role",
            "org.opencontainers.image.base.name",
            "org.opencontainers.image.base.digest");
  }

  @Test
  void two_starts_of_one_image_are_two_servers() throws SQLException {
    assertThat(List.of(firstServer, identity(second), identity(replica)))
        .as("server_uuid of three containers of one image")
        .doesNotHaveDuplicates();
    assertThat(List.of(fingerprint(second), fingerprint(replica), fingerprint(cutOff)))
        .as("certificates of three containers of one image")
        .doesNotHaveDuplicates();
  }

  @Test
  void server_keeps_its_identity_its_data_and_its_passwords_when_it_is_started_again()
      throws SQLException {
    assertThat(identity(restarted)).isEqualTo(firstServer);
    assertThat(query(restarted, "SELECT what FROM kept"))
        .containsExactly("written before the restart");
    assertThat(restarted.output("ls", VOLUME + "/data")).contains(SCHEMA).doesNotContain("another");
    assertThat(asLocalRoot(restarted, PASSWORD)).contains("root@localhost");
    assertThat(asLocalRoot(restarted, "Another-password-1")).contains("Access denied");
  }

  @Test
  void first_start_that_was_cut_off_is_done_again() throws SQLException {
    assertThat(query(cutOff, "SELECT 1")).containsExactly("1");
    assertThat(cutOff.output("ls", VOLUME)).doesNotContain("data.new");
  }

  @Test
  void user_has_exactly_its_privileges_in_exactly_its_schema() throws SQLException {
    assertThat(query(second, "SHOW GRANTS"))
        .containsExactlyInAnyOrder(
            "GRANT USAGE ON *.* TO `keeper`@`%`",
            "GRANT SELECT, INSERT, CREATE, DROP ON `shop\\_1`.* TO `keeper`@`%`");
  }

  @Test
  void root_cannot_log_in_from_elsewhere_nor_without_a_password() {
    assertThatThrownBy(() -> connect(second, "root", PASSWORD).close())
        .isInstanceOf(SQLException.class)
        .hasMessageMatching("(?s).*(Access denied|is not allowed to connect).*");
    assertThat(asLocalRoot(second, "")).contains("Access denied");
  }

  @Test
  void passwords_come_from_secrets_manager() throws SQLException {
    try (Connection connection = connect(bySecretsManager, USER, PASSWORD)) {
      assertThat(connection.isValid(5)).isTrue();
    }
    assertThat(asLocalRoot(bySecretsManager, PASSWORD)).contains("root@localhost");
    assertThat(bySecretsManager.getLogs()).doesNotContain(PASSWORD);
  }

  @Test
  void policy_that_arrives_late_is_waited_for() {
    assertThat(bySecretsManager.getLogs())
        .contains("secret keeper cannot be fetched yet")
        .contains("AccessDeniedException")
        .contains("trying again in 2 s");
  }

  @Test
  void replica_follows_its_source_and_lets_nobody_write() throws SQLException {
    try (Connection connection = connect(second, USER, SPECIAL_PASSWORD)) {
      execute(connection, "CREATE TABLE followed (what TEXT)");
      execute(connection, "INSERT INTO followed VALUES ('written at the source')");
    }

    replica.awaitThat(
        "the source's row",
        () ->
            assertThat(query(replica, "SELECT what FROM followed"))
                .containsExactly("written at the source"));
    assertThatThrownBy(
            () -> {
              try (Connection connection = connect(replica, USER, SPECIAL_PASSWORD)) {
                execute(connection, "INSERT INTO followed VALUES ('written at the replica')");
              }
            })
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("read-only option");
  }

  @Test
  void server_may_read_all_of_its_configuration() {
    assertThat(
            second.output(
                "setpriv",
                "--reuid=mysql",
                "--regid=mysql",
                "--clear-groups",
                "find",
                "/etc/mysql/my.cnf",
                "/etc/mysql/conf.d/",
                "/etc/mysql/boot.d/",
                "!",
                "-readable"))
        .as("files that mysqld may not read, where it stops reading")
        .isEmpty();
  }

  @Test
  void replica_tells_how_far_it_is_behind_and_nothing_when_it_does_not_follow() {
    replica.awaitThat(
        "a metric of the replica",
        () -> {
          ExecResult told = replica.run(MYSQL_BOOT, "report");
          assertThat(told.getExitCode())
              .as("exit code of mysql-boot, which said: %s", told)
              .isZero();
        });
    String heard = cloudWatch.getLogs();
    assertThat(heard).contains("MetricData", "ReplicationLag", "Seconds", "shop");

    rootQuery(replica, "STOP REPLICA");
    try {
      ExecResult silent = replica.run(MYSQL_BOOT, "report");
      assertThat(silent.getExitCode()).isEqualTo(1);
      assertThat(silent.getStderr()).contains("the replica does not follow its source", "perhaps");
      assertThat(cloudWatch.getLogs()).isEqualTo(heard);
    } finally {
      rootQuery(replica, "START REPLICA");
    }
  }

  @Test
  void server_with_data_becomes_a_source() {
    assertThat(rootQuery(restarted, "SHOW GRANTS FOR 'follower'@'%'"))
        .contains("GRANT REPLICATION SLAVE ON *.* TO `follower`@`%`");
    assertThat(restarted.getLogs()).contains("setting up replication: {\"role\": \"source\"");
  }

  @Test
  void server_with_data_becomes_a_replica_and_then_one_of_its_own() throws SQLException {
    String volume = run.volume("changing");
    ContainerUnderTest alone = database("").withVolume(volume, VOLUME);
    alone.start();
    awaitLogin(alone, SPECIAL_PASSWORD);
    String identity = identity(alone);
    var unused = alone.stopWithin(GRACE);
    try (Connection connection = connect(second, USER, SPECIAL_PASSWORD)) {
      execute(connection, "CREATE TABLE caught_up (what TEXT)");
    }

    ContainerUnderTest following = database(FOLLOWING).withVolume(volume, VOLUME);
    following.withFile(SECRETS + "follower", PASSWORD).start();
    following.awaitThat(
        "the source's table",
        () -> assertThat(query(following, "SELECT what FROM caught_up")).isEmpty());
    assertThat(identity(following)).as("identity of what may be a copy").isNotEqualTo(identity);
    unused = following.stopWithin(GRACE);

    // Started again with the same settings there is nothing to set up, nor a credential to fetch.
    ContainerUnderTest again = database(FOLLOWING).withVolume(volume, VOLUME);
    again.start();
    awaitLogin(again, SPECIAL_PASSWORD);
    assertThat(again.getLogs()).doesNotContain("setting up replication");
    unused = again.stopWithin(GRACE);

    ContainerUnderTest parted = database("").withVolume(volume, VOLUME);
    parted.start();
    awaitLogin(parted, SPECIAL_PASSWORD);
    assertThat(rootQuery(parted, "SHOW REPLICA STATUS")).isEmpty();
    try (Connection connection = connect(parted, USER, SPECIAL_PASSWORD)) {
      execute(connection, "INSERT INTO caught_up VALUES ('written after the parting')");
    }
  }

  @Test
  void without_settings_it_says_where_they_belong() {
    assertThat(undescribed.exitCode()).isEqualTo(1);
    assertThat(undescribed.getLogs())
        .contains(SETTINGS + " is missing, perhaps you should write it with user data or mount it");
  }

  @Test
  void wrong_settings_are_all_named_at_once() {
    assertThat(misdescribed.exitCode()).isEqualTo(1);
    assertThat(misdescribed.getLogs())
        .contains("\"shema\" is not a setting, perhaps you meant one of")
        .contains("\"users\" is not a JSON list, perhaps you should correct it");
  }

  @Test
  void missing_credential_is_named_before_anything_is_made() {
    assertThat(withoutCredential.exitCode()).isEqualTo(1);
    assertThat(withoutCredential.getLogs())
        .contains("the credential \"mysql_root_password\" cannot be read from /run/secrets")
        .doesNotContain("first start");
  }

  @Test
  void missing_secret_is_named_with_what_the_role_needs() {
    assertThat(withoutSecret.exitCode()).isEqualTo(1);
    assertThat(withoutSecret.getLogs())
        .contains("secret nowhere cannot be fetched (")
        .doesNotContain("trying again")
        .contains("perhaps you should allow secretsmanager:GetSecretValue");
  }

  @Test
  void weak_password_is_refused_and_not_repeated() {
    assertThat(weak.exitCode()).isEqualTo(1);
    assertThat(weak.getLogs())
        .contains("does not satisfy the current policy requirements")
        .doesNotContain("first start: done");
  }

  @Test
  void stops_within_the_grace_period_with_exit_code_0() {
    assertThat(firstEnd.exitCode())
        .as("exit code after %s; 137 means that it had to be killed", firstEnd.took())
        .isZero();
  }

  private ContainerUnderTest database(String more) {
    return described("{" + DESCRIPTION + more + "}")
        .withExposedPorts(MYSQL)
        .withFile(SECRETS + ROOT_CREDENTIAL, PASSWORD + "\n")
        .withFile(SECRETS + USER, SPECIAL_PASSWORD + "\n");
  }

  private ContainerUnderTest described(String settings) {
    return DatabaseImage.container(run).withFile(SETTINGS, settings);
  }

  private static ContainerUnderTest fromAws(ContainerUnderTest container) {
    return container
        .withEnv("AWS_ACCESS_KEY_ID", "test")
        .withEnv("AWS_SECRET_ACCESS_KEY", "test")
        .withEnv("AWS_EC2_METADATA_DISABLED", "true");
  }

  private static String fromSecretsManager(String keeper) {
    return "{"
        + DESCRIPTION
        + """
          , "credentials": {
            "source": "secrets-manager",
            "region": "eu-west-3",
            "endpoint": "http://secretsmanager:8080",
            "secrets": {
              "mysql_root_password": "arn:aws:secretsmanager:eu-west-3:000000000000:secret:root",
              "keeper": {"id": "%s", "key": "password"}
            }
          }}
          """
            .formatted(keeper);
  }

  private static String identity(ContainerUnderTest container) throws SQLException {
    return query(container, "SELECT @@GLOBAL.server_uuid").get(0);
  }

  private static String fingerprint(ContainerUnderTest container) {
    return container.output(
        "openssl", "x509", "-noout", "-fingerprint", "-in", VOLUME + "/tls/server-cert.pem");
  }

  private static String asLocalRoot(ContainerUnderTest container, String password) {
    var said =
        container.run(
            "mysql", "--user=root", "--password=" + password, "--execute=SELECT CURRENT_USER()");
    return said.getStdout() + said.getStderr();
  }

  private static String rootQuery(ContainerUnderTest container, String sql) {
    return container.output(
        "mysql",
        "--user=root",
        "--password=" + PASSWORD,
        "--skip-column-names",
        "--execute=" + sql);
  }

  private static void awaitLogin(ContainerUnderTest container, String password) {
    container.awaitThat("a login as " + USER, () -> connect(container, USER, password).close());
  }

  private static Connection connect(ContainerUnderTest container, String user, String password)
      throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    login.setProperty("sslMode", "REQUIRED");
    login.setProperty("connectTimeout", "5000");
    login.setProperty("socketTimeout", "20000");
    return DriverManager.getConnection(
        "jdbc:mysql://%s:%d/%s".formatted(LOOPBACK, container.port(), SCHEMA), login);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of each row, asked for by the keeper. */
  private static List<String> query(ContainerUnderTest container, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect(container, USER, SPECIAL_PASSWORD);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }
}
