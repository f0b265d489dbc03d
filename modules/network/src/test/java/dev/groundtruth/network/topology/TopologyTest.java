package dev.groundtruth.network.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class TopologyTest {

  @Test
  void draws_subnets_interfaces_gateways_and_the_flows_that_arrive_as_svg() throws Exception {
    String svg = Topology.of(WordPress.network()).svg();

    Files.writeString(Path.of("target", "topology.svg"), svg);
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(svg)
        .contains("aws_subnet.public[&quot;a&quot;]")
        .contains("aws_nat_gateway.main")
        .contains("aws_autoscaling_group.web -&gt; aws_instance.database: tcp 3306")
        .doesNotContain("internet -&gt; aws_instance.database");
  }

  @Test
  void draws_the_same_network_the_same_way_each_time() {
    assertThat(Topology.of(WordPress.network()).svg())
        .isEqualTo(Topology.of(WordPress.network()).svg());
  }

  @Test
  void draws_a_node_for_each_tier_and_an_arrow_for_each_flow_as_mermaid() {
    assertThat(Topology.of(WordPress.network()).mermaid())
        .startsWith("flowchart TB\n  internet((internet))\n")
        .contains("  t3 -->|\"tcp 80\"| t1\n")
        .contains("  internet -->|\"tcp 80,443\"| t3\n")
        .contains("#quot;a#quot;");
  }

  @Test
  void draws_a_gateway_that_is_in_a_subnet_there_only() {
    String svg =
        Topology.of(
                new dev.groundtruth.network.awscli.DumpReader()
                    .read(Path.of("src/test/resources/dumps/wordpress")))
            .svg();
    assertThat(svg.split(">nat-0a1b2c3d4e5f60711<", -1)).hasSize(2);
    assertThat(svg.split(">igw-0a1b2c3d4e5f60718<", -1)).hasSize(2);
  }
}
