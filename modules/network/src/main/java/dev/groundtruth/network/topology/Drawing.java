package dev.groundtruth.network.topology;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.Vpc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where everything is drawn, in pixels: a column for each zone, a row for each rank of subnets, a
 * line in it for each tier; at the right a chip for each tier, and the flows as lines between
 * chips, each in a lane of its own, so that no label is crossed by another's line.
 */
final class Drawing {

  private static final int COLUMN = 250;
  private static final int LEFT = 20;
  private static final int PORT = 20;
  private static final int LEAST = 34;
  private static final int HEAD = 42;
  private static final int LANE = 14;
  private static final int CHARACTER = 6;
  private static final int BOLD = 8;
  private static final int CHIP = 190;

  private final Network network;
  private final List<Tier> tiers;
  private final List<Flow> flows;
  private final List<Map<String, Object>> boxes = new ArrayList<>();
  private final Map<String, Integer> chips = new LinkedHashMap<>();
  private final Map<String, Integer> heights = new LinkedHashMap<>();

  private Drawing(Network network, List<Tier> tiers, List<Flow> flows) {
    this.network = network;
    this.tiers = tiers;
    this.flows = flows;
  }

  static Drawing of(Network network, List<Tier> tiers, List<Flow> flows) {
    return new Drawing(network, tiers, flows);
  }

  /**
   * What the template shows: {@code boxes}, {@code chips}, {@code lines}, {@code width}, {@code
   * height}.
   */
  Map<String, Object> model() {
    int y = 70 + height(Tiers.INTERNET);
    chips.put(Tiers.INTERNET, 44);
    int zones = 1;
    for (Vpc vpc : network.vpcs()) {
      SortedMap<String, List<Subnet>> columns = columns(vpc);
      zones = Math.max(zones, columns.size());
      y = draw(vpc, columns, y) + 20;
    }
    for (Tier tier : tiers) {
      if (!chips.containsKey(tier.name())) {
        chips.put(tier.name(), y);
        y += height(tier.name()) + 10;
      }
    }
    int chipX = LEFT + 30 + zones * COLUMN + 20;
    int labels = flows.stream().mapToInt(flow -> flow.traffic().length()).max().orElse(0);
    int laneX = chipX + CHIP + Math.min(60, labels) * CHARACTER + 40;
    List<Map<String, Object>> lines = lines(chipX + CHIP, laneX);
    List<Map<String, Object>> drawn = new ArrayList<>();
    chips.forEach(
        (name, top) ->
            drawn.add(
                Map.of(
                    "x",
                    chipX,
                    "y",
                    top,
                    "width",
                    CHIP,
                    "height",
                    height(name),
                    "name",
                    cut(name, CHIP / BOLD - 1),
                    "title",
                    name)));
    return Map.of(
        "title", network.source(),
        "boxes", boxes,
        "chips", drawn,
        "lines", lines,
        "width", laneX + flows.size() * LANE + 20,
        "height", y);
  }

  private SortedMap<String, List<Subnet>> columns(Vpc vpc) {
    SortedMap<String, List<Subnet>> columns = new TreeMap<>();
    network.subnets().stream()
        .filter(subnet -> subnet.vpc().equals(vpc.identity().key()))
        .sorted(
            java.util.Comparator.comparing(this::rank)
                .thenComparing(subnet -> subnet.identity().key()))
        .forEach(
            subnet ->
                columns
                    .computeIfAbsent(
                        subnet.zone().orElse("zone not known"), any -> new ArrayList<>())
                    .add(subnet));
    return columns;
  }

  /** Subnets with a way in from the internet come first, then as the tiers do. */
  private String rank(Subnet subnet) {
    boolean isPublic =
        network.routeTables().stream()
            .filter(table -> subnet.routeTable().filter(table.identity().key()::equals).isPresent())
            .flatMap(table -> table.routes().stream())
            .anyMatch(
                route ->
                    route.target()
                        instanceof dev.groundtruth.network.model.RouteTarget.InternetGateway);
    return (isPublic ? "0" : "1") + subnet.identity().key().replaceFirst("\\[[^\\]]*\\]$", "");
  }

  private int draw(Vpc vpc, SortedMap<String, List<Subnet>> columns, int top) {
    int rows = columns.values().stream().mapToInt(List::size).max().orElse(0);
    int y = top + HEAD + 24;
    List<Map<String, Object>> inside = new ArrayList<>();
    int[] tops = new int[rows];
    for (int row = 0; row < rows; row++) {
      tops[row] = y;
      int bottom = y + HEAD;
      for (Gateway gateway : gatewaysIn(columns, row)) {
        int column = columnOf(columns, row, gateway.subnet().orElseThrow());
        inside.add(box("gateway", column, bottom, LEAST - 8, gateway.identity().key(), "NAT"));
      }
      bottom += gatewaysIn(columns, row).isEmpty() ? 0 : LEAST;
      for (Tier tier : tiers) {
        boolean here = false;
        int column = 0;
        for (List<Subnet> subnets : columns.values()) {
          String key = row < subnets.size() ? subnets.get(row).identity().key() : "";
          List<String> members =
              tier.members().stream()
                  .filter(member -> member.subnets().contains(key))
                  .map(
                      member ->
                          member.identity().key() + (member.isOpenNumber() ? " (any number)" : ""))
                  .toList();
          if (!members.isEmpty()) {
            here = true;
            String more = members.size() > 1 ? " and " + (members.size() - 1) + " more" : "";
            inside.add(
                box("interface", column, bottom, LEAST - 8, members.get(0) + more, tier.name()));
          }
          column++;
        }
        if (here) {
          chips.putIfAbsent(tier.name(), bottom);
          bottom += Math.max(LEAST, height(tier.name()) + 10);
        }
      }
      y = bottom + 16;
    }
    int width = Math.max(1, columns.size()) * COLUMN + 20;
    boxes.add(
        Map.of(
            "kind",
            "vpc",
            "x",
            LEFT,
            "y",
            top,
            "width",
            width,
            "height",
            y - top + 6,
            "name",
            cut(vpc.identity().key() + " " + blocks(vpc.cidrs()), width / CHARACTER),
            "title",
            vpc.identity().key()));
    int gate = 0;
    for (Gateway gateway : network.gateways()) {
      boolean isAtTheEdge =
          gateway.subnet().isEmpty()
              && gateway.vpc().filter(vpc.identity().key()::equals).isPresent();
      if (isAtTheEdge) {
        boxes.add(
            Map.of(
                "kind",
                "gateway",
                "x",
                LEFT + 20 + gate++ * COLUMN,
                "y",
                top - 30,
                "width",
                COLUMN - 20,
                "height",
                24,
                "name",
                cut(gateway.identity().key(), 36),
                "title",
                gateway.kind().toString()));
      }
    }
    int column = 0;
    for (Map.Entry<String, List<Subnet>> zone : columns.entrySet()) {
      boxes.add(box("zone", column, top + 26, y - top - 26, zone.getKey(), "availability zone"));
      for (int row = 0; row < zone.getValue().size(); row++) {
        Subnet subnet = zone.getValue().get(row);
        int end = row + 1 < rows ? tops[row + 1] : y;
        Map<String, Object> box =
            new LinkedHashMap<>(
                box("subnet", column, tops[row], end - tops[row] - 8, subnet.identity().key(), ""));
        box.put("note", blocks(subnet.cidrs()));
        boxes.add(box);
      }
      column++;
    }
    boxes.addAll(inside);
    return y + 6;
  }

  private List<Gateway> gatewaysIn(SortedMap<String, List<Subnet>> columns, int row) {
    return network.gateways().stream()
        .filter(
            gateway -> gateway.subnet().filter(key -> columnOf(columns, row, key) >= 0).isPresent())
        .toList();
  }

  private static int columnOf(SortedMap<String, List<Subnet>> columns, int row, String key) {
    int column = 0;
    for (List<Subnet> subnets : columns.values()) {
      if (row < subnets.size() && subnets.get(row).identity().key().equals(key)) {
        return column;
      }
      column++;
    }
    return -1;
  }

  private Map<String, Object> box(
      String kind, int column, int y, int height, String name, String title) {
    int inset =
        switch (kind) {
          case "zone" -> 0;
          case "subnet" -> 8;
          default -> 18;
        };
    int width = COLUMN - 10 - 2 * inset;
    return Map.of(
        "kind",
        kind,
        "x",
        LEFT + 15 + column * COLUMN + inset,
        "y",
        y,
        "width",
        width,
        "height",
        height,
        "name",
        cut(name, width / CHARACTER - 2),
        "title",
        name + " " + title);
  }

  private static String blocks(List<Maybe<Cidr>> cidrs) {
    return cidrs.stream()
        .map(cidr -> cidr.known().map(Cidr::toString).orElse("(not known yet)"))
        .collect(Collectors.joining(", "));
  }

  /** The end of a resource address says most. */
  private static String cut(String text, int most) {
    return text.length() <= most ? text : "…" + text.substring(text.length() - most + 1);
  }

  private int height(String chip) {
    return heights.computeIfAbsent(
        chip,
        name ->
            Math.max(
                LEAST - 8,
                PORT
                        * flows.stream()
                            .mapToInt(
                                flow ->
                                    (flow.from().equals(name) ? 1 : 0)
                                        + (flow.to().equals(name) ? 1 : 0))
                            .sum()
                    + 6));
  }

  private List<Map<String, Object>> lines(int left, int laneX) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    List<Map<String, Object>> lines = new ArrayList<>();
    int lane = 0;
    for (Flow flow : flows) {
      int from = port(ports, flow.from());
      int to = port(ports, flow.to());
      lines.add(
          Map.of(
              "x",
              left,
              "from",
              from,
              "to",
              to,
              "lane",
              laneX + lane++ * LANE,
              "certain",
              flow.isCertain(),
              "text",
              cut(flow.traffic(), 60),
              "title",
              flow.from() + " -> " + flow.to() + ": " + flow.traffic(),
              "colour",
              new TreeSet<>(chips.keySet()).headSet(flow.from()).size() % 6));
    }
    return lines;
  }

  private int port(Map<String, Integer> ports, String chip) {
    int number = ports.merge(chip, 1, Integer::sum);
    return chips.getOrDefault(chip, 0) + number * PORT - 4;
  }
}
