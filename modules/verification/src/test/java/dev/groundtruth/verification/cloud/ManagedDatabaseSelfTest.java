package dev.groundtruth.verification.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.verification.Database;
import dev.groundtruth.verification.SuiteClasses;
import dev.groundtruth.verification.SuiteRun;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The smallest stack with its database on RDS: the suite finds nothing, and skips only what needs
 * the database's own host; then the database is opened to the world, and the suite finds it.
 */
@Tag("emulated")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManagedDatabaseSelfTest {

  private final HoldingContext context =
      new HoldingContext(
          Map.of(
              CloudStackSettings.STACK_PARAMETER,
              "seed",
              CloudStackSettings.DATABASE_PARAMETER,
              "rds"));
  private CloudWordPressStack stack;

  @BeforeAll
  void apply() throws Exception {
    stack = CloudWordPressStack.start(context, CloudStackSettings.of(context));
    HeldStack.hold(stack);
  }

  /** Destroys it in one go, and fails if anything is left. */
  @AfterAll
  void destroy() throws Exception {
    context.close();
  }

  @Test
  @Order(1)
  void whole_stack_passes_but_for_what_needs_the_host_of_the_database() {
    SuiteRun suite =
        HeldSuite.run(
            AgreementVerification.class,
            OperationVerification.class,
            ServiceVerification.class,
            SuiteClasses.network(),
            SuiteClasses.health(),
            SuiteClasses.database(),
            SuiteClasses.databaseBaseline(),
            SuiteClasses.resilience());

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.skips())
        .containsKeys(
            "DatabaseBaselineVerification",
            "DatabaseVerification#administrator_cannot_log_in_from_another_host",
            "OperationVerification#database_runs_the_newest_image_that_packer_built")
        .allSatisfy(
            (test, reason) ->
                assertThat(reason)
                    .containsAnyOf(
                        "NOT_OBSERVABLE",
                        "DATABASE_HOST_ACCESSIBLE is missing",
                        "the stack has one task",
                        "tasks of seed.tfvars",
                        "seed.tfvars has no "));
  }

  @Test
  @Order(2)
  void server_has_the_settings_of_its_parameter_group() {
    assertThat(
            stack
                .database()
                .administrate(
                    "SELECT @@require_secure_transport, @@local_infile, @@slow_query_log, @@tls_version"))
        .containsExactly(List.of("1", "0", "1", "TLSv1.2,TLSv1.3"));
  }

  /** The administrator's account asks for no TLS: it is the server that does. */
  @Test
  @Order(3)
  void connection_without_tls_is_refused_to_the_administrator_too() {
    Database database = stack.database();

    assertThatThrownBy(
            () ->
                database
                    .connect(
                        "administrator", database.administratorPassword(), Database.Encryption.OFF)
                    .close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("require_secure_transport=ON");
  }

  /** RDS wants it from whoever makes the database: terraform/README.md. */
  @Test
  @Order(4)
  void password_of_the_administrator_is_in_the_state_and_no_other_secret_is_anywhere() {
    assertThat(HeldSuite.run(SuiteClasses.secrets()).failures())
        .hasSize(1)
        .hasEntrySatisfying(
            "SecretsVerification#no_secret_stands_in_a_definition_or_a_log",
            message ->
                assertThat(message).contains("[\"database-administrator stands in the state\"]"));
  }

  @Test
  @Order(5)
  void group_opened_to_the_world_is_found() {
    HeldSuite.findsTheDatabaseOpenedToTheWorld(stack);
  }

  @Test
  @Order(6)
  void wrong_secret_is_found() {
    var unused =
        stack
            .database()
            .administrate(
                "ALTER USER '%s'@'%%' IDENTIFIED BY 'Another-1-than-before'"
                    .formatted(Database.WORDPRESS_USER));

    assertThat(HeldSuite.run(SuiteClasses.database(), SuiteClasses.health()).failures())
        .hasEntrySatisfying(
            "DatabaseVerification#wordpress_user_connects_over_tls_from_a_web_container",
            message -> assertThat(message).contains("Access denied"))
        .containsKey("WordPressHealthVerification#front_page_shows_the_site");
  }
}
