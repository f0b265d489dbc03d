package dev.groundtruth.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.junit.Evidence;
import dev.groundtruth.junit.RequiresEnvironment;
import dev.groundtruth.junit.VerifiesInfrastructure;
import io.qameta.allure.Epic;
import io.qameta.allure.Feature;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What the stack keeps to itself. Runs after the tests that make the stack speak. */
@VerifiesInfrastructure
@RequiresEnvironment(WordPressStack.class)
@Order(6)
@Epic("WordPress on MySQL")
@Feature("Secrets")
@DisplayName("Secrets")
class SecretsVerification {

  private static final int LONG_ENOUGH = 20;

  private final WordPressStack stack;
  private final Evidence evidence;

  SecretsVerification(WordPressStack stack, Evidence evidence) {
    this.stack = stack;
    this.evidence = evidence;
  }

  @Test
  void no_secret_stands_in_a_definition_or_a_log() {
    List<Exposed> exposed = stack.exposed();
    evidence.observed(
        "%d secrets were looked for in %d texts, %d characters in all"
            .formatted(
                stack.secrets().size(),
                exposed.size(),
                exposed.stream().mapToInt(one -> one.text().length()).sum()));

    assertThat(exposed).as("texts to look into").isNotEmpty();
    List<String> found =
        exposed.stream()
            .flatMap(
                one ->
                    stack.secrets().entrySet().stream()
                        .filter(secret -> one.text().contains(secret.getValue().reveal()))
                        .map(secret -> "%s stands in the %s".formatted(secret.getKey(), one)))
            .toList();
    assertThat(found).as("secrets that others can read").isEmpty();
  }

  @Test
  void secrets_are_long_and_each_is_used_for_one_purpose() {
    assertThat(stack.secrets())
        .as("secrets of the stack")
        .isNotEmpty()
        .allSatisfy(
            (name, secret) ->
                assertThat(secret.reveal().length())
                    .as("length of %s", name)
                    .isGreaterThan(LONG_ENOUGH));
    // The database's password is handed to both sides, and to nobody else.
    long purposes =
        stack.secrets().keySet().stream().map(SecretsVerification::purpose).distinct().count();
    assertThat(new HashSet<>(stack.secrets().values()))
        .as("different secrets for %d purposes", purposes)
        .hasSize((int) purposes);
  }

  private static String purpose(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
