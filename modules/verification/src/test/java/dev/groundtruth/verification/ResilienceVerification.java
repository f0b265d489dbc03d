package dev.groundtruth.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.groundtruth.junit.Capability;
import dev.groundtruth.junit.Evidence;
import dev.groundtruth.junit.RequiresCapability;
import dev.groundtruth.junit.RequiresEnvironment;
import dev.groundtruth.junit.VerifiesInfrastructure;
import io.qameta.allure.Epic;
import io.qameta.allure.Feature;
import io.restassured.response.Response;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What visitors see when a part of the stack is gone, and that it heals by itself. Runs last. */
@VerifiesInfrastructure
@RequiresEnvironment(WordPressStack.class)
@RequiresCapability(Capability.SERVICES_CAN_BE_STOPPED)
@Order(Integer.MAX_VALUE)
@Epic("WordPress on MySQL")
@Feature("Resilience")
@DisplayName("Resilience")
class ResilienceVerification {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final WordPressStack stack;
  private final Evidence evidence;
  private final WordPressSession visitor;

  ResilienceVerification(WordPressStack stack, Evidence evidence) {
    this.stack = stack;
    this.evidence = evidence;
    this.visitor = WordPressSession.anonymous(stack.site());
  }

  @AfterEach
  void database_runs_again() {
    stack.operations().start("database");
  }

  @Test
  void without_its_database_the_site_says_so_and_recovers_when_it_returns() {
    assertThat(front().statusCode()).as("front page before").isEqualTo(200);

    evidence.step("the database is stopped", () -> stack.operations().stop("database"));
    Response broken = front();
    evidence.observed(
        "without a database the front page answers %d: %s"
            .formatted(broken.statusCode(), Pages.excerpt(broken)));
    assertThat(broken.statusCode()).as("status without a database").isBetween(500, 599);
    String page = broken.asString();
    assertThat(page.contains(stack.database().wordPressPassword().reveal()))
        .as("a visitor is shown the password of the database")
        .isFalse();
    assertThat(Disclosure.found(page))
        .as(
            "a visitor is shown an error of PHP, a path or a stack trace: %s",
            Pages.excerpt(broken))
        .isFalse();

    evidence.step("the database is started again", () -> stack.operations().start("database"));
    await("front page answers 200 again, without anybody touching WordPress")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(() -> assertThat(front().statusCode()).isEqualTo(200));
  }

  private Response front() {
    return visitor.get("/");
  }
}
