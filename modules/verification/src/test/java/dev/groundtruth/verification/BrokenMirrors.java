package dev.groundtruth.verification;

import static dev.groundtruth.verification.BrokenMirror.named;

import java.util.List;

/** Every way in which a mirror is broken on purpose, and the tests that have to find it. */
final class BrokenMirrors {

  private static final String NETWORK = "NetworkVerification#";
  private static final String HEALTH = "WordPressHealthVerification#";
  private static final String DATABASE = "DatabaseVerification#";
  private static final String BASELINE = "DatabaseBaselineVerification#";

  private static final String SECRETS = "SecretsVerification#";
  private static final String SWEEP = "PortSweepVerification#";
  private static final String RESILIENCE = "ResilienceVerification#";

  private static final String NO_LINK = "Communications link failure";
  private static final String NOT_RUNNING = "mysql in database ended with code 1";
  private static final String REFUSED = "Access denied for user 'wordpress'";

  private static final List<BrokenMirror> ALL =
      List.of(
          named("an extra ingress rule")
              .enforcing("database-open-to-everybody.json")
              .failing(
                  NETWORK + "rules_admit_exactly_what_the_contract_permits",
                  "stranger -> database tcp 3306 is admitted but not permitted")
              .failing(NETWORK + "wire_agrees_with_the_contract_in_every_cell", "tcp/3306")
              .failing(
                  NETWORK + "stranger -> database tcp/3306",
                  "should be filtered by the security groups but was answered")
              .failing(
                  NETWORK + "runner -> database tcp/3306",
                  "should be filtered by the security groups but was answered"),
          // No list of well-known ports has it: found by the exact comparison, and by every port.
          named("a hole at an odd port")
              .enforcing("hole-at-an-odd-port.json")
              .failing(
                  NETWORK + "rules_admit_exactly_what_the_contract_permits",
                  "web-a -> database tcp 12345 is admitted but not permitted")
              .failing(SWEEP + "web-a -> database", "ports 12345 answered"),
          named("enforcement off")
              .with("enforcement-off.yaml")
              .failing(
                  NETWORK + "security_groups_are_enforced",
                  "from a stranger on its network: answered")
              .skipping(),
          named("a published database port")
              .with("published-database.yaml")
              .failing(
                  NETWORK + "nothing_but_the_load_balancer_is_published",
                  "service=database.*port=3306"),
          named("a stopped replica")
              .spoiledBy(stack -> stack.operations().stop("web-b"))
              .failing(NETWORK + "wire_agrees_with_the_contract_in_every_cell", "web-b")
              .failing(NETWORK + "load-balancer -> web-b tcp/80", "refused")
              .failing(NETWORK + "load balancer gets http from web-b", "at web-b was not answered")
              .failing(
                  HEALTH + "uploaded_image_is_served_by_every_replica", "at web-b was not answered")
              .failing(
                  HEALTH + "login_on_one_replica_is_valid_on_every_other",
                  "at web-b was not answered")
              .skipping(),
          named("different salts")
              .with("different-salts.yaml")
              .failing(
                  HEALTH + "session_holds_through_the_load_balancer_whichever_replica_answers",
                  "perhaps their salts differ")
              .failing(
                  HEALTH + "login_on_one_replica_is_valid_on_every_other", "their salts differ"),
          withoutADatabase(
                  named("a wrong database password")
                      .spoiledBy(
                          stack ->
                              stack
                                  .database()
                                  .administrate(
                                      "ALTER USER 'wordpress'@'%' IDENTIFIED BY RANDOM PASSWORD")))
              .failing(DATABASE + "wordpress_user_connects_over_tls_from_a_web_container", REFUSED)
              .failing(
                  DATABASE + "grants_of_the_wordpress_user_are_exactly_what_wordpress_needs",
                  REFUSED),
          withoutADatabase(
                  named("a stopped database")
                      .spoiledBy(stack -> stack.operations().stop("database")))
              .failing(NETWORK + "wire_agrees_with_the_contract_in_every_cell", "tcp/3306")
              .failing(NETWORK + "web-a -> database tcp/3306", "refused")
              .failing(NETWORK + "web-b -> database tcp/3306", "refused")
              .failing(NETWORK + "mysql greets web-a", "hears first from the database")
              .failing(NETWORK + "mysql greets web-b", "hears first from the database")
              .failing(DATABASE + "wordpress_user_connects_over_tls_from_a_web_container", NO_LINK)
              .failing(DATABASE + "connection_without_tls_is_refused", NO_LINK)
              .failing(DATABASE + "account_of_wordpress_requires_tls", NOT_RUNNING)
              .failing(
                  DATABASE + "grants_of_the_wordpress_user_are_exactly_what_wordpress_needs",
                  NO_LINK)
              .failing(DATABASE + "wrong_password_is_refused", NO_LINK)
              .failing(DATABASE + "administrator_cannot_log_in_from_another_host", NO_LINK)
              .failing(DATABASE + "there_is_no_anonymous_user", NOT_RUNNING)
              .failing(DATABASE + "there_is_no_account_without_a_password", NOT_RUNNING)
              .failing(DATABASE + "there_is_no_schema_but_that_of_wordpress", NOT_RUNNING)
              .failing(BASELINE + "no_other_protocol_of_mysql_is_spoken", "sh in database ended")
              .failing(BASELINE + "weak_password_is_refused", NOT_RUNNING)
              .failing(BASELINE + "administrator_can_write_no_file_by_sql", "in database ended")
              .failing(
                  BASELINE + "data_keys_and_configuration_are_for_mysql_and_root_alone",
                  "find in database ended")
              .failing(
                  BASELINE + "server_cannot_change_its_own_program_or_configuration",
                  "setpriv in database ended")
              .skipping(),
          named("a password in a log")
              .with("password-in-log.yaml")
              .failing(
                  SECRETS + "no_secret_stands_in_a_definition_or_a_log",
                  "wordpress/wordpress_db_password stands in the log of web-b"),
          named("uploads that are not shared")
              .with("uploads-not-shared.yaml")
              .failing(
                  HEALTH + "uploaded_image_is_served_by_every_replica",
                  "web-b: 404 means that uploads are not shared"),
          named("errors that visitors can read")
              .with("errors-shown.yaml")
              .failing(HEALTH + "no_page_shows_errors_or_debug_output", "pages for visitors")
              .failing(
                  RESILIENCE + "without_its_database_the_site_says_so_and_recovers_when_it_returns",
                  "a visitor is shown an error of PHP"),
          named("admin pages that may be cached")
              .with("admin-pages-cached.yaml")
              .failing(HEALTH + "/wp-admin/ is not cached", "public")
              .failing(HEALTH + "/wp-admin/profile.php is not cached", "public")
              .failing(HEALTH + "/wp-login.php is not cached", "public"),
          named("no way for WordPress to itself")
              .with("no-loopback.yaml")
              .failing(HEALTH + "site health: loopback-requests", "loopback"),
          named("an over-privileged user")
              .spoiledBy(
                  stack -> stack.database().administrate("GRANT FILE ON *.* TO 'wordpress'@'%'"))
              .failing(
                  DATABASE + "grants_of_the_wordpress_user_are_exactly_what_wordpress_needs",
                  "FILE ON"),
          named("an open install page")
              .with("open-install-page.yaml")
              .failing(HEALTH + "/wp-admin/install.php is closed", "lets it through")
              .failing(HEALTH + "/wp-admin/setup-config.php is closed", "lets it through")
              .failing(HEALTH + "/xmlrpc.php is closed", "lets it through"),
          named("a database that lets everybody in")
              .spoiledBy(
                  stack -> {
                    stack.database().administrate("ALTER USER 'wordpress'@'%' REQUIRE NONE");
                    // The policy for passwords would refuse it.
                    stack
                        .database()
                        .administrate("UNINSTALL COMPONENT 'file://component_validate_password'");
                    stack.database().administrate("CREATE USER ''@'%'");
                    stack
                        .database()
                        .administrate("INSTALL COMPONENT 'file://component_validate_password'");
                    stack.database().administrate("CREATE SCHEMA test");
                    stack
                        .database()
                        .administrate("CREATE USER 'root'@'%' IDENTIFIED BY RANDOM PASSWORD");
                  })
              .failing(DATABASE + "connection_without_tls_is_refused", "without REQUIRE SSL")
              .failing(DATABASE + "account_of_wordpress_requires_tls", "without TLS")
              .failing(DATABASE + "there_is_no_anonymous_user", "anonymous")
              .failing(DATABASE + "there_is_no_account_without_a_password", "no password")
              .failing(DATABASE + "there_is_no_schema_but_that_of_wordpress", "test")
              .failing(DATABASE + "administrator_cannot_log_in_from_another_host", "root"),
          named("a database that speaks another protocol too")
              .with("database-speaks-x.yaml")
              .failing(BASELINE + "no_other_protocol_of_mysql_is_spoken", "8124"),
          withoutItsSettings(
                  named("a database without its baseline")
                      .with("database-without-baseline.yaml")
                      .spoiledBy(
                          stack -> {
                            Database database = stack.database();
                            for (String setting :
                                List.of(
                                    "policy = LOW",
                                    "mixed_case_count = 0",
                                    "number_count = 0",
                                    "special_char_count = 0",
                                    "length = 4")) {
                              database.administrate("SET GLOBAL validate_password." + setting);
                            }
                            replaceCertificate(database, 3650, "DNS:elsewhere");
                          }))
              .failing(
                  BASELINE + "server_listens_at_its_own_addresses_and_not_at_all_there_are", "\\*")
              .failing(BASELINE + "no_other_protocol_of_mysql_is_spoken", "8124")
              .failing(
                  BASELINE + "weak_password_is_refused", "refusal of an account with the password")
              .failing(BASELINE + "administrator_can_write_no_file_by_sql", "INTO OUTFILE")
              .failing(
                  BASELINE + "certificate_names_the_server_and_does_not_end_soon", "DNS:database"),
          named("a database that runs as root")
              .with("database-as-root.yaml")
              .spoiledBy(
                  stack -> {
                    Database database = stack.database();
                    database.onHost("chmod", "0644", "/var/lib/mysql/tls/server-key.pem");
                    database.onHost("chown", "mysql", "/etc/mysql/my.cnf");
                    replaceCertificate(database, 1, "DNS:database");
                  })
              .failing(BASELINE + "log_bin", "log_bin")
              .failing(
                  BASELINE + "server_runs_as_mysql_without_capabilities", "user of mysqld.*\"0\"")
              .failing(
                  BASELINE + "data_keys_and_configuration_are_for_mysql_and_root_alone",
                  "server-key.pem is 644")
              .failing(
                  BASELINE + "server_cannot_change_its_own_program_or_configuration",
                  "/etc/mysql/my.cnf")
              .failing(
                  BASELINE + "certificate_names_the_server_and_does_not_end_soon",
                  "ends within 30 days"));

  private BrokenMirrors() {}

  private static void replaceCertificate(Database database, int days, String name) {
    // With the key it has, so that the server starts with it.
    String folder = "/var/lib/mysql/tls/";
    var unused =
        database.onHost(
            "openssl",
            "req",
            "-x509",
            "-key",
            folder + "server-key.pem",
            "-days",
            String.valueOf(days),
            "-subj",
            "/CN=replaced",
            "-addext",
            "subjectAltName=" + name,
            "-out",
            folder + "server-cert.pem");
  }

  /** Every setting but the binary log itself. */
  private static BrokenMirror withoutItsSettings(BrokenMirror mirror) {
    BrokenMirror failing = mirror;
    for (String variable : DatabaseBaselineVerification.variables()) {
      if (!variable.equals("log_bin")) {
        failing = failing.failing(BASELINE + variable, variable + ", which https://dev.mysql.com");
      }
    }
    return failing;
  }

  /** What fails when WordPress has no database, whatever the reason. */
  private static BrokenMirror withoutADatabase(BrokenMirror mirror) {
    BrokenMirror failing = mirror;
    for (String variable : DatabaseBaselineVerification.variables()) {
      failing = failing.failing(BASELINE + variable, REFUSED + "|" + NO_LINK);
    }
    for (String test :
        List.of(
            "server_listens_at_its_own_addresses_and_not_at_all_there_are",
            "server_runs_as_mysql_without_capabilities",
            "certificate_names_the_server_and_does_not_end_soon")) {
      failing = failing.failing(BASELINE + test, REFUSED + "|" + NO_LINK);
    }
    for (String test :
        List.of(
            NETWORK + "load balancer gets http from web-a",
            NETWORK + "load balancer gets http from web-b",
            NETWORK + "visitor_reaches_wordpress_through_the_load_balancer",
            HEALTH + "front_page_shows_the_site",
            HEALTH + "rest_root_names_the_site_and_its_namespaces",
            HEALTH + "login_form_is_served",
            HEALTH + "administrator_logs_in_and_reaches_the_dashboard",
            HEALTH + "session_holds_through_the_load_balancer_whichever_replica_answers",
            HEALTH + "wrong_password_is_refused",
            HEALTH + "rest_api_refuses_a_post_by_a_visitor",
            HEALTH + "site health: background-updates",
            HEALTH + "site health: loopback-requests",
            HEALTH + "site health: https-status",
            HEALTH + "site health: dotorg-communication",
            HEALTH + "site health: authorization-header",
            HEALTH + "site health: page-cache",
            HEALTH + "post_written_through_rest_is_read_by_visitors_and_found_in_the_database",
            HEALTH + "uploaded_image_is_served_by_every_replica",
            HEALTH + "login_on_one_replica_is_valid_on_every_other",
            HEALTH + "/wp-admin/ is not cached",
            HEALTH + "/wp-admin/profile.php is not cached",
            HEALTH + "/wp-login.php is not cached",
            HEALTH + "versions_are_reported",
            RESILIENCE + "without_its_database_the_site_says_so_and_recovers_when_it_returns")) {
      failing = failing.failing(test, "500|Error establishing a database connection");
    }
    return failing;
  }

  static List<BrokenMirror> all() {
    return ALL;
  }

  static BrokenMirror of(String name) {
    return ALL.stream()
        .filter(mirror -> mirror.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no broken mirror " + name));
  }
}
