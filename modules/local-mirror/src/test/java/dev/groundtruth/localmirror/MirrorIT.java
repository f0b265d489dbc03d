package dev.groundtruth.localmirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import dev.groundtruth.probing.Canary;
import dev.groundtruth.probing.Endpoint;
import dev.groundtruth.probing.Observation;
import dev.groundtruth.probing.Probe;
import dev.groundtruth.probing.SweepResult;
import dev.groundtruth.probing.Transport;
import dev.groundtruth.probing.Vantage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real packets between the two tiers of a running mirror. */
@Tag("docker")
class MirrorIT {

  private static final Duration SHORT = Duration.ofMillis(700);

  @TempDir static Path home;
  private static ComposeMirror mirror;

  @BeforeAll
  static void start() {
    mirror = SmallMirror.builder(home).build();
    mirror.start();
  }

  @AfterAll
  static void close() {
    mirror.close();
    assertThat(SmallMirror.leftOf(mirror.run().id(), home)).isEmpty();
    assertThat(mirror.workFolder()).doesNotExist();
    assertThat(new RunLedger(home).entries()).isEmpty();
  }

  @Test
  void what_the_groups_allow_passes() {
    assertThat(probe(mirror.vantage("front"), "back", 3306)).isInstanceOf(Observation.Open.class);
    assertThat(probe(mirror.outsider("stranger", "vpc"), "front", 8080))
        .isInstanceOf(Observation.Open.class);
  }

  @Test
  void what_the_groups_do_not_allow_is_silent_even_where_somebody_listens() {
    PortSet ports = PortSet.parse("22,3305,3307,8080");
    try (Canary canary = mirror.canaries("back").open(ports, PortSet.of(53))) {
      assertThat(canary.listening(Transport.TCP)).isEqualTo(ports);
      for (int port : new int[] {22, 3305, 3307, 8080}) {
        assertThat(probe(mirror.vantage("front"), "back", port))
            .isInstanceOf(Observation.Filtered.class);
      }
      Probe dns = new Probe(Endpoint.udp("back", 53), SHORT, true);
      assertThat(mirror.vantage("front").probe(List.of(dns)).get(0))
          .isInstanceOf(Observation.Filtered.class);
      assertThat(probe(mirror.vantage("back"), "127.0.0.1", 22))
          .isInstanceOf(Observation.Open.class);
    }
  }

  @Test
  void a_stranger_on_the_same_network_does_not_reach_the_back() {
    assertThat(probe(mirror.outsider("stranger", "vpc"), "back", 3306))
        .isInstanceOf(Observation.Filtered.class);
  }

  @Test
  void nothing_leaves_a_tier_without_egress_rules() {
    ContainerVantage stranger = mirror.outsider("stranger", "vpc");
    String address =
        SmallMirror.docker(
                home,
                "inspect",
                "--format",
                "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
                stranger.containerId())
            .strip();
    try (Canary canary = stranger.canaryHost().open(PortSet.of(443), PortSet.NONE)) {
      assertThat(canary.listening(Transport.TCP)).isEqualTo(PortSet.of(443));
      assertThat(probe(mirror.outsider("neighbour", "vpc"), address, 443))
          .isInstanceOf(Observation.Open.class);
      assertThat(probe(mirror.vantage("back"), address, 443))
          .isInstanceOf(Observation.Filtered.class);
    }
  }

  @Test
  void a_foreign_network_does_not_reach_the_tiers_but_its_own_neighbour() {
    String back = mirror.addresses("back").get(0);
    ContainerVantage foreign = mirror.outsider("foreign", "elsewhere");
    assertThat(probe(foreign, back, 3306)).isNotInstanceOf(Observation.Open.class);
    assertThat(probe(foreign, "back", 3306)).isInstanceOf(Observation.Unresolved.class);
  }

  @Test
  void a_container_becomes_a_member_with_its_address_and_ceases_to_be_one() {
    ContainerVantage candidate = mirror.outsider("candidate", "vpc");
    String network =
        SmallMirror.docker(
                home,
                "network",
                "ls",
                "--quiet",
                "--filter",
                "label=com.docker.compose.network=vpc",
                "--filter",
                "label=" + RunIdentity.RUN_LABEL + "=" + mirror.run().id())
            .strip();
    assertThat(probe(candidate, "back", 3306)).isInstanceOf(Observation.Filtered.class);
    SmallMirror.docker(home, "network", "disconnect", network, candidate.containerId());
    SmallMirror.docker(
        home, "network", "connect", "--alias", "front", network, candidate.containerId());
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () -> assertThat(probe(candidate, "back", 3306)).isInstanceOf(Observation.Open.class));
    SmallMirror.docker(home, "network", "disconnect", network, candidate.containerId());
    SmallMirror.docker(home, "network", "connect", network, candidate.containerId());
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () ->
                assertThat(probe(candidate, "back", 3306))
                    .isInstanceOf(Observation.Filtered.class));
  }

  @Test
  void a_sweep_of_all_ports_finds_the_one_that_is_open() {
    SweepResult sweep = mirror.vantage("front").portSweep().sweep("back", Transport.TCP);
    assertThat(sweep.open()).isEqualTo(PortSet.of(3306));
    assertThat(sweep.closed()).isEqualTo(PortSet.NONE);
    assertThat(sweep.filtered().size()).isEqualTo(65_534);
  }

  @Test
  void the_published_port_is_reached_from_this_machine() throws Exception {
    assertThat(get("http://127.0.0.1:" + mirror.port() + "/")).contains("Directory listing");
  }

  @Test
  void a_tunnel_carries_http_and_a_protocol_where_the_server_speaks_first() throws Exception {
    try (Tunnel tunnel = mirror.tunnel("front", "127.0.0.1", 8080)) {
      for (int request = 0; request < 3; request++) {
        assertThat(get("http://127.0.0.1:" + tunnel.port() + "/")).contains("Directory listing");
      }
    }
    try (Tunnel tunnel = mirror.tunnel("front", "back", 3306);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), tunnel.port())) {
      socket.setSoTimeout(10_000);
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("hello from the back\n");
    }
  }

  @Test
  void a_closed_tunnel_takes_no_connections() {
    Tunnel tunnel = mirror.tunnel("front", "back", 3306);
    tunnel.close();
    tunnel.close();
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), tunnel.port()).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void a_service_is_stopped_and_started_again() {
    mirror.stop("back");
    assertThat(probe(mirror.vantage("front"), "back", 3306))
        .isInstanceOf(Observation.Refused.class);
    mirror.start("back");
    assertThat(probe(mirror.vantage("front"), "back", 3306)).isInstanceOf(Observation.Open.class);
  }

  @Test
  void images_are_named_with_what_identifies_them() {
    assertThat(mirror.imageFacts())
        .hasSize(4)
        .allSatisfy(fact -> assertThat(fact.reference()).isEqualTo(SmallMirror.SIDECAR))
        .allSatisfy(fact -> assertThat(fact.digest()).startsWith("sha256:"))
        .allSatisfy(fact -> assertThat(fact.standsInFor()).isEmpty());
  }

  @Test
  void an_unknown_service_is_refused_with_the_known_ones() {
    assertThatThrownBy(() -> mirror.vantage("middle"))
        .hasMessageContaining(
            "There is no service \"middle\", perhaps you should name one of [back, back-eni, front, front-eni]");
  }

  @Test
  void everything_is_labelled_with_run_owner_and_expiry() {
    for (String kind : List.of("ps --all", "network ls", "volume ls")) {
      String[] words =
          (kind + " --filter label=com.docker.compose.project --format {{.Labels}}").split(" ");
      List<String> ours =
          SmallMirror.docker(home, words)
              .lines()
              .filter(line -> line.contains(mirror.run().id()))
              .toList();
      assertThat(ours).as(kind).isNotEmpty();
      assertThat(ours)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .contains("dev.groundtruth.run=" + mirror.run().id())
                      .contains("dev.groundtruth.owner=self-test")
                      .contains("dev.groundtruth.expires=" + mirror.run().expires().orElseThrow()));
    }
  }

  @Test
  void the_real_nft_accepts_every_form_of_a_rule(@TempDir Path folder) throws IOException {
    String rules =
        """
        {"groups": [{"name": "every-form", "ingress": [
          {"protocol": "tcp", "ports": "80", "from": {"cidr": "10.0.0.0/8"}, "description": "a (bracketed) one; with {all} [signs] $*!"},
          {"protocol": "udp", "ports": "1024-65535", "from": {"cidr": "10.0.0.1/32"}},
          {"protocol": "tcp", "ports": "all", "from": {"cidr": "0.0.0.0/0"}},
          {"protocol": "tcp", "ports": "443", "from": {"cidr": "::/0"}},
          {"protocol": "tcp", "ports": "443", "from": {"cidr": "2001:db8::/32"}},
          {"protocol": "all", "from": {"group": "every-form"}},
          {"protocol": "47", "from": {"cidr": "10.0.0.0/8"}},
          {"protocol": "icmp", "from": {"cidr": "10.0.0.0/8"}},
          {"protocol": "icmp", "type": 8, "code": 0, "from": {"cidr": "10.0.0.0/8"}},
          {"protocol": "icmp", "from": {"group": "every-form"}},
          {"protocol": "icmpv6", "type": 128, "from": {"cidr": "::/0"}},
          {"protocol": "icmpv6", "from": {"group": "every-form"}}],
         "egress": [{"protocol": "all", "to": {"cidr": "0.0.0.0/0"}, "description": "%s"}]}]}
        """
            .formatted("x".repeat(200));
    assertThat(check(SecurityGroups.parse(rules, "every-form.json"))).isEmpty();
    assertThat(check(SecurityGroups.read(Path.of("../../compose/security-groups.json")))).isEmpty();
  }

  /**
   * What {@code nft --check} says of the rules, in the front's namespace with the rights of an
   * interface.
   */
  private static String check(SecurityGroups groups) throws IOException {
    StringBuilder all = new StringBuilder();
    Map<String, String> files = NftablesRules.render(groups);
    files.values().forEach(all::append);
    Process nft =
        new ProcessBuilder(
                "docker",
                "exec",
                "--interactive",
                mirror.containerId("front-eni"),
                "nft",
                "--check",
                "--file",
                "-")
            .redirectErrorStream(true)
            .start();
    nft.getOutputStream().write(all.toString().getBytes(StandardCharsets.UTF_8));
    nft.getOutputStream().close();
    return new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Observation probe(Vantage vantage, String host, int port) {
    return vantage.probe(List.of(new Probe(Endpoint.tcp(host, port), SHORT, false))).get(0);
  }

  private static String get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
