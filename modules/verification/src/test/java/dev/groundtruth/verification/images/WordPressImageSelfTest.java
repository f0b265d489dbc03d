package dev.groundtruth.verification.images;

import static dev.groundtruth.verification.images.ContainerUnderTest.LOOPBACK;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.ContainerConfig;
import dev.groundtruth.verification.images.ContainerUnderTest.End;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.lifecycle.Startables;

/**
 * What the official image {@code wordpress} promises, on whatever image is in use.
 *
 * <p>Three containers without a database, which are asked for their configuration: one described by
 * variables, one by files, one hardly at all. And one site that is installed, used, stopped, and
 * started again in a new container on its volume.
 *
 * @see <a href="https://hub.docker.com/_/wordpress">wordpress at Docker Hub: "How to use this
 *     image", "Docker Secrets"</a>
 * @see <a
 *     href="https://github.com/docker-library/wordpress/blob/master/latest/php8.4/apache/Dockerfile">docker-library/wordpress,
 *     Apache</a>
 * @see <a
 *     href="https://github.com/docker-library/wordpress/blob/master/wp-config-docker.php">docker-library/wordpress,
 *     wp-config-docker.php</a>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("WordPress image")
class WordPressImageSelfTest {

  /** Special to shells, PHP and URLs. */
  private static final String SPECIAL = " $HOME ${PATH} `id` 'a' \"b\" \\n & 100%; # <?php ~!é";

  private static final List<String> SALTS =
      List.of(
          "AUTH_KEY",
          "SECURE_AUTH_KEY",
          "LOGGED_IN_KEY",
          "NONCE_KEY",
          "AUTH_SALT",
          "SECURE_AUTH_SALT",
          "LOGGED_IN_SALT",
          "NONCE_SALT");

  private static final String ROOT = "/var/www/html";
  private static final String SECRETS = "/run/secrets/";
  private static final String WWW_DATA = "33";
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int HTTP = 80;
  private static final int MYSQL = 3306;

  private static final String SCHEMA = "shop";
  private static final String USER = "keeper";
  private static final String PASSWORD = "p$HOME `id` & 100%; #2 {*} ~!é";
  private static final String PREFIX = "contract1_";
  private static final String ADMINISTRATOR = "administrator";
  private static final String ADMINISTRATOR_PASSWORD = "for this contract only";

  /** A picture of one pixel. */
  private static final byte[] PICTURE =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

  /** Where {@link #LOOK} believes WordPress to be, so that no database is needed. */
  private static final String NO_WORDPRESS = "/tmp/contract/";

  /** Tells what wp-config.php makes of the environment and of the request. */
  private static final String LOOK =
      """
      <?php
      define('ABSPATH', '/tmp/contract/');
      require __DIR__ . '/wp-config.php';
      $seen = ['table_prefix' => $table_prefix];
      foreach (['DB_NAME', 'DB_USER', 'DB_PASSWORD', 'DB_HOST', 'DB_CHARSET', 'DB_COLLATE', 'AUTH_KEY',
          'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT',
          'NONCE_SALT', 'WP_DEBUG', 'CONTRACT'] as $name) {
        $seen[$name] = defined($name) ? constant($name) : '(not defined)';
      }
      $seen['https'] = $_SERVER['HTTPS'] ?? '';
      $seen['client'] = $_SERVER['REMOTE_ADDR'];
      $seen['status'] = file_get_contents('/proc/self/status');
      header('Content-Type: application/json');
      echo json_encode($seen);
      """;

  private ContractRun run;
  private ContainerUnderTest byVariables;
  private ContainerUnderTest byFiles;
  private ContainerUnderTest undescribed;
  private ContainerUnderTest restarted;
  private String filled;
  private String configuration;
  private Map<String, String> session;
  private Response uploaded;
  private End firstEnd;

  /** What a variable sets, and to what. */
  record Setting(String variable, String name, String value) {
    @Override
    public String toString() {
      return variable;
    }
  }

  static Stream<Setting> settings() {
    return Stream.concat(
        Stream.of(
            new Setting("WORDPRESS_DB_HOST", "DB_HOST", "db.example:3307"),
            new Setting("WORDPRESS_DB_NAME", "DB_NAME", "name" + SPECIAL),
            new Setting("WORDPRESS_DB_USER", "DB_USER", "user" + SPECIAL),
            new Setting("WORDPRESS_DB_PASSWORD", "DB_PASSWORD", "password" + SPECIAL),
            new Setting("WORDPRESS_DB_CHARSET", "DB_CHARSET", "latin1"),
            new Setting("WORDPRESS_DB_COLLATE", "DB_COLLATE", "latin1_swedish_ci"),
            new Setting("WORDPRESS_TABLE_PREFIX", "table_prefix", PREFIX),
            new Setting("WORDPRESS_DEBUG", "WP_DEBUG", "true")),
        SALTS.stream().map(salt -> new Setting("WORDPRESS_" + salt, salt, salt + SPECIAL)));
  }

  @BeforeAll
  void start() throws SQLException {
    run = ContractRun.open();
    String image = run.image(ImagesInUse.Tier.WORDPRESS);
    byVariables = run.container(image).withExposedPorts(HTTP);
    byFiles = run.container(image).withExposedPorts(HTTP);
    environment()
        .forEach(
            (variable, value) -> {
              byVariables.withEnv(variable, value);
              byFiles.withEnv(variable + "_FILE", SECRETS + variable);
              byFiles.withFile(SECRETS + variable, value + "\n");
            });
    undescribed =
        run.container(image).withExposedPorts(HTTP).withEnv("WORDPRESS_DB_HOST", "nowhere");
    ContainerUnderTest database =
        DatabaseImage.container(run)
            .named("database")
            .withExposedPorts(MYSQL)
            .withFile(
                DatabaseImage.SETTINGS,
                """
                {
                  "schema": "%s",
                  "users": [{"name": "%s", "credential": "password", "privileges": ["ALL PRIVILEGES"]}]
                }
                """
                    .formatted(SCHEMA, USER))
            .withFile(SECRETS + "mysql_root_password", DatabaseImage.PASSWORD)
            .withFile(SECRETS + "password", PASSWORD);
    String volume = run.volume("wordpress");
    ContainerUnderTest first = site(image, volume);
    restarted = site(image, volume);

    Startables.deepStart(database, byVariables, byFiles, undescribed, first).join();
    for (ContainerUnderTest each : List.of(byVariables, byFiles, undescribed)) {
      each.awaitThat("a served file", () -> get(each, "/readme.html").then().statusCode(200));
      each.copyFileToContainer(Transferable.of("<?php\n"), NO_WORDPRESS + "wp-settings.php");
      each.copyFileToContainer(Transferable.of(LOOK), ROOT + "/look.php");
    }
    database.awaitThat("a login", () -> connect(database).close());
    use(first, database);
    firstEnd = first.stopWithin(GRACE);
    restarted.start();
    restarted.awaitThat("the front page", () -> get(restarted, "/").then().statusCode(200));
  }

  @AfterAll
  void remove() {
    run.close();
  }

  private ContainerUnderTest site(String image, String volume) {
    return run.container(image)
        .withExposedPorts(HTTP)
        .withVolume(volume, ROOT)
        .withEnv("WORDPRESS_DB_HOST", "database")
        .withEnv("WORDPRESS_DB_NAME", SCHEMA)
        .withEnv("WORDPRESS_DB_USER", USER)
        .withEnv("WORDPRESS_DB_PASSWORD_FILE", SECRETS + "password")
        .withEnv("WORDPRESS_TABLE_PREFIX_FILE", SECRETS + "prefix")
        .withEnv(
            "WORDPRESS_CONFIG_EXTRA",
            "define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true);"
                + " define('MYSQL_CLIENT_FLAGS', MYSQLI_CLIENT_SSL |"
                + " MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT);")
        .withFile(SECRETS + "password", PASSWORD + "\n")
        .withFile(SECRETS + "prefix", PREFIX + "\n");
  }

  /** A life as sites have it: installed, pretty links, a login, an upload, changed files. */
  private void use(ContainerUnderTest site, ContainerUnderTest database) throws SQLException {
    site.awaitThat(
        "the install page", () -> get(site, "/wp-admin/install.php").then().statusCode(200));
    filled = site.output("stat", "-c", "%u %n", "index.php", "wp-content", "wp-config.php");
    to(site)
        .contentType(ContentType.URLENC)
        .formParam("weblog_title", "Contract")
        .formParam("user_name", ADMINISTRATOR)
        .formParam("admin_password", ADMINISTRATOR_PASSWORD)
        .formParam("admin_password2", ADMINISTRATOR_PASSWORD)
        .formParam("pw_weak", "on")
        .formParam("admin_email", "administrator@example.org")
        .post("/wp-admin/install.php?step=2")
        .then()
        .statusCode(200);
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE "
              + PREFIX
              + "options SET option_value = '/%postname%/' WHERE option_name = 'permalink_structure'");
      statement.executeUpdate(
          "DELETE FROM " + PREFIX + "options WHERE option_name = 'rewrite_rules'");
    }
    session =
        to(site)
            .cookie("wordpress_test_cookie", "WP%20Cookie%20check")
            .contentType(ContentType.URLENC)
            .formParam("log", ADMINISTRATOR)
            .formParam("pwd", ADMINISTRATOR_PASSWORD)
            .formParam("testcookie", "1")
            .post("/wp-login.php")
            .then()
            .statusCode(302)
            .extract()
            .cookies();
    String nonce =
        to(site).cookies(session).get("/wp-admin/admin-ajax.php?action=rest-nonce").asString();
    uploaded =
        to(site)
            .cookies(session)
            .header("X-WP-Nonce", nonce)
            .header("Content-Disposition", "attachment; filename=\"pixel.png\"")
            .contentType("image/png")
            .body(PICTURE)
            .post("/?rest_route=/wp/v2/media");
    site.output("sh", "-c", "echo 'changed by the owner' > readme.html; rm wp-links-opml.php");
    configuration = site.output("sha256sum", "wp-config.php");
  }

  @Test
  void image_declares_entry_point_command_port_and_volume() {
    ContainerConfig declared = byVariables.declaration();

    assertThat(declared.getEntrypoint()).containsExactly("docker-entrypoint.sh");
    assertThat(declared.getCmd()).containsExactly("apache2-foreground");
    assertThat(declared.getExposedPorts()).extracting(port -> port.getPort()).containsExactly(HTTP);
    assertThat(declared.getVolumes()).containsOnlyKeys(ROOT);
    assertThat(declared.getWorkingDir()).as("folder of commands").isEqualTo(ROOT);
    assertThat(run.stopSignal(byVariables)).as("stop signal").isEqualTo("SIGWINCH");
  }

  @Test
  void serves_on_port_80_as_user_www_data() {
    assertThat(byVariables.output("id", "-u", "www-data")).as("www-data").isEqualTo(WWW_DATA);
    assertThat(ContainerUnderTest.effectiveUser(look(byVariables).getString("status")))
        .as("user that runs PHP")
        .isEqualTo(WWW_DATA);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void variable_sets(Setting setting) {
    assertThat(look(byVariables).getString(setting.name())).isEqualTo(setting.value());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void file_sets(Setting setting) {
    assertThat(look(byFiles).getString(setting.name())).isEqualTo(setting.value());
  }

  @Test
  void extra_configuration_is_evaluated() {
    assertThat(look(byVariables).getString("CONTRACT")).isEqualTo("extra" + SPECIAL);
    assertThat(look(byFiles).getString("CONTRACT")).isEqualTo("extra" + SPECIAL);
  }

  @Test
  void what_is_not_given_has_the_documented_default() {
    JsonPath seen = look(undescribed);

    assertThat(seen.getString("DB_NAME")).isEqualTo("wordpress");
    assertThat(seen.getString("DB_CHARSET")).isEqualTo("utf8mb4");
    assertThat(seen.getString("DB_COLLATE")).isEmpty();
    assertThat(seen.getString("table_prefix")).isEqualTo("wp_");
    assertThat(seen.getBoolean("WP_DEBUG")).as("WP_DEBUG").isFalse();
  }

  @Test
  void salts_that_are_not_given_are_random() {
    JsonPath seen = look(undescribed);
    Set<String> salts = new HashSet<>();

    assertThat(SALTS)
        .allSatisfy(
            name ->
                assertThat(seen.getString(name))
                    .as(name)
                    .hasSizeGreaterThanOrEqualTo(40)
                    .satisfies(salts::add));
    assertThat(salts).as("different salts").hasSameSizeAs(SALTS);
  }

  @Test
  void proxy_that_ends_tls_is_believed() {
    assertThat(look(byVariables, "X-Forwarded-Proto", "https").getString("https")).isEqualTo("on");
    assertThat(look(byVariables, "X-Forwarded-Proto", "http").getString("https")).isEmpty();
  }

  @Test
  void proxy_that_names_the_client_is_believed() {
    assertThat(look(byVariables, "X-Forwarded-For", "203.0.113.9").getString("client"))
        .isEqualTo("203.0.113.9");
  }

  @Test
  void htaccess_files_rewrite_addresses() {
    byVariables.copyFileToContainer(
        Transferable.of("RewriteEngine On\nRewriteRule ^asked$ answered.txt [L]\n"),
        ROOT + "/rules/.htaccess");
    byVariables.copyFileToContainer(Transferable.of("rewritten"), ROOT + "/rules/answered.txt");

    get(byVariables, "/rules/asked").then().statusCode(200);
    assertThat(get(byVariables, "/rules/asked").asString()).isEqualTo("rewritten");
  }

  @Test
  void pretty_links_lead_to_wordpress() {
    Response post = get(restarted, "/hello-world/");

    assertThat(post.statusCode()).as("status of the first post's pretty link").isEqualTo(200);
    assertThat(post.asString()).contains("Hello world!");
    assertThat(get(restarted, "/wp-json/").jsonPath().getString("name")).isEqualTo("Contract");
  }

  @Test
  void first_start_fills_the_volume_for_www_data() {
    assertThat(filled.lines())
        .containsExactly(
            WWW_DATA + " index.php", WWW_DATA + " wp-content", WWW_DATA + " wp-config.php");
  }

  @Test
  void uploads_can_be_written() {
    assertThat(uploaded.statusCode())
        .as("status of an upload, answered with: %s", uploaded.asString())
        .isEqualTo(201);
    assertThat(restarted.output("find", "wp-content/uploads", "-name", "pixel.png"))
        .as("the upload in the volume")
        .isNotEmpty();
  }

  @Test
  void restart_with_data_leaves_the_files_alone() {
    assertThat(restarted.output("cat", "readme.html")).isEqualTo("changed by the owner");
    assertThat(restarted.run("ls", "wp-links-opml.php").getExitCode())
        .as("exit code of ls for a file that the owner removed")
        .isNotZero();
    assertThat(restarted.output("sha256sum", "wp-config.php"))
        .as("checksum of wp-config.php")
        .isEqualTo(configuration);
  }

  @Test
  void restart_with_data_serves_what_was_uploaded() {
    assertThat(uploaded.statusCode()).as("status of the upload").isEqualTo(201);
    String path = URI.create(uploaded.jsonPath().getString("source_url")).getPath();

    assertThat(get(restarted, path).asByteArray()).isEqualTo(PICTURE);
  }

  @Test
  void restart_with_data_keeps_logins() {
    assertThat(to(restarted).cookies(session).get("/wp-admin/profile.php").statusCode())
        .as("status of the profile page for who logged in before the restart")
        .isEqualTo(200);
  }

  @Test
  void stops_within_the_grace_period_with_exit_code_0() {
    assertThat(firstEnd.exitCode())
        .as("exit code after %s; 137 means that it had to be killed", firstEnd.took())
        .isZero();
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    settings().forEach(setting -> environment.put(setting.variable(), setting.value()));
    environment.put("WORDPRESS_DEBUG", "1");
    environment.put(
        "WORDPRESS_CONFIG_EXTRA",
        "define('CONTRACT', 'extra"
            + SPECIAL.replace("\\", "\\\\").replace("'", "\\'")
            + "');\nini_set('display_errors', '0');");
    return environment;
  }

  private static JsonPath look(ContainerUnderTest container, String... header) {
    RequestSpecification request = to(container);
    if (header.length == 2) {
      request.header(header[0], header[1]);
    }
    return request.get("/look.php").then().statusCode(200).extract().jsonPath();
  }

  private static Response get(ContainerUnderTest container, String path) {
    return to(container).get(path);
  }

  /**
   * By the name under which the site reaches itself, too: it does when it is installed. Each
   * request has a connection of its own, as a connection that is kept open delays a graceful stop.
   */
  private static RequestSpecification to(ContainerUnderTest container) {
    return given()
        .baseUri("http://" + LOOPBACK)
        .port(container.port())
        .header("Host", "localhost")
        .header("Connection", "close")
        .redirects()
        .follow(false);
  }

  private static Connection connect(ContainerUnderTest database) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", USER);
    login.setProperty("password", PASSWORD);
    login.setProperty("connectTimeout", "5000");
    login.setProperty("socketTimeout", "20000");
    return DriverManager.getConnection(
        "jdbc:mysql://%s:%d/%s".formatted(LOOPBACK, database.port(), SCHEMA), login);
  }
}
