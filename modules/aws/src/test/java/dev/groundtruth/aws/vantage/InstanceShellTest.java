package dev.groundtruth.aws.vantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.FakeAws;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The scripts that are sent run on this machine. */
class InstanceShellTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String SENT = "{\"Command\": {\"CommandId\": \"command-1\"}}";

  private final FakeAws aws = new FakeAws();
  private final AwsClients clients = aws.clients().open();

  @BeforeEach
  void commands_are_taken() {
    aws.on("SendCommand", FakeAws.json(SENT));
  }

  @AfterEach
  void close() {
    clients.close();
    aws.close();
  }

  private static String invocation(String status, int code, String output, String errors) {
    return JSON.createObjectNode()
        .put("CommandId", "command-1")
        .put("Status", status)
        .put("StatusDetails", status)
        .put("ResponseCode", code)
        .put("StandardOutputContent", output)
        .put("StandardErrorContent", errors)
        .toString();
  }

  /** What the script that was sent does here. */
  private FakeAws.Answer done(FakeAws.Request request) {
    String script =
        aws.requests("SendCommand")
            .get(0)
            .json()
            .path("Parameters")
            .path("commands")
            .valueStream()
            .map(line -> line.asString())
            .collect(Collectors.joining("\n"));
    try {
      Process process = new ProcessBuilder("sh", "-c", script).start();
      String output = text(process.getInputStream());
      String errors = text(process.getErrorStream());
      int code = process.waitFor();
      return new FakeAws.Answer(
          200, invocation(code == 0 ? "Success" : "Failed", code, output, errors));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void runs_a_program_with_its_input_and_gets_the_whole_output() {
    aws.on("GetCommandInvocation", this::done);
    String text = "'a b' \u00e4\n".repeat(2_000);

    String output =
        new InstanceShell(clients, "i-1").run(List.of("sed", "s/b'/it's $HOME/"), text, MINUTE);

    assertThat(output).isEqualTo(text.replace("b'", "it's $HOME"));
    FakeAws.Request sent = aws.requests("SendCommand").get(0);
    assertThat(sent.json().path("InstanceIds").path(0).asString()).isEqualTo("i-1");
    assertThat(sent.json().path("Parameters").path("executionTimeout").path(0).asString())
        .isEqualTo("60");
  }

  @Test
  void says_what_a_program_that_failed_wrote() {
    aws.on("GetCommandInvocation", this::done);

    assertThatThrownBy(
            () ->
                new InstanceShell(clients, "i-1")
                    .run(List.of("sh", "-c", "echo no such database >&2; exit 3"), "", MINUTE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "sh on i-1 failed: a command on i-1 ended as Failed with code 3: no such database\n");
  }

  @Test
  void says_that_aws_refuses() {
    aws.on(
        "SendCommand",
        FakeAws.jsonError(400, "InvalidInstanceId", "Instances not in a valid state"));

    assertThatThrownBy(() -> new InstanceShell(clients, "i-1").run(List.of("id"), "", MINUTE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "id on i-1 failed: ssm:SendCommand (InvalidInstanceId): Instances not in a valid state");
  }

  @Test
  void says_that_the_instance_ended_a_program_that_took_too_long() {
    aws.on("GetCommandInvocation", FakeAws.json(invocation("TimedOut", -1, "", "")));

    assertThatThrownBy(() -> new InstanceShell(clients, "i-1").run(List.of("id"), "", MINUTE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("id on i-1 failed: a command on i-1 ended as TimedOut");
  }

  @Test
  void says_the_last_state_of_a_program_that_nobody_ended() {
    InstanceShell shell =
        new InstanceShell(
            new RunCommand(clients.sdk().ssm(), PAUSE, Duration.ofMillis(200)), "i-1");

    aws.on("GetCommandInvocation", FakeAws.json(invocation("InProgress", -1, "", "")));
    assertThatThrownBy(() -> shell.run(List.of("id"), "", Duration.ofMillis(300)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "id on i-1 failed: a command on i-1 did not end within 500 ms but is InProgress, perhaps"
                + " you should look whether the agent of the instance runs");

    aws.on("GetCommandInvocation", FakeAws.jsonError(400, "InvocationDoesNotExist", ""));
    assertThatThrownBy(() -> shell.run(List.of("id"), "", Duration.ofMillis(300)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("within 500 ms but is not known to AWS, perhaps you should");
  }

  @Test
  void says_that_what_comes_back_is_not_whole() {
    aws.on("GetCommandInvocation", FakeAws.json(invocation("Success", 0, "H4sIAAAA", "")));

    assertThatThrownBy(() -> new InstanceShell(clients, "i-1").run(List.of("id"), "", MINUTE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("id on i-1 failed: what came back is not whole");
  }
}
