package dev.groundtruth.network.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.awscli.Dump;
import dev.groundtruth.network.awscli.DumpReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

  /** The stack of the dumps, in which one instance has a name. */
  private static Topology named(String name) throws IOException {
    return edited("\"Value\": \"wordpress-app\"", "\"Value\": \"" + name + "\"");
  }

  private static Topology edited(String old, String by) throws IOException {
    List<Dump> dumps = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/dumps/wordpress"))) {
      for (Path file : files.sorted().toList()) {
        dumps.add(new Dump(file.getFileName().toString(), Files.readString(file).replace(old, by)));
      }
    }
    return Topology.of(new DumpReader().read("live", dumps));
  }

  @Test
  void does_not_take_a_tier_for_the_internet_because_of_its_name() throws IOException {
    assertThat(named("internet").mermaid())
        .contains("[\"internet (2)<br/>")
        .contains("  internet -->|\"tcp 80,443\"| t1\n")
        .contains("  t1 -->|\"tcp 8080\"| t3\n");
  }

  @Test
  void writes_names_so_that_they_mean_nothing_in_mermaid() throws IOException {
    assertThat(named("#35; <b>\\n\\\"]&").mermaid())
        .contains("[\"#35;35; #lt;b#gt; #quot;]#amp;<br/>subnet-03a1b2c3d4e5f6071\"]\n");
  }

  @Test
  void stays_xml_whatever_the_names_are() throws Exception {
    String svg = named("\\u0001]]></text>" + "\uD83D\uDE00".repeat(40)).svg();

    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(svg)).isTrue();
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagName("title")
                .item(1)
                .getTextContent())
        .isNotEmpty();
    assertThat(svg).contains("\uFFFD]]&gt;&lt;/text&gt;");
  }

  @Test
  void shows_what_may_arrive_beside_what_certainly_does() throws IOException {
    String unknown =
        """
        "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [],
          "Ipv6Ranges": [], "UserIdGroupPairs": [],
          "PrefixListIds": [{"PrefixListId": "pl-0123456789abcdef0"}]},""";

    assertThat(edited("\"IpPermissions\": [", unknown).mermaid())
        .contains("  internet -->|\"tcp 80,443; tcp 22?\"| t1\n");
  }
}
