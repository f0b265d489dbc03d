package dev.groundtruth.verification;

import static dev.groundtruth.verification.BrokenMirror.named;

import java.util.List;

/** Every way in which a mirror is broken on purpose, and the tests that have to find it. */
final class BrokenMirrors {

  private static final String NETWORK = "NetworkVerification#";
  private static final String HEALTH = "WordPressHealthVerification#";
  private static final String DATABASE = "DatabaseVerification#";

  private static final String SWEEP = "PortSweepVerification#";
  private static final String RESILIENCE = "ResilienceVerification#";

  private static final String WITHOUT_A_DATABASE = "500|Error establishing a database connection";
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
              .failing(NETWORK + "web-b", "at web-b was not answered")
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
          named("a wrong database password")
              .spoiledBy(
                  stack ->
                      stack
                          .database()
                          .administrate("ALTER USER 'wordpress'@'%' IDENTIFIED BY RANDOM PASSWORD"))
              .failing(NETWORK + "web-a", WITHOUT_A_DATABASE)
              .failing(NETWORK + "web-b", WITHOUT_A_DATABASE)
              .failing(
                  NETWORK + "visitor_reaches_wordpress_through_the_load_balancer",
                  WITHOUT_A_DATABASE)
              .failing(HEALTH + "front_page_shows_the_site", WITHOUT_A_DATABASE)
              .failing(HEALTH + "rest_root_names_the_site_and_its_namespaces", WITHOUT_A_DATABASE)
              .failing(HEALTH + "login_form_is_served", WITHOUT_A_DATABASE)
              .failing(
                  HEALTH + "administrator_logs_in_and_reaches_the_dashboard", WITHOUT_A_DATABASE)
              .failing(
                  HEALTH + "session_holds_through_the_load_balancer_whichever_replica_answers",
                  WITHOUT_A_DATABASE)
              .failing(HEALTH + "wrong_password_is_refused", WITHOUT_A_DATABASE)
              .failing(HEALTH + "rest_api_refuses_a_post_by_a_visitor", WITHOUT_A_DATABASE)
              .failing(HEALTH + "site health: background-updates", WITHOUT_A_DATABASE)
              .failing(HEALTH + "site health: loopback-requests", WITHOUT_A_DATABASE)
              .failing(HEALTH + "site health: https-status", WITHOUT_A_DATABASE)
              .failing(HEALTH + "site health: dotorg-communication", WITHOUT_A_DATABASE)
              .failing(HEALTH + "site health: authorization-header", WITHOUT_A_DATABASE)
              .failing(
                  HEALTH
                      + "post_written_through_rest_is_read_by_visitors_and_found_in_the_database",
                  WITHOUT_A_DATABASE)
              .failing(HEALTH + "uploaded_image_is_served_by_every_replica", WITHOUT_A_DATABASE)
              .failing(HEALTH + "login_on_one_replica_is_valid_on_every_other", WITHOUT_A_DATABASE)
              .failing(HEALTH + "/wp-admin/ is not cached", WITHOUT_A_DATABASE)
              .failing(HEALTH + "/wp-admin/profile.php is not cached", WITHOUT_A_DATABASE)
              .failing(HEALTH + "/wp-login.php is not cached", WITHOUT_A_DATABASE)
              .failing(HEALTH + "versions_are_reported", WITHOUT_A_DATABASE)
              .failing(DATABASE + "wordpress_user_connects_over_tls_from_a_web_container", REFUSED)
              .failing(
                  DATABASE + "grants_of_the_wordpress_user_are_exactly_what_wordpress_needs",
                  REFUSED)
              .failing(
                  RESILIENCE + "without_its_database_the_site_says_so_and_recovers_when_it_returns",
                  WITHOUT_A_DATABASE),
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
          named("a database without TLS, guests or locks")
              .spoiledBy(
                  stack -> {
                    stack.database().administrate("ALTER USER 'wordpress'@'%' REQUIRE NONE");
                    stack.database().administrate("CREATE USER ''@'%'");
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
              .failing(DATABASE + "administrator_cannot_log_in_from_another_host", "root"));

  private BrokenMirrors() {}

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
