package dev.groundtruth.network.topology;

import static java.util.stream.Collectors.joining;

import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.Vpc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The drawing as a Mermaid flow chart: a node for each tier, subnets in subgraphs. */
final class Mermaid {

  private Mermaid() {}

  static String of(Network network, List<Tier> tiers, List<Flow> flows) {
    Map<String, String> nodes = new LinkedHashMap<>();
    nodes.put(Tiers.INTERNET, "internet");
    tiers.forEach(tier -> nodes.put(tier.name(), "t" + nodes.size()));
    StringBuilder text = new StringBuilder("flowchart TB\n  internet((internet))\n");
    int number = 0;
    for (Vpc vpc : network.vpcs()) {
      text.append("  subgraph v%d[\"%s\"]\n".formatted(number++, quoted(vpc.identity().key())));
      for (Gateway gateway : network.gateways()) {
        boolean isHere =
            gateway.vpc().filter(vpc.identity().key()::equals).isPresent()
                || network.subnets().stream()
                    .filter(subnet -> subnet.vpc().equals(vpc.identity().key()))
                    .map(Subnet::identity)
                    .anyMatch(it -> gateway.subnet().filter(it.key()::equals).isPresent());
        if (isHere) {
          text.append("    g%d{{\"%s\"}}\n".formatted(number++, quoted(gateway.identity().key())));
        }
      }
      for (Tier tier : tiers) {
        List<String> places =
            network.subnets().stream()
                .filter(subnet -> subnet.vpc().equals(vpc.identity().key()))
                .map(subnet -> subnet.identity().key())
                .filter(key -> tier.members().stream().anyMatch(it -> it.subnets().contains(key)))
                .sorted()
                .toList();
        if (!places.isEmpty()) {
          text.append(
              "    %s[\"%s<br/>%s\"]\n"
                  .formatted(
                      nodes.get(tier.name()),
                      quoted(tier.name()),
                      places.stream().map(Mermaid::quoted).collect(joining("<br/>"))));
        }
      }
      text.append("  end\n");
    }
    for (Flow flow : flows) {
      text.append(
          "  %s %s|\"%s\"| %s\n"
              .formatted(
                  nodes.get(flow.from()),
                  flow.isCertain() ? "-->" : "-.->",
                  quoted(flow.traffic()),
                  nodes.get(flow.to())));
    }
    return text.toString();
  }

  /** Mermaid knows no backslash and takes HTML: what means something in either is an entity. */
  private static String quoted(String text) {
    String plain = text.replaceAll("\\p{Cntrl}+", " ");
    return plain
        .replace("#", "#35;")
        .replace("\"", "#quot;")
        .replace("&", "#amp;")
        .replace("<", "#lt;")
        .replace(">", "#gt;");
  }
}
