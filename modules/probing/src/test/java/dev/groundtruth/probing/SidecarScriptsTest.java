package dev.groundtruth.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.groundtruth.network.PortSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real programs of the sidecar image, on loopback. */
class SidecarScriptsTest {

  private static final Path SCRIPTS = Path.of("../../compose/images/sidecar");
  private static final String PYTHON = "python3";

  @TempDir Path logs;

  @BeforeAll
  static void python_is_there() throws Exception {
    int status;
    try {
      String check = "import sys; sys.exit(sys.version_info < (3, 11))";
      status = new ProcessBuilder(PYTHON, "-c", check).start().waitFor();
    } catch (IOException e) {
      status = -1;
    }
    assumeTrue(status == 0, "python3 of version 3.11 or newer is not on the PATH");
  }

  private Process start(List<String> command) throws IOException {
    List<String> line =
        new ArrayList<>(List.of(PYTHON, SCRIPTS.resolve(command.get(0)).toString()));
    line.addAll(command.subList(1, command.size()));
    return new ProcessBuilder(line).redirectError(logs.resolve("stderr").toFile()).start();
  }

  private List<Observation> probe(List<Probe> probes) throws Exception {
    Process process = start(List.of("probe"));
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write(ProbeScript.input(probes));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return ProbeScript.observations(probes, output, "");
  }

  /** A vantage made of the real program. */
  private Vantage vantage() {
    return new Vantage() {
      @Override
      public String name() {
        return "here";
      }

      @Override
      public List<Observation> probe(List<Probe> probes) {
        try {
          return SidecarScriptsTest.this.probe(probes);
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  private Canary canary(PortSet tcp, PortSet udp) {
    try {
      Process process = start(CanaryScript.command("T1", tcp, udp));
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      return CanaryScript.started(
          "this machine", "T1", String.valueOf(out.readLine()), () -> end(process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Process process) {
    try {
      process.getOutputStream().close();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Probe quick(Endpoint endpoint) {
    return new Probe(endpoint, Duration.ofSeconds(2), true);
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> servers = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      servers.add(new ServerSocket(0));
      ports.add(servers.get(i).getLocalPort());
    }
    for (ServerSocket server : servers) {
      server.close();
    }
    return ports;
  }

  @Test
  void a_canary_answers_where_it_listens_and_leaves_when_its_input_ends() throws Exception {
    List<Integer> free = freePorts(2);
    int tcp = free.get(0);
    int udp = free.get(1);
    List<Probe> probes =
        List.of(quick(Endpoint.tcp("127.0.0.1", tcp)), quick(Endpoint.udp("127.0.0.1", udp)));
    try (Canary canary = canary(PortSet.of(tcp), PortSet.of(udp))) {
      assertThat(canary.listening(Transport.TCP)).isEqualTo(PortSet.of(tcp));
      assertThat(canary.listening(Transport.UDP)).isEqualTo(PortSet.of(udp));
      assertThat(probe(probes))
          .allSatisfy(
              seen ->
                  assertThat(((Observation.Open) seen).banner())
                      .isEqualTo("groundtruth-canary T1\n"));
      assertThat(new RunnerVantage("jvm").probe(probes))
          .allSatisfy(
              seen ->
                  assertThat(((Observation.Open) seen).banner())
                      .isEqualTo("groundtruth-canary T1\n"));
    }
    assertThat(probe(probes))
        .allSatisfy(o -> assertThat(o).isInstanceOf(Observation.Refused.class));
  }

  @Test
  void a_canary_leaves_the_ports_of_others_alone() throws Exception {
    try (ServerSocket server = new ServerSocket(0);
        Canary canary = canary(PortSet.of(server.getLocalPort()), PortSet.NONE)) {
      assertThat(canary.listening(Transport.TCP)).isEqualTo(PortSet.NONE);
      assertThat(canary.busy(Transport.TCP)).isEqualTo(PortSet.of(server.getLocalPort()));
    }
  }

  @Test
  void a_name_that_does_not_exist_is_unresolved_and_does_not_hold_up_others() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      List<Observation> seen =
          probe(
              List.of(
                  quick(Endpoint.tcp("nowhere.invalid", 80)),
                  Probe.of(Endpoint.tcp("127.0.0.1", server.getLocalPort()))));
      assertThat(seen.get(0)).isInstanceOf(Observation.Unresolved.class);
      assertThat(seen.get(1)).isInstanceOf(Observation.Open.class);
    }
  }

  @Test
  void a_flow_without_rules_is_found_open_by_the_real_programs() throws Exception {
    int port = freePorts(1).get(0);
    Vantage here = vantage();
    Target target =
        new Target("loopback", "127.0.0.1", Optional.of(this::canary), PortSet.NONE, PortSet.NONE);
    Finding finding =
        new FlowVerification()
            .verify(FlowClaim.denied(here, target, Transport.TCP, port, List.of(), List.of()));
    assertThat(finding.verdict()).isEqualTo(Verdict.MODEL_VS_WIRE);
    assertThat(finding.sentence()).contains("was answered by the canary listening there");
  }

  @Test
  void output_that_makes_no_sense_is_not_observable() {
    List<Probe> probes = List.of(Probe.of(Endpoint.tcp("a", 1)), Probe.of(Endpoint.tcp("a", 2)));
    assertThat(
            ProbeScript.observations(
                probes, "{\"id\":1,\"outcome\":\"filtered\",\"detail\":\"x\"}\noops\n", ""))
        .containsExactly(
            new Observation.NotObservable("probe wrote no JSON but: oops"),
            new Observation.Filtered("x"));
    assertThat(ProbeScript.observations(probes, "", "exit code 137"))
        .containsOnly(new Observation.NotObservable("exit code 137"));
    assertThatExceptionOfType(CanaryException.class)
        .isThrownBy(() -> CanaryScript.ports("null"))
        .withMessage("canary did not say where it listens but: null");
  }
}
