package dev.groundtruth.network.terraform;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Peering;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.Vpc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** VPCs, their subnets and their gateways, those among them that the source only mentions. */
final class Places {

  private final Assembly assembly;
  private final Map<String, Vpc> vpcs = new LinkedHashMap<>();
  private final Map<String, Subnet> subnets = new LinkedHashMap<>();
  private final Map<String, RouteTable> implied = new LinkedHashMap<>();
  private final Set<String> foreign = new java.util.HashSet<>();
  private final Map<Resource, Vpc.BlockPublicAccess> blocking;

  Places(Assembly assembly) {
    this.assembly = assembly;
    blocking = blockPublicAccess();
    for (Resource resource : assembly.managed("aws_vpc", "aws_default_vpc")) {
      vpcs.put(resource.address(), vpc(resource));
      if (resource.type().equals("aws_default_vpc")) {
        foreign.add(resource.address());
      }
    }
    for (Resource each : assembly.managed("aws_vpc_ipv4_cidr_block_association")) {
      extend(each, "cidr_block");
    }
    for (Resource each : assembly.managed("aws_vpc_ipv6_cidr_block_association")) {
      extend(each, "ipv6_cidr_block");
    }
  }

  private Vpc vpc(Resource resource) {
    List<Maybe<Cidr>> cidrs = new ArrayList<>();
    assembly.cidr(resource.get("cidr_block")).ifPresent(cidrs::add);
    Value ipv6 = resource.get("ipv6_cidr_block");
    boolean isAsked =
        resource.get("assign_generated_ipv6_cidr_block").isTrue()
            || resource.get("assign_generated_ipv6_cidr_block").isUnknown()
            || ipv6.isConfigured()
            || !resource.get("ipv6_ipam_pool_id").isAbsent()
            || !resource.isNew();
    if (isAsked) {
      assembly.cidr(ipv6).ifPresent(cidrs::add);
    }
    return new Vpc(assembly.identity(resource), cidrs, blocked(Optional.of(resource)));
  }

  private void extend(Resource association, String attribute) {
    String key = vpc(association, association.get("vpc_id"));
    Vpc vpc = vpcs.get(key);
    if (vpc != null) {
      List<Maybe<Cidr>> cidrs = new ArrayList<>(vpc.cidrs());
      assembly
          .cidr(association.get(attribute))
          .filter(cidr -> !cidrs.contains(cidr))
          .ifPresent(cidrs::add);
      vpcs.put(key, new Vpc(vpc.identity(), cidrs, vpc.blockPublicAccess()));
    }
  }

  /** What is said of all VPCs of an account in a region. */
  private Map<Resource, Vpc.BlockPublicAccess> blockPublicAccess() {
    Map<Resource, Vpc.BlockPublicAccess> said = new LinkedHashMap<>();
    for (Resource each : assembly.managed("aws_vpc_block_public_access_options")) {
      Value mode = each.get("internet_gateway_block_mode");
      said.put(
          each,
          switch (mode.text().orElse("")) {
            case "off" -> Vpc.BlockPublicAccess.OFF;
            case "block-ingress" -> Vpc.BlockPublicAccess.BLOCK_INGRESS;
            case "block-bidirectional" -> Vpc.BlockPublicAccess.BLOCK_BIDIRECTIONAL;
            default -> {
              assembly.unclear(mode, "whether public access is blocked");
              yield Vpc.BlockPublicAccess.UNKNOWN;
            }
          });
    }
    return said;
  }

  /**
   * What is said where a VPC is. Another provider configuration can be one for the same region and
   * account, so that what is said there may count.
   *
   * @param of the VPC, or what mentions it
   */
  private Vpc.BlockPublicAccess blocked(Optional<Resource> of) {
    Vpc.BlockPublicAccess elsewhere = Vpc.BlockPublicAccess.OFF;
    Optional<Vpc.BlockPublicAccess> here = Optional.empty();
    for (Map.Entry<Resource, Vpc.BlockPublicAccess> each : blocking.entrySet()) {
      if (of.map(each.getKey()::mayBeWith).orElse(true)) {
        here = Optional.of(each.getValue());
      } else if (each.getValue() != Vpc.BlockPublicAccess.OFF) {
        elsewhere = Vpc.BlockPublicAccess.UNKNOWN;
      }
    }
    return here.orElse(elsewhere);
  }

  /** The key of the VPC an attribute names. */
  String vpc(Resource resource, Value value) {
    Optional<String> found = assembly.keys().one(resource, value);
    if (found.isPresent()) {
      return mentioned(found.get(), Optional.of(resource));
    }
    if (value.isConfigured() || (value.hasUnknown() && !resource.hasConfiguration())) {
      assembly.unclear(value, "the VPC");
      return mentioned(value.path(), Optional.of(resource));
    }
    return defaultVpc(resource);
  }

  private String defaultVpc(Resource of) {
    return assembly.managed("aws_default_vpc").stream()
        .map(Resource::address)
        .findFirst()
        .orElseGet(() -> mentioned("the default VPC", Optional.of(of)));
  }

  private String mentioned(String key, Optional<Resource> by) {
    if (!vpcs.containsKey(key)) {
      foreign.add(key);
      Optional<Resource> found = assembly.document().resource(key);
      List<Maybe<Cidr>> cidrs =
          found
              .flatMap(data -> assembly.cidr(data.get("cidr_block")))
              .map(List::of)
              .orElseGet(() -> List.of(Maybe.unknown(key + ".cidr_block")));
      vpcs.put(key, new Vpc(Identity.of(key), cidrs, blocked(found.or(() -> by))));
    }
    return key;
  }

  /** The VPC whose default thing an attribute names, which is adopted by this. */
  String adopt(Resource resource, String attribute, String suffix) {
    Value value = resource.get(attribute);
    Optional<String> key = assembly.keys().one(resource, value);
    if (key.isPresent() && key.get().endsWith(suffix)) {
      String vpc = key.get().substring(0, key.get().length() - suffix.length());
      assembly.keys().adopt(key.get(), resource);
      return mentioned(vpc, Optional.of(resource));
    }
    String vpc = vpc(resource, resource.get("vpc_id"));
    assembly.keys().adopt(vpc + suffix, resource);
    return vpc;
  }

  void readSubnets(Map<String, String> tables, Map<String, String> mains, Acls acls) {
    List<Resource> all = new ArrayList<>(assembly.managed("aws_subnet", "aws_default_subnet"));
    assembly.data("aws_subnet").forEach(all::add);
    for (Resource each : all) {
      String vpc = vpc(each, each.get("vpc_id"));
      List<Maybe<Cidr>> cidrs = new ArrayList<>();
      assembly.cidr(each.get("cidr_block")).ifPresent(cidrs::add);
      Value ipv6 = each.get("ipv6_cidr_block");
      if (ipv6.isConfigured() || !ipv6.isUnknown() || isGivenIpv6(each)) {
        assembly.cidr(ipv6).ifPresent(cidrs::add);
      }
      subnets.put(
          each.address(),
          subnet(
              assembly.identity(each),
              vpc,
              cidrs,
              each.get("availability_zone").text(),
              Optional.ofNullable(tables.get(each.address()))
                  .or(() -> Optional.ofNullable(each.isData() ? null : mains.get(vpc))),
              acls.of(each.address(), vpc)));
    }
  }

  /** Whether AWS is asked to choose an IPv6 block for a subnet. */
  private static boolean isGivenIpv6(Resource subnet) {
    Value isNative = subnet.get("ipv6_native");
    return subnet.get("ipv6_ipam_pool_id").isSaid()
        || subnet.get("ipv6_netmask_length").isSaid()
        || isNative.isTrue()
        || (isNative.isUnknown() && isNative.isConfigured());
  }

  private Subnet subnet(
      Identity identity,
      String vpc,
      List<Maybe<Cidr>> cidrs,
      Optional<String> zone,
      Optional<String> table,
      Optional<String> acl) {
    return new Subnet(
        identity, vpc, cidrs, zone, Optional.of(table.orElseGet(() -> impliedTable(vpc))), acl);
  }

  /** The main table nobody shows: local routes only, unless the VPC is not one of the source's. */
  private String impliedTable(String vpc) {
    String key = vpc + ".default_route_table";
    List<Route> routes = new ArrayList<>();
    if (foreign.contains(vpc)) {
      for (Cidr block : Assembly.EVERYWHERE) {
        routes.add(
            new Route(
                Identity.of(key + "[" + block + "]"),
                new Peer.CidrPeer(block),
                new RouteTarget.UnknownTarget("the routes of " + key)));
      }
    }
    implied.put(key, new RouteTable(Identity.of(key), vpc, true, routes));
    return key;
  }

  /** A subnet by its key; one that is only mentioned is made up. */
  Subnet subnet(String key) {
    Subnet known = subnets.get(key);
    if (known == null) {
      known =
          subnet(
              Identity.of(key),
              mentioned("the VPC of " + key, Optional.empty()),
              List.of(Maybe.unknown(key + ".cidr_block")),
              Optional.empty(),
              Optional.empty(),
              Optional.of("the network ACL of " + key));
      subnets.put(key, known);
    }
    return known;
  }

  List<Vpc> vpcs() {
    return List.copyOf(vpcs.values());
  }

  boolean isForeign(String vpc) {
    return foreign.contains(vpc);
  }

  List<Subnet> subnets() {
    return List.copyOf(subnets.values());
  }

  List<RouteTable> implied() {
    return List.copyOf(implied.values());
  }

  List<Gateway> gateways() {
    Map<String, String> attached = new HashMap<>();
    for (Resource each : assembly.managed("aws_internet_gateway_attachment")) {
      assembly
          .keys()
          .one(each, each.get("internet_gateway_id"))
          .ifPresentOrElse(
              key -> attached.put(key, vpc(each, each.get("vpc_id"))),
              () -> assembly.unclear(each.get("internet_gateway_id"), "the gateway"));
    }
    List<Gateway> gateways = new ArrayList<>();
    for (Resource each :
        assembly.managed("aws_internet_gateway", "aws_egress_only_internet_gateway")) {
      Value vpc = each.get("vpc_id");
      boolean isNamed = vpc.isConfigured() || vpc.text().isPresent();
      Optional<String> key =
          isNamed ? Optional.of(vpc(each, vpc)) : Optional.ofNullable(attached.get(each.address()));
      gateways.add(
          new Gateway(
              assembly.identity(each),
              each.type().equals("aws_internet_gateway")
                  ? Gateway.Kind.INTERNET
                  : Gateway.Kind.EGRESS_ONLY,
              key,
              Optional.empty()));
    }
    for (Resource each : assembly.managed("aws_nat_gateway")) {
      Optional<String> subnet = assembly.keys().one(each, each.get("subnet_id"));
      if (subnet.isEmpty()) {
        assembly.unclear(each.get("subnet_id"), "the subnet");
      }
      gateways.add(
          new Gateway(
              assembly.identity(each),
              each.get("connectivity_type").text().filter("private"::equals).isPresent()
                  ? Gateway.Kind.PRIVATE_NAT
                  : Gateway.Kind.PUBLIC_NAT,
              subnet.map(key -> subnet(key).vpc()),
              subnet));
    }
    return gateways;
  }

  List<Peering> peerings() {
    Set<String> accepted = new java.util.HashSet<>();
    for (Resource each : assembly.managed("aws_vpc_peering_connection_accepter")) {
      if (each.get("auto_accept").isTrue()) {
        assembly.keys().one(each, each.get("vpc_peering_connection_id")).ifPresent(accepted::add);
      }
    }
    List<Peering> peerings = new ArrayList<>();
    for (Resource each : assembly.managed("aws_vpc_peering_connection")) {
      Value status = each.get("accept_status");
      boolean isActive =
          each.get("auto_accept").isTrue()
              || accepted.contains(each.address())
              || status.text().filter("active"::equals).isPresent();
      peerings.add(
          new Peering(
              assembly.identity(each),
              vpc(each, each.get("vpc_id")),
              vpc(each, each.get("peer_vpc_id")),
              isActive
                  ? Maybe.of(true)
                  : status.text().isPresent() ? Maybe.of(false) : Maybe.unknown(status.path())));
    }
    return peerings;
  }

  /** What the source mentions of VPCs that are not its own. */
  void remarkForeign() {
    foreign.forEach(
        key ->
            assembly.remark(
                Remark.Kind.IGNORED,
                key,
                "it is not part of the source, so that its main route table and blocks count as not"
                    + " known"));
  }
}
