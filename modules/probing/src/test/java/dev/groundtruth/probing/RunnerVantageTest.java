package dev.groundtruth.probing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunnerVantageTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final RunnerVantage runner = new RunnerVantage("runner");

  private Observation probe(Endpoint endpoint, boolean readBanner) {
    return runner.probe(List.of(new Probe(endpoint, PATIENCE, readBanner))).get(0);
  }

  private static int freePort() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      return server.getLocalPort();
    }
  }

  @Test
  void sees_an_open_port_and_its_banner() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
      Thread greeter =
          new Thread(
              () -> {
                try (Socket guest = server.accept();
                    OutputStream out = guest.getOutputStream()) {
                  out.write("hello\n".getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      greeter.start();
      Observation observation = probe(Endpoint.tcp("127.0.0.1", server.getLocalPort()), true);
      assertThat(observation)
          .isInstanceOfSatisfying(
              Observation.Open.class,
              open -> {
                assertThat(open.banner()).isEqualTo("hello\n");
                assertThat(open.latency()).isPositive().isLessThan(PATIENCE);
              });
      greeter.join();
    }
  }

  @Test
  void a_port_that_says_nothing_is_open() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
      assertThat(probe(Endpoint.tcp("127.0.0.1", server.getLocalPort()), true))
          .isInstanceOfSatisfying(
              Observation.Open.class, open -> assertThat(open.banner()).isEmpty());
    }
  }

  @Test
  void sees_a_closed_port_as_refused() throws Exception {
    int port = freePort();
    assertThat(probe(Endpoint.tcp("127.0.0.1", port), false))
        .isInstanceOf(Observation.Refused.class);
    assertThat(probe(Endpoint.udp("127.0.0.1", port), false))
        .isInstanceOf(Observation.Refused.class);
  }

  @Test
  void sees_udp_that_answers_and_udp_that_is_silent() throws Exception {
    try (DatagramSocket answering = new DatagramSocket(0, LOOPBACK);
        DatagramSocket silent = new DatagramSocket(0, LOOPBACK)) {
      Thread echo =
          new Thread(
              () -> {
                try {
                  DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                  answering.receive(packet);
                  answering.send(packet);
                } catch (SocketException e) {
                  // closed: the test has ended
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      echo.start();
      assertThat(probe(Endpoint.udp("127.0.0.1", answering.getLocalPort()), true))
          .isInstanceOfSatisfying(
              Observation.Open.class,
              open -> assertThat(open.banner()).startsWith("groundtruth-probe "));
      assertThat(probe(Endpoint.udp("127.0.0.1", silent.getLocalPort()), false))
          .isEqualTo(new Observation.Filtered("no answer within 500 ms"));
    }
  }

  @Test
  void a_name_that_does_not_exist_is_unresolved() {
    assertThat(probe(Endpoint.tcp("nowhere.invalid", 80), false))
        .isInstanceOfSatisfying(
            Observation.Unresolved.class,
            unresolved -> assertThat(unresolved.detail()).contains("`nowhere.invalid` cannot be"));
  }

  @Test
  void probes_more_endpoints_than_it_has_connections_at_once_in_their_order() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
      int open = server.getLocalPort();
      List<Probe> probes =
          IntStream.range(0, 1000)
              .map(i -> i == 700 ? open : 1 + i)
              .mapToObj(port -> new Probe(Endpoint.tcp("127.0.0.1", port), PATIENCE, false))
              .toList();
      List<Observation> observations = runner.probe(probes);
      assertThat(observations).hasSize(1000);
      assertThat(observations.get(700)).isInstanceOf(Observation.Open.class);
      assertThat(observations)
          .filteredOn(Observation.Refused.class::isInstance)
          .hasSizeGreaterThan(900);
    }
  }
}
