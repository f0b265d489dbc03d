package dev.groundtruth.aws.vantage;

import static dev.groundtruth.aws.FakeAws.jsonError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.FakeAws;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.probing.Canary;
import dev.groundtruth.probing.CanaryException;
import dev.groundtruth.probing.Endpoint;
import dev.groundtruth.probing.Observation;
import dev.groundtruth.probing.Probe;
import dev.groundtruth.probing.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Systems Manager here runs the commands on this machine: real scripts, real packets. */
class SsmVantageTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;
  private final FakeAws aws = new FakeAws();
  private final Map<String, FakeAws.Answer> invocations = new ConcurrentHashMap<>();
  private AwsClients clients;
  private SsmVantage vantage;

  @BeforeEach
  void systems_manager_runs_commands_here() {
    aws.on("SendCommand", this::run);
    aws.on(
        "GetCommandInvocation",
        request ->
            invocations.getOrDefault(
                request.json().path("CommandId").asString(),
                jsonError(400, "InvocationDoesNotExist", "").apply(request)));
    clients = aws.clients().open();
    vantage =
        new SsmVantage(
            "web",
            Place.instance("i-1"),
            new RunCommand(clients.sdk().ssm(), Duration.ofMillis(20)));
  }

  @AfterEach
  void stop() {
    clients.close();
    aws.close();
  }

  private FakeAws.Answer run(FakeAws.Request request) {
    assertThat(request.json().path("DocumentName").asString()).isEqualTo("AWS-RunShellScript");
    assertThat(request.json().path("InstanceIds").path(0).asString()).isEqualTo("i-1");
    String script =
        request
            .json()
            .path("Parameters")
            .path("commands")
            .valueStream()
            .map(line -> line.asString())
            .collect(Collectors.joining("\n"));
    String id = "command-" + aws.requests("SendCommand").size();
    try {
      Path output = folder.resolve(id + ".out");
      Path errors = folder.resolve(id + ".err");
      int code =
          new ProcessBuilder("sh", "-c", script)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start()
              .waitFor();
      invocations.put(
          id,
          new FakeAws.Answer(
              200,
              JSON.createObjectNode()
                  .put("CommandId", id)
                  .put("Status", code == 0 ? "Success" : "Failed")
                  .put("StatusDetails", code == 0 ? "Success" : "Failed")
                  .put("ResponseCode", code)
                  .put("StandardOutputContent", Files.readString(output))
                  .put("StandardErrorContent", Files.readString(errors))
                  .toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new FakeAws.Answer(200, "{\"Command\": {\"CommandId\": \"" + id + "\"}}");
  }

  @Test
  void sees_what_listens_and_what_does_not() throws IOException {
    try (ServerSocket open = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        ServerSocket free = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      int closed = free.getLocalPort();
      free.close();

      List<Observation> seen =
          vantage.probe(
              List.of(
                  Probe.of(Endpoint.tcp("127.0.0.1", open.getLocalPort())),
                  Probe.of(Endpoint.tcp("127.0.0.1", closed))));

      assertThat(seen).extracting(Observation::label).containsExactly("open", "refused");
    }
  }

  @Test
  void sends_many_probes_in_commands_whose_answers_fit() throws IOException {
    try (ServerSocket open = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      List<Probe> probes =
          Collections.nCopies(501, Probe.of(Endpoint.tcp("127.0.0.1", open.getLocalPort())));

      assertThat(vantage.probe(probes)).hasSize(501);
    }
    assertThat(aws.requests("SendCommand")).hasSize(2);
    assertThat(invocations.values())
        .allSatisfy(
            answer ->
                assertThat(
                        JSON.readTree(answer.body())
                            .path("StandardOutputContent")
                            .asString()
                            .length())
                    .isLessThan(24_000));
  }

  @Test
  void says_why_nothing_could_be_observed() {
    aws.on(
        "SendCommand",
        jsonError(400, "InvalidInstanceId", "Instances not in a valid state for account"));

    assertThat(vantage.probe(List.of(Probe.of(Endpoint.tcp("127.0.0.1", 9)))))
        .containsExactly(
            new Observation.NotObservable(
                "ssm:SendCommand (InvalidInstanceId): Instances not in a valid state for account,"
                    + " perhaps you should check the name, the region eu-west-3 and the account"));
  }

  @Test
  void says_that_the_task_is_not_there() {
    SsmVantage task =
        new SsmVantage(
            "task",
            new Place("i-1", "echo 'no container of it runs here' >&2; exit 3"),
            new RunCommand(clients.sdk().ssm(), Duration.ofMillis(20)));

    assertThat(task.probe(List.of(Probe.of(Endpoint.tcp("127.0.0.1", 9)))))
        .containsExactly(
            new Observation.NotObservable(
                "a command on i-1 ended as Failed with code 3: no container of it runs here\n"));
    assertThatThrownBy(() -> SsmVantage.task(clients, "task", "i-1", "x'; reboot"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x'; reboot is no task, perhaps you should give the ARN of one");
  }

  @Test
  void opens_a_canary_that_is_gone_when_it_is_closed() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Probe probe = new Probe(Endpoint.tcp("127.0.0.1", port), Duration.ofSeconds(5), true);
    List<Path> others = canaries();

    Canary canary = vantage.canaryHost().open(PortSet.of(port), PortSet.NONE);
    List<Observation> during = vantage.probe(List.of(probe));
    List<Path> folders = canaries();
    folders.removeAll(others);
    canary.close();
    canary.close();

    assertThat(canary.listening(Transport.TCP)).isEqualTo(PortSet.of(port));
    assertThat(during.get(0))
        .isInstanceOfSatisfying(
            Observation.Open.class,
            open -> assertThat(open.banner()).contains("groundtruth-canary " + canary.token()));
    assertThat(folders).isNotEmpty();
    assertThat(vantage.probe(List.of(probe)))
        .extracting(Observation::label)
        .containsExactly("refused");
    assertThat(folders).allSatisfy(path -> assertThat(path).doesNotExist());
  }

  private static List<Path> canaries() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
      return files
          .filter(path -> path.getFileName().toString().startsWith("groundtruth-canary."))
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  @Test
  void says_that_no_canary_can_be_opened() {
    aws.on("SendCommand", jsonError(400, "InvalidInstanceId", "Instances not in a valid state"));

    assertThatThrownBy(() -> vantage.canaryHost().open(PortSet.of(9), PortSet.NONE))
        .isInstanceOf(CanaryException.class)
        .hasMessage("A canary in web cannot be started");
  }
}
