package dev.groundtruth.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.command.Secret;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

  private static Command with(Environment environment) {
    Command.Builder command = Command.builder("tool").environment("A", "of the driver");
    environment.applyTo(command);
    return command.build();
  }

  @Test
  void gives_a_command_its_variables_secrets_and_what_it_inherits() {
    Command command =
        with(
            Environment.inheriting("AWS_*")
                .inherit("HOME")
                .with("A", "1")
                .with("TOKEN", Secret.of("hidden-value")));

    assertThat(command.environment()).containsExactly(entry("A", "1"));
    assertThat(command.secretEnvironment())
        .containsExactly(entry("TOKEN", Secret.of("hidden-value")));
    assertThat(command.inherited()).contains("AWS_*", "HOME");
  }

  @Test
  void takes_the_last_value_whether_it_is_secret_or_not() {
    Environment none = Environment.inheriting();
    Command secret = with(none.with("A", "1").with("A", Secret.of("hidden-value")));
    Command open = with(none.with("A", Secret.of("hidden-value")).with("A", "1"));

    assertThat(secret.environment()).doesNotContainKey("A");
    assertThat(secret.secretEnvironment()).containsKey("A");
    assertThat(open.environment()).containsEntry("A", "1");
    assertThat(open.secretEnvironment()).isEmpty();
  }

  @Test
  void is_not_changed_by_others_made_from_it() {
    Environment environment = Environment.inheriting("HOME");

    environment.with("A", "1").with("B", Secret.of("hidden-value")).inherit("AWS_*");

    assertThat(environment).isEqualTo(Environment.inheriting("HOME"));
    assertThat(environment.variables()).isEmpty();
  }

  @Test
  void finds_what_was_set_before_what_this_process_has() {
    Environment environment = Environment.inheriting();
    String path = System.getenv("PATH");

    assertThat(environment.find("PATH")).contains(path);
    assertThat(environment.with("PATH", "/other").find("PATH")).contains("/other");
    assertThat(environment.find("GROUNDTRUTH_NOBODY_SETS_THIS")).isEmpty();
  }

  @Test
  void makes_long_values_of_this_process_known_as_credentials() {
    String path = System.getenv("PATH");
    assertThat(path).hasSizeGreaterThan(16);
    Redactor redactor = new Redactor();

    Environment.registerCredentials(Pattern.compile("NOBODY"), redactor);
    assertThat(redactor.redact(path)).isEqualTo(path);
    Environment.registerCredentials(Pattern.compile("PATH"), redactor);
    assertThat(redactor.redact(path)).doesNotContain(path);
  }

  @Test
  void does_not_show_secrets() {
    assertThat(Environment.inheriting().with("TOKEN", Secret.of("hidden-value")).toString())
        .contains("TOKEN")
        .doesNotContain("hidden-value");
  }
}
