package dev.groundtruth.network.terraform;

import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Route tables, their routes, and which subnets they are for. */
final class Tables {

  private static final String SUFFIX = ".default_route_table";

  private final Assembly assembly;
  private final Map<String, String> vpcs = new LinkedHashMap<>();
  private final Map<String, Resource> resources = new HashMap<>();
  private final Map<String, List<Route>> routes = new LinkedHashMap<>();
  private final Map<String, String> bySubnet = new HashMap<>();
  private final Map<String, String> mains = new HashMap<>();
  private final Set<String> inline = new HashSet<>();
  private final Map<String, Pattern> targets = new HashMap<>();

  Tables(Assembly assembly, Places places) {
    this.assembly = assembly;
    Map<Resource, String> adopted = new LinkedHashMap<>();
    for (Resource each : assembly.managed("aws_default_route_table")) {
      String vpc = places.adopt(each, "default_route_table_id", SUFFIX);
      mains.put(vpc, each.address());
      adopted.put(each, vpc);
    }
    adopted.forEach(this::read);
    for (Resource each : assembly.managed("aws_route_table")) {
      read(each, places.vpc(each, each.get("vpc_id")));
    }
    Set<String> mixed = new HashSet<>();
    for (Resource each : assembly.managed("aws_route")) {
      Optional<String> table = assembly.keys().one(each, each.get("route_table_id"));
      if (table.isEmpty()) {
        assembly.unclear(each.get("route_table_id"), "the route table");
        continue;
      }
      String key = table.get();
      if (inline.contains(key)) {
        assembly.remark(
            Remark.Kind.AMBIGUOUS,
            key,
            "it has inline routes and the route "
                + each.address()
                + ", which undo each other, perhaps you should use one kind only");
        mixed.add(key);
      }
      Value whole = Value.of(each);
      if (key.endsWith(SUFFIX)) {
        String vpc = key.substring(0, key.length() - SUFFIX.length());
        mains.putIfAbsent(vpc, key);
        vpcs.putIfAbsent(key, vpc);
      }
      routes
          .computeIfAbsent(key, any -> new ArrayList<>())
          .addAll(route(each, whole, "destination_"));
    }
    for (String key : mixed) {
      List<Route> all = routes.getOrDefault(key, new ArrayList<>());
      all.replaceAll(route -> perhaps(route, key));
    }
    for (Resource each : assembly.managed("aws_main_route_table_association")) {
      Optional<String> table = assembly.keys().one(each, each.get("route_table_id"));
      table.ifPresentOrElse(
          key -> mains.put(places.vpc(each, each.get("vpc_id")), key),
          () -> assembly.unclear(each.get("route_table_id"), "the route table"));
    }
    for (Resource each : assembly.managed("aws_route_table_association")) {
      Optional<String> subnet = assembly.keys().one(each, each.get("subnet_id"));
      Optional<String> table = assembly.keys().one(each, each.get("route_table_id"));
      if (subnet.isPresent() && table.isPresent()) {
        bySubnet.put(subnet.get(), table.get());
      } else {
        assembly.unclear(each.get(subnet.isEmpty() ? "subnet_id" : "route_table_id"), "it");
      }
    }
    for (Resource each : assembly.managed("aws_vpn_gateway_route_propagation")) {
      assembly
          .keys()
          .one(each, each.get("route_table_id"))
          .ifPresentOrElse(
              key -> propagated(each, key),
              () -> assembly.unclear(each.get("route_table_id"), "the route table"));
    }
  }

  /** Of routes that undo each other nobody knows which stay. */
  private static Route perhaps(Route route, String table) {
    return new Route(
        route.identity(),
        route.destination(),
        new RouteTarget.UnknownTarget("which routes of " + table + " stay"));
  }

  private void propagated(Resource resource, String table) {
    routes
        .computeIfAbsent(table, any -> new ArrayList<>())
        .add(
            new Route(
                assembly.part(resource, resource.address()),
                new Peer.UnknownPeer(resource.address()),
                new RouteTarget.Elsewhere("virtual private gateway", resource.address())));
  }

  private void read(Resource resource, String vpc) {
    List<Route> all = new ArrayList<>();
    Value blocks = resource.get("route");
    if (blocks.isConfigured()) {
      inline.add(resource.address());
    }
    if (blocks.isUnknown()
        && (blocks.isConfigured() || assembly.sources().isDynamic(resource, "route"))) {
      assembly.unclear(blocks, "what routes it has");
    }
    for (Value block : blocks.elements()) {
      if (!isOfItsOwn(blocks, block)) {
        all.addAll(route(resource, block, ""));
      }
    }
    routes.put(resource.address(), all);
    vpcs.put(resource.address(), vpc);
    resources.put(resource.address(), resource);
    Value propagating = resource.get("propagating_vgws");
    if (!propagating.isAbsent() && (propagating.isConfigured() || !propagating.isUnknown())) {
      propagated(resource, resource.address());
    }
  }

  /** Whether a computed route is one that a resource of its own makes or made. */
  private boolean isOfItsOwn(Value blocks, Value block) {
    if (blocks.isConfigured()) {
      return false;
    }
    String table = blocks.path().substring(0, blocks.path().lastIndexOf('.'));
    return ownRoutes().getOrDefault(table, List.of()).stream()
        .anyMatch(
            each ->
                same(block, each, "cidr_block", "destination_cidr_block")
                    && same(block, each, "ipv6_cidr_block", "destination_ipv6_cidr_block")
                    && same(
                        block, each, "destination_prefix_list_id", "destination_prefix_list_id"));
  }

  private final Map<String, List<Resource>> ownRoutes = new HashMap<>();

  /** The routes that are resources, by the table they name. */
  private Map<String, List<Resource>> ownRoutes() {
    if (ownRoutes.isEmpty()) {
      Stream.concat(assembly.document().resources().stream(), assembly.document().before().stream())
          .filter(each -> each.type().equals("aws_route"))
          .forEach(
              each ->
                  each.get("route_table_id")
                      .text()
                      .ifPresent(
                          id ->
                              ownRoutes
                                  .computeIfAbsent(
                                      assembly.keys().ofId(id), key -> new ArrayList<>())
                                  .add(each)));
    }
    return ownRoutes;
  }

  private static boolean same(Value block, Resource resource, String inline, String own) {
    return block.at(inline).text().equals(resource.get(own).text());
  }

  private List<Route> route(Resource resource, Value block, String prefix) {
    Optional<Peer> destination =
        assembly
            .block(block.at(prefix + "cidr_block"))
            .or(() -> assembly.block(block.at(prefix + "ipv6_cidr_block")))
            .or(() -> list(resource, block.at("destination_prefix_list_id")));
    if (destination.isEmpty()) {
      assembly.unclear(block, "the destination");
      return List.of();
    }
    Identity identity =
        new Identity(
            block.path(),
            Optional.empty(),
            Optional.of(resource.address()),
            Map.of(),
            assembly.sources().block(resource, "route", block));
    return List.of(new Route(identity, destination.get(), target(resource, block)));
  }

  private Optional<Peer> list(Resource resource, Value value) {
    if (value.isAbsent()) {
      return Optional.empty();
    }
    return Optional.of(
        assembly
            .keys()
            .one(resource, value)
            .<Peer>map(Peer.PrefixListPeer::new)
            .orElseGet(() -> new Peer.UnknownPeer(value.path())));
  }

  private RouteTarget target(Resource resource, Value block) {
    if (block.at("state").text().filter("blackhole"::equals).isPresent()) {
      return new RouteTarget.Blackhole();
    }
    for (String attribute :
        List.of(
            "gateway_id",
            "nat_gateway_id",
            "egress_only_gateway_id",
            "vpc_peering_connection_id",
            "transit_gateway_id",
            "vpc_endpoint_id",
            "carrier_gateway_id",
            "core_network_arn",
            "local_gateway_id",
            "network_interface_id",
            "instance_id")) {
      Value value = block.at(attribute);
      boolean isSet =
          value.text().isPresent()
              || (value.isUnknown() && (value.isConfigured() || !resource.hasConfiguration()));
      if (isSet) {
        return assembly
            .keys()
            .find(resource, value, key -> isTarget(attribute, key))
            .single()
            .map(key -> target(attribute, key))
            .orElseGet(() -> new RouteTarget.UnknownTarget(value.path()));
      }
    }
    return new RouteTarget.UnknownTarget(block.path());
  }

  /** Whether an attribute can mean it: the references of all inline routes come together. */
  private boolean isTarget(String attribute, String key) {
    return targets.computeIfAbsent(attribute, Tables::target).matcher(key).matches();
  }

  private static Pattern target(String attribute) {
    String types =
        switch (attribute) {
          case "gateway_id" -> "aws_(internet|vpn)_gateway";
          case "nat_gateway_id" -> "aws_nat_gateway";
          case "egress_only_gateway_id" -> "aws_egress_only_internet_gateway";
          case "vpc_peering_connection_id" -> "aws_vpc_peering_connection(_accepter)?";
          case "transit_gateway_id" -> "aws_ec2_transit_gateway";
          case "vpc_endpoint_id" -> "aws_vpc_endpoint";
          case "network_interface_id" -> "aws_(network_interface|instance)";
          case "instance_id" -> "aws_instance";
          default -> "aws_[a-z0-9_]+";
        };
    return Pattern.compile("(.*\\.)?" + types + "\\..*|[a-z]+-[0-9a-f]+|local");
  }

  private RouteTarget target(String attribute, String key) {
    return switch (attribute) {
      case "nat_gateway_id" -> new RouteTarget.NatGateway(key);
      case "egress_only_gateway_id" -> new RouteTarget.EgressOnlyGateway(key);
      case "vpc_peering_connection_id" -> new RouteTarget.Peering(key);
      case "vpc_endpoint_id" -> new RouteTarget.Elsewhere("endpoint", key);
      case "network_interface_id", "instance_id" -> new RouteTarget.Appliance(key);
      case "gateway_id" -> gateway(key);
      default ->
          new RouteTarget.Elsewhere(attribute.replaceAll("_(id|arn)$", "").replace('_', ' '), key);
    };
  }

  private static RouteTarget gateway(String key) {
    if (key.equals("local")) {
      return new RouteTarget.Local();
    }
    return key.contains("aws_internet_gateway.") || key.startsWith("igw-")
        ? new RouteTarget.InternetGateway(key)
        : new RouteTarget.Elsewhere("gateway", key);
  }

  Map<String, String> bySubnet() {
    return bySubnet;
  }

  Map<String, String> mains() {
    return mains;
  }

  /** Adds a route to a table, as a gateway endpoint does. */
  void add(String table, Route route) {
    routes.computeIfAbsent(table, any -> new ArrayList<>()).add(route);
  }

  List<RouteTable> all() {
    List<RouteTable> all = new ArrayList<>();
    routes.forEach(
        (key, each) -> {
          Resource resource = resources.get(key);
          String vpc = vpcs.getOrDefault(key, "");
          all.add(
              new RouteTable(
                  resource == null ? Identity.of(key) : assembly.identity(resource),
                  vpc,
                  key.equals(mains.get(vpc)),
                  each));
        });
    return all;
  }
}
