package dev.groundtruth.network.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.topology.WordPress;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Network network = WordPress.network();

  private int run(String... words) {
    NetworkReader reader =
        new NetworkReader() {
          @Override
          public Network plan(byte[] json, String source) {
            return network;
          }

          @Override
          public Network dumps(Path folder) {
            return network;
          }
        };
    return NetworkCommand.run(
        List.of(words),
        new Inputs(reader, InputStream.nullInputStream()),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void says_yes_with_the_way_of_a_packet_that_arrives() {
    assertThat(run("reach", "-", "--from", "internet", "--to", "aws_lb.web", "--port", "443"))
        .isZero();
    assertThat(out())
        .startsWith("yes\ntcp 443 from ")
        .contains("aws_security_group.lb.ingress[1]: ingress tcp 443 from 0.0.0.0/0");
  }

  @Test
  void says_no_with_what_is_in_the_way() {
    assertThat(run("reach", "-", "--from", "internet", "--to", "aws_instance.database"))
        .isEqualTo(1);
    assertThat(out())
        .startsWith("no\n")
        .contains("ENI_SG_RULES_MISMATCH at aws_instance.database: no ingress rule");
  }

  @Test
  void says_unknown_with_the_attributes_it_depends_on() {
    network = WordPress.network(List.of(new Peer.UnknownPeer("aws_instance.probe.private_ip")));

    assertThat(
            run("reach", "-", "--from", "10.0.10.200", "--to", "aws_instance.database", "--json"))
        .isEqualTo(2);
    assertThat(out())
        .contains("\"schemaVersion\" : \"1.0\"")
        .contains("\"answer\" : \"unknown\"")
        .contains("\"aws_instance.probe.private_ip\"");
  }

  @Test
  void sees_a_rule_that_lets_too_much_in() {
    network = WordPress.network(List.of(new Peer.CidrPeer(Cidr.parse("10.0.0.0/8"))));

    assertThat(
            run("reach", "-", "--from", "10.0.10.200", "--to", "aws_instance.database", "--json"))
        .isZero();
    assertThat(out()).contains("\"answer\" : \"yes\"").contains("\"kind\" : \"DESTINATION\"");
  }

  @Test
  void prints_the_matrix() {
    assertThat(run("matrix", "-")).isZero();
    assertThat(out())
        .containsPattern("aws_autoscaling_group.web +-> aws_instance.database +tcp 3306");
  }

  @Test
  void shows_what_was_read() {
    assertThat(run("show", "-")).isZero();
    assertThat(out()).contains("interfaces      4").contains("aws_instance.database: INSTANCE in");
  }

  @Test
  void writes_a_drawing_to_a_file(@TempDir Path folder) {
    Path file = folder.resolve("drawing.svg");

    assertThat(run("topology", "-", "--output", file.toString())).isZero();
    assertThat(file).content().startsWith("<?xml");
    assertThat(run("topology", "-", "--format", "mermaid")).isZero();
    assertThat(out()).startsWith("flowchart TB");
  }

  @Test
  void refuses_what_it_does_not_understand() {
    assertThat(run("reach", "-", "--from", "internet")).isEqualTo(64);
    assertThat(err()).contains("'--to=E'", "perhaps you should see bin/network reach --help");
    assertThat(run()).isEqualTo(64);
    assertThat(run("reach", "-", "--from", "internet", "--to", "nobody")).isEqualTo(64);
    assertThat(err()).contains("nobody", "perhaps you should");
    assertThat(run("reach", "-", "--from", "internet", "--to", "aws_lb.web", "--port", "70000"))
        .isEqualTo(64);
    assertThat(err()).contains("70000");
  }

  @Test
  void says_that_there_is_no_such_input() {
    assertThat(run("matrix", "no-such-plan.json")).isEqualTo(66);
    assertThat(err()).contains("There is no \"no-such-plan.json\", perhaps you should name a plan");
  }
}
