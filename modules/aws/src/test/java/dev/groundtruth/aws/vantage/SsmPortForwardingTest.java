package dev.groundtruth.aws.vantage;

import static dev.groundtruth.aws.FakeAws.json;
import static dev.groundtruth.aws.FakeAws.jsonError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.FakeAws;
import dev.groundtruth.provisioning.command.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a program that stands in for the Session Manager plugin. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class SsmPortForwardingTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeAws aws = new FakeAws();
  private AwsClients clients;

  @TempDir private Path folder;

  @BeforeEach
  void open() {
    clients = aws.clients().open();
    aws.on(
        "StartSession",
        json(
            """
            {"SessionId": "s-1", "TokenValue": "a-token", "StreamUrl": "wss://stream"}
            """));
  }

  @AfterEach
  void close() {
    clients.close();
    aws.close();
  }

  private String plugin(String body) throws IOException {
    Path script = folder.resolve("plugin");
    Files.writeString(
        script,
        """
        #!/bin/sh
        cd '%s'
        for argument in "$@"; do echo "$argument" >> arguments; done
        eval "echo \\"\\$$1\\"" > secret
        %s
        """
            .formatted(folder, body));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script.toString();
  }

  private static final String WORKING =
      """
      echo $$ > pid
      echo 'Starting session with SessionId: s-1'
      echo 'Port 4711 opened for sessionId s-1.'
      exec sleep 600
      """;

  private SsmPortForwarding forwarding(String program, Duration timeout) {
    return SsmPortForwarding.open(clients, "i-1", "10.0.3.4", 3306, program, timeout);
  }

  private ProcessHandle process() throws IOException {
    return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pid")).strip()))
        .orElseThrow();
  }

  @Test
  void leads_to_the_host_until_it_is_closed() throws IOException {
    ProcessHandle process;
    try (SsmPortForwarding way = forwarding(plugin(WORKING), PATIENCE)) {
      process = process();

      assertThat(way.address().getAddress().isLoopbackAddress()).isTrue();
      assertThat(way.address().getPort()).isEqualTo(4711);
      assertThat(process.isAlive()).isTrue();
      assertThat(aws.requests("TerminateSession")).isEmpty();
      way.close();
    }

    assertThat(process.isAlive()).isFalse();
    assertThat(aws.requests("TerminateSession"))
        .singleElement()
        .extracting(request -> request.json().path("SessionId").asString())
        .isEqualTo("s-1");
    assertThat(aws.requests("StartSession").get(0).json())
        .hasToString(
            "{\"Target\":\"i-1\",\"DocumentName\":\"AWS-StartPortForwardingSessionToRemoteHost\","
                + "\"Reason\":\"Groundtruth\",\"Parameters\":"
                + aws.requests("StartSession").get(0).json().path("Parameters")
                + "}");
    assertThat(aws.requests("StartSession").get(0).json().path("Parameters").path("host"))
        .hasToString("[\"10.0.3.4\"]");
  }

  @Test
  void gives_the_token_by_the_environment_and_not_on_the_command_line() throws IOException {
    forwarding(plugin(WORKING), PATIENCE).close();

    List<String> arguments = Files.readAllLines(folder.resolve("arguments"));
    assertThat(arguments)
        .hasSize(6)
        .startsWith("AWS_SSM_START_SESSION_RESPONSE", "eu-west-3", "StartSession", "")
        .endsWith(aws.uri().toString())
        .noneMatch(argument -> argument.contains("a-token"));
    assertThat(arguments.get(4)).contains("\"Target\":\"i-1\"");
    assertThat(Files.readString(folder.resolve("secret")))
        .contains("\"TokenValue\":\"a-token\"", "\"SessionId\":\"s-1\"", "wss://stream");
  }

  @Test
  void says_that_the_plugin_is_not_installed_and_leaves_no_session() {
    assertThatThrownBy(() -> forwarding(folder.resolve("missing").toString(), PATIENCE))
        .isInstanceOf(AwsException.class)
        .hasMessageStartingWith(
            folder.resolve("missing")
                + " cannot be started, perhaps you should install the Session Manager plugin of"
                + " the AWS CLI: ");
    assertThat(aws.requests("TerminateSession")).hasSize(1);
  }

  @Test
  void shows_what_a_plugin_said_that_opened_nothing() throws IOException {
    String ending = plugin("echo 'Cannot perform start session: EOF' >&2; exit 1");

    assertThatThrownBy(() -> forwarding(ending, PATIENCE))
        .hasMessage(
            "the Session Manager plugin ended before it opened a port, perhaps you should look at"
                + " what it said:\n  Cannot perform start session: EOF");
    assertThat(aws.requests("TerminateSession")).hasSize(1);
  }

  @Test
  void stops_a_plugin_that_opens_nothing_in_time() throws IOException {
    String silent = plugin("echo $$ > pid; echo waiting; exec sleep 600");

    assertThatThrownBy(() -> forwarding(silent, Duration.ofSeconds(2)))
        .hasMessage(
            "the Session Manager plugin opened no port within 2000 ms, perhaps you should look at"
                + " what it said:\n  waiting");
    assertThat(isAlive()).isFalse();
    assertThat(aws.requests("TerminateSession")).hasSize(1);
  }

  @Test
  void is_closed_also_if_the_session_cannot_be_ended() throws IOException {
    aws.on("TerminateSession", jsonError(400, "DoesNotExistException", "no such session"));

    forwarding(plugin(WORKING), PATIENCE).close();

    assertThat(isAlive()).isFalse();
  }

  @Test
  void is_closed_when_the_jvm_ends() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Forgetful.class.getName(),
                aws.uri().toString(),
                plugin(WORKING))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("jvm.log").toFile())
            .start();

    assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(folder.resolve("jvm.log"))).contains("open at 4711");
    await().atMost(PATIENCE).until(() -> !isAlive());
    assertThat(aws.requests("TerminateSession")).hasSize(1);
  }

  private boolean isAlive() throws IOException {
    return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pid")).strip()))
        .filter(ProcessHandle::isAlive)
        .isPresent();
  }

  /** Opens a way and ends without closing it. */
  static final class Forgetful {

    private Forgetful() {}

    public static void main(String[] arguments) {
      AwsClients clients =
          AwsClients.in("eu-west-3")
              .endpoint(URI.create(arguments[0]))
              .credentials("AKIAEXAMPLE", Secret.of("not-a-secret"))
              .open();
      SsmPortForwarding way =
          SsmPortForwarding.open(clients, "i-1", "10.0.3.4", 3306, arguments[1], PATIENCE);
      System.out.println("open at " + way.address().getPort());
      System.exit(0);
    }
  }
}
