package dev.groundtruth.network.awscli;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.model.Gateway;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Peering;
import dev.groundtruth.network.model.PrefixList;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.Subnet;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.model.Vpc;
import dev.groundtruth.network.model.VpcEndpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads a folder of AWS CLI dumps, such as {@code aws ec2 describe-security-groups >
 * any-name.json}, into a network, or the same texts in memory. A file is recognised by its
 * top-level key; each region and account has a subfolder of its own if there are several.
 */
public final class DumpReader {

  /** A reader; it has no state. */
  public DumpReader() {}

  /**
   * Reads the dumps of a folder and its subfolders.
   *
   * @param folder the folder
   * @return the network; its remarks tell what is missing or was not understood
   * @throws UnusableDumpException if the folder is missing or empty, or a dump in it is malformed
   *     or contradicts another
   */
  public Network read(Path folder) {
    return network(folder.toString(), new DumpFolder(folder).read());
  }

  /**
   * Reads dumps that are in memory.
   *
   * @param source what the network is said to be read from, such as {@code eu-west-3}
   * @param dumps the dumps
   * @return the network; its remarks tell what is missing or was not understood
   * @throws UnusableDumpException if there is none, or one is malformed or contradicts another
   */
  public Network read(String source, List<Dump> dumps) {
    DumpFiles files = new DumpFiles();
    dumps.forEach(dump -> files.read(dump.name(), dump.json().getBytes(StandardCharsets.UTF_8)));
    if (dumps.isEmpty()) {
      files.problem(source, "holds no dump, perhaps you should read it again");
    }
    return network(source, files.dumps());
  }

  private static Network network(String source, Dumps dumps) {
    Network network = new Reading(dumps).network(source);
    if (!dumps.problems().isEmpty()) {
      throw new UnusableDumpException(dumps.problems());
    }
    return network;
  }

  /** One reading of dumps. */
  private record Reading(Dumps dumps) {

    Network network(String source) {
      dumps.scopes().keySet().forEach(this::judge);
      List<PrefixList> lists = new ArrayList<>();
      Set<String> named = new HashSet<>();
      for (DumpKind kind : List.of(DumpKind.PREFIX_LISTS, DumpKind.MANAGED_PREFIX_LISTS)) {
        dumps.each(kind, this::prefixList).stream()
            .filter(list -> named.add(list.identity().key()))
            .forEach(lists::add);
      }
      List<Gateway> gateways = new ArrayList<>();
      gateways.addAll(
          dumps.each(
              DumpKind.INTERNET_GATEWAYS,
              i -> gateway(i, "InternetGatewayId", Gateway.Kind.INTERNET)));
      gateways.addAll(
          dumps.each(
              DumpKind.EGRESS_ONLY_GATEWAYS,
              i -> gateway(i, "EgressOnlyInternetGatewayId", Gateway.Kind.EGRESS_ONLY)));
      gateways.addAll(dumps.each(DumpKind.NAT_GATEWAYS, this::nat));
      List<NetworkAcl> acls = new ArrayList<>(dumps.each(DumpKind.NETWORK_ACLS, this::acl));
      List<RouteTable> routeTables =
          new ArrayList<>(dumps.each(DumpKind.ROUTE_TABLES, this::routeTable));
      List<Subnet> subnets = subnets(acls, routeTables);
      return new Network(
          source,
          dumps.each(DumpKind.VPCS, this::vpc),
          subnets,
          routeTables,
          gateways,
          acls,
          dumps.each(DumpKind.SECURITY_GROUPS, this::group),
          interfaces(),
          lists,
          dumps.each(DumpKind.PEERINGS, this::peering),
          dumps.each(DumpKind.ENDPOINTS, this::endpoint),
          dumps.remarks());
    }

    /** Says what a folder lacks, and what in it decides nothing. */
    private void judge(String scope) {
      for (DumpKind kind : DumpKind.NEEDED) {
        if (!dumps.has(scope, kind)) {
          dumps.remark(
              Remark.Kind.NOT_UNDERSTOOD,
              subject(kind, scope),
              "no dump of it is there%s, perhaps you should run %s > any-name.json"
                  .formatted(
                      kind == DumpKind.NETWORK_INTERFACES ? placeless(scope) : "", kind.command()));
        }
      }
      if (!dumps.has(scope, DumpKind.BLOCK_PUBLIC_ACCESS_OPTIONS)) {
        dumps.remark(
            Remark.Kind.IGNORED,
            subject(DumpKind.BLOCK_PUBLIC_ACCESS_OPTIONS, scope),
            "no dump of it is there, so it may block what else is reachable from the internet,"
                + " perhaps you should run %s > any-name.json"
                    .formatted(DumpKind.BLOCK_PUBLIC_ACCESS_OPTIONS.command()));
      }
      boolean isBlocked =
          dumps
              .of(DumpKind.BLOCK_PUBLIC_ACCESS_OPTIONS, scope)
              .map(options -> options.node().path("InternetGatewayBlockMode"))
              .filter(mode -> mode.isString() && mode.stringValue().startsWith("block-"))
              .isPresent();
      if (isBlocked && !dumps.has(scope, DumpKind.BLOCK_PUBLIC_ACCESS_EXCLUSIONS)) {
        dumps.remark(
            Remark.Kind.NOT_UNDERSTOOD,
            subject(DumpKind.BLOCK_PUBLIC_ACCESS_EXCLUSIONS, scope),
            "no dump of it is there, so it may except what is blocked, perhaps you should run"
                + " %s > any-name.json"
                    .formatted(DumpKind.BLOCK_PUBLIC_ACCESS_EXCLUSIONS.command()));
      }
      for (DumpKind kind : DumpKind.values()) {
        int count = dumps.of(scope, kind).size();
        Optional<DumpKind> truth = kind.truth();
        if (count > 0 && kind.isBeyondTheModel()) {
          dumps.remark(
              Remark.Kind.NOT_UNDERSTOOD,
              subject(kind, scope),
              "%d of its elements can change what passes, perhaps you should check them by hand"
                  .formatted(count));
        }
        if (count > 0 && truth.isPresent()) {
          boolean isSaid = dumps.has(scope, truth.get());
          dumps.remark(
              isSaid ? Remark.Kind.IGNORED : Remark.Kind.NOT_UNDERSTOOD,
              subject(kind, scope),
              isSaid
                  ? "%d of its elements decide nothing: %s tells it already"
                      .formatted(count, truth.get().command())
                  : "%d of its elements are not followed, perhaps you should run %s"
                      .formatted(count, truth.get().command()));
        }
      }
    }

    /** What has a place in the network by its interfaces only. */
    private String placeless(String scope) {
      int balancers = dumps.of(scope, DumpKind.LOAD_BALANCERS).size();
      int databases = dumps.of(scope, DumpKind.DB_INSTANCES).size();
      int tasks = dumps.of(scope, DumpKind.TASKS).size();
      return balancers + databases + tasks == 0
          ? ""
          : ", so that nobody knows where %d load balancers, %d databases and %d tasks are"
              .formatted(balancers, databases, tasks);
    }

    private static String subject(DumpKind kind, String scope) {
      return kind.command() + (scope.equals(".") ? "" : " (" + scope + ")");
    }

    private Optional<Vpc> vpc(Item item) {
      List<Maybe<Cidr>> cidrs = blocks(item).stream().map(Maybe::of).toList();
      boolean isSaid = dumps.has(item.scope(), DumpKind.BLOCK_PUBLIC_ACCESS_OPTIONS);
      String mode =
          dumps
              .of(DumpKind.BLOCK_PUBLIC_ACCESS_OPTIONS, item.scope())
              .flatMap(options -> options.optional("InternetGatewayBlockMode"))
              .orElse(isSaid ? "off" : "");
      Vpc.BlockPublicAccess block =
          switch (mode) {
            case "" -> Vpc.BlockPublicAccess.UNKNOWN;
            case "off" -> Vpc.BlockPublicAccess.OFF;
            case "block-ingress" -> Vpc.BlockPublicAccess.BLOCK_INGRESS;
            case "block-bidirectional" -> Vpc.BlockPublicAccess.BLOCK_BIDIRECTIONAL;
            default -> {
              dumps.remark(
                  Remark.Kind.NOT_UNDERSTOOD,
                  subject(DumpKind.BLOCK_PUBLIC_ACCESS_OPTIONS, item.scope()),
                  "InternetGatewayBlockMode %s is not known, perhaps you should check it by hand"
                      .formatted(mode));
              yield Vpc.BlockPublicAccess.UNKNOWN;
            }
          };
      return Optional.of(new Vpc(item.identity(item.text("VpcId")), cidrs, block));
    }

    /** The blocks of a VPC or subnet, without those it has no more. */
    private static List<Cidr> blocks(Item item) {
      List<Cidr> blocks = new ArrayList<>();
      List<Item> v4 = item.parts("CidrBlockAssociationSet");
      v4.stream()
          .filter(part -> isAssociated(part.part("CidrBlockState")))
          .forEach(part -> part.cidr("CidrBlock").ifPresent(blocks::add));
      if (v4.isEmpty()) {
        item.cidr("CidrBlock").ifPresent(blocks::add);
      }
      item.parts("Ipv6CidrBlockAssociationSet").stream()
          .filter(part -> isAssociated(part.part("Ipv6CidrBlockState")))
          .forEach(part -> part.cidr("Ipv6CidrBlock").ifPresent(blocks::add));
      return blocks;
    }

    private static boolean isAssociated(Item state) {
      String text = state.optional("State").orElse("associated");
      return !text.equals("disassociated") && !text.equals("failed");
    }

    /** A route table that is not dumped may lead anywhere, even for addresses of the VPC. */
    private RouteTable unknownTable(String key, String vpc) {
      List<Cidr> destinations = new ArrayList<>();
      dumps.of(DumpKind.VPCS, vpc).map(Reading::blocks).ifPresent(destinations::addAll);
      destinations.add(Cidr.parse("0.0.0.0/0"));
      destinations.add(Cidr.parse("::/0"));
      List<Route> routes =
          destinations.stream()
              .map(
                  block ->
                      new Route(
                          Identity.of(key + " " + block),
                          new Peer.CidrPeer(block),
                          new RouteTarget.UnknownTarget(key)))
              .toList();
      return new RouteTable(Identity.of(key), vpc, false, routes);
    }

    private List<Subnet> subnets(List<NetworkAcl> acls, List<RouteTable> routeTables) {
      Map<String, String> tables = new HashMap<>();
      Map<String, String> aclOf = new HashMap<>();
      dumps.each(DumpKind.ROUTE_TABLES, t -> associate(t, "RouteTableId", tables));
      dumps.each(DumpKind.NETWORK_ACLS, a -> associate(a, "NetworkAclId", aclOf));
      return dumps.each(
          DumpKind.SUBNETS,
          item -> {
            String id = item.text("SubnetId");
            String vpc = item.text("VpcId");
            List<Maybe<Cidr>> cidrs = blocks(item).stream().map(Maybe::of).toList();
            String table = tables.getOrDefault(id, tables.get(vpc));
            if (table == null) {
              table = "route table of " + id;
              routeTables.add(unknownTable(table, vpc));
              dumps.remark(
                  Remark.Kind.NOT_UNDERSTOOD,
                  id,
                  "neither its route table nor the main one of %s is dumped, perhaps you should run"
                          .formatted(vpc)
                      + " %s without --filters".formatted(DumpKind.ROUTE_TABLES.command()));
            }
            String acl = aclOf.get(id);
            if (acl == null) {
              acl = "network ACL of " + id;
              acls.add(unknownAcl(acl, vpc));
            }
            return Optional.of(
                new Subnet(
                    item.identity(id),
                    vpc,
                    cidrs,
                    item.optional("AvailabilityZone"),
                    Optional.of(table),
                    Optional.of(acl)));
          });
    }

    /** An ACL that is not dumped lets nothing pass for certain. */
    private static NetworkAcl unknownAcl(String key, String vpc) {
      List<NetworkAclEntry> entries = new ArrayList<>();
      for (Direction direction : Direction.values()) {
        entries.add(
            new NetworkAclEntry(
                Identity.of(key + " " + direction),
                100,
                direction,
                true,
                Maybe.unknown(key),
                Maybe.unknown(key)));
      }
      return new NetworkAcl(Identity.of(key), vpc, false, entries);
    }

    /** Those that are, or will be in a moment; they may be shown when they are no more. */
    private static List<Item> associations(Item item) {
      return item.parts("Associations").stream()
          .filter(
              part ->
                  part.part("AssociationState")
                      .optional("State")
                      .map(state -> state.startsWith("associat"))
                      .orElse(true))
          .toList();
    }

    private static Optional<String> associate(Item item, String idField, Map<String, String> to) {
      String id = item.text(idField);
      for (Item part : associations(item)) {
        part.optional("SubnetId").ifPresent(subnet -> to.put(subnet, id));
        if (part.flag("Main")) {
          to.put(item.text("VpcId"), id);
        }
      }
      return Optional.empty();
    }

    private Optional<RouteTable> routeTable(Item item) {
      String id = item.text("RouteTableId");
      List<Item> associations = associations(item);
      boolean main = associations.stream().anyMatch(part -> part.flag("Main"));
      if (associations.stream().anyMatch(part -> part.has("GatewayId"))) {
        dumps.remark(
            Remark.Kind.NOT_UNDERSTOOD,
            id,
            "it is associated with a gateway, perhaps you should check its routes by hand");
      }
      List<Route> routes = new ArrayList<>();
      for (Item part : item.requiredParts("Routes")) {
        Peer destination =
            part.cidr("DestinationCidrBlock")
                .or(() -> part.cidr("DestinationIpv6CidrBlock"))
                .<Peer>map(Peer.CidrPeer::new)
                .orElseGet(() -> new Peer.PrefixListPeer(part.text("DestinationPrefixListId")));
        routes.add(
            new Route(
                item.unnamed(id + ".Routes[" + routes.size() + "]"), destination, target(part)));
      }
      return Optional.of(new RouteTable(item.identity(id), item.text("VpcId"), main, routes));
    }

    private static RouteTarget target(Item route) {
      if (route.optional("State").filter("blackhole"::equals).isPresent()) {
        return new RouteTarget.Blackhole();
      }
      String gateway = route.optional("GatewayId").orElse("");
      if (gateway.equals("local")) {
        return new RouteTarget.Local();
      }
      if (gateway.startsWith("igw-")) {
        return new RouteTarget.InternetGateway(gateway);
      }
      if (gateway.startsWith("vpce-") && route.has("DestinationPrefixListId")) {
        return new RouteTarget.GatewayEndpoint(gateway);
      }
      if (!gateway.isEmpty()) {
        return new RouteTarget.Elsewhere("gateway", gateway);
      }
      return route
          .optional("NatGatewayId")
          .<RouteTarget>map(RouteTarget.NatGateway::new)
          .or(
              () ->
                  route
                      .optional("EgressOnlyInternetGatewayId")
                      .map(RouteTarget.EgressOnlyGateway::new))
          .or(() -> route.optional("VpcPeeringConnectionId").map(RouteTarget.Peering::new))
          .or(() -> route.optional("NetworkInterfaceId").map(RouteTarget.Appliance::new))
          .or(
              () ->
                  route
                      .optional("TransitGatewayId")
                      .map(id -> new RouteTarget.Elsewhere("transit gateway", id)))
          .orElseGet(() -> new RouteTarget.Elsewhere("target", route.path()));
    }

    private Optional<Gateway> gateway(Item item, String idField, Gateway.Kind kind) {
      return Optional.of(
          new Gateway(
              item.identity(item.text(idField)),
              kind,
              item.texts("Attachments", "VpcId").stream().findFirst(),
              Optional.empty()));
    }

    private Optional<Gateway> nat(Item item) {
      String state = item.optional("State").orElse("available");
      if (state.equals("deleted") || state.equals("failed")) {
        dumps.remark(
            Remark.Kind.IGNORED, item.text("NatGatewayId"), "it carries nothing: it is " + state);
        return Optional.empty();
      }
      boolean isPrivate = item.optional("ConnectivityType").filter("private"::equals).isPresent();
      return Optional.of(
          new Gateway(
              item.identity(item.text("NatGatewayId")),
              isPrivate ? Gateway.Kind.PRIVATE_NAT : Gateway.Kind.PUBLIC_NAT,
              item.optional("VpcId"),
              item.optional("SubnetId")));
    }

    private Optional<NetworkAcl> acl(Item item) {
      String id = item.text("NetworkAclId");
      List<NetworkAclEntry> entries = new ArrayList<>();
      for (Item part : item.requiredParts("Entries")) {
        Direction direction = part.flag("Egress") ? Direction.EGRESS : Direction.INGRESS;
        int number =
            part.number("RuleNumber").orElseThrow(() -> part.fault("RuleNumber", "is missing"));
        Cidr cidr =
            part.cidr("CidrBlock")
                .or(() -> part.cidr("Ipv6CidrBlock"))
                .orElseThrow(() -> part.fault("CidrBlock", "is missing"));
        Item ports = part.part("PortRange");
        Item icmp = part.part("IcmpTypeCode");
        entries.add(
            new NetworkAclEntry(
                item.unnamed("%s.Entries[%d]".formatted(id, entries.size())),
                number,
                direction,
                isAllowed(part),
                Maybe.of(
                    match(
                        part,
                        part.text("Protocol"),
                        ports.number("From"),
                        ports.number("To"),
                        icmp.number("Type"),
                        icmp.number("Code"))),
                Maybe.of(cidr)));
      }
      return Optional.of(
          new NetworkAcl(item.identity(id), item.text("VpcId"), item.flag("IsDefault"), entries));
    }

    private static boolean isAllowed(Item entry) {
      return switch (entry.text("RuleAction")) {
        case "allow" -> true;
        case "deny" -> false;
        default ->
            throw entry.fault(
                "RuleAction", "is neither allow nor deny, perhaps you should dump again");
      };
    }

    private static TrafficMatch match(
        Item item,
        String protocol,
        OptionalInt from,
        OptionalInt to,
        OptionalInt type,
        OptionalInt code) {
      Protocol parsed =
          protocol.equals("-1") ? Protocol.ALL : item.parse("Protocol", protocol, Protocol::parse);
      boolean ranged = parsed.hasPorts() && from.isPresent() && from.getAsInt() >= 0;
      PortRange ports =
          ranged
              ? item.parse(
                  "FromPort", from.getAsInt() + "-" + to.orElse(from.getAsInt()), PortRange::parse)
              : PortRange.ALL;
      boolean icmp = parsed.isIcmp();
      return new TrafficMatch(
          parsed,
          ports,
          icmp && type.orElse(-1) >= 0 ? type : OptionalInt.empty(),
          icmp && code.orElse(-1) >= 0 ? code : OptionalInt.empty());
    }

    private Optional<SecurityGroup> group(Item item) {
      String id = item.text("GroupId");
      List<SecurityGroupRule> rules = new ArrayList<>();
      rules(item, id, "IpPermissions", Direction.INGRESS, rules);
      rules(item, id, "IpPermissionsEgress", Direction.EGRESS, rules);
      String name = item.optional("GroupName").orElse("");
      return Optional.of(
          new SecurityGroup(
              item.identity(id),
              item.optional("VpcId").orElse(""),
              name,
              name.equals("default"),
              rules));
    }

    private void rules(
        Item group, String id, String field, Direction direction, List<SecurityGroupRule> rules) {
      int index = 0;
      for (Item part : group.requiredParts(field)) {
        OptionalInt from = part.number("FromPort");
        OptionalInt to = part.number("ToPort");
        Maybe<TrafficMatch> match =
            Maybe.of(match(part, part.text("IpProtocol"), from, to, from, to));
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("IpRanges", "CidrIp");
        fields.put("Ipv6Ranges", "CidrIpv6");
        fields.put("PrefixListIds", "PrefixListId");
        fields.put("UserIdGroupPairs", "GroupId");
        for (Map.Entry<String, String> each : fields.entrySet()) {
          int inner = 0;
          for (Item other : part.parts(each.getKey())) {
            String text = other.text(each.getValue());
            Peer peer =
                switch (each.getKey()) {
                  case "PrefixListIds" -> new Peer.PrefixListPeer(text);
                  case "UserIdGroupPairs" -> groupPeer(id, text);
                  default -> new Peer.CidrPeer(other.parse(each.getValue(), text, Cidr::parse));
                };
            rules.add(
                new SecurityGroupRule(
                    group.unnamed(
                        "%s.%s[%d].%s[%d]".formatted(id, field, index, each.getKey(), inner++)),
                    direction,
                    match,
                    peer,
                    other.optional("Description").orElse("")));
          }
        }
        index++;
      }
    }

    private Peer groupPeer(String group, String other) {
      if (dumps.of(DumpKind.SECURITY_GROUPS, other).isEmpty()) {
        dumps.remark(
            Remark.Kind.NOT_UNDERSTOOD,
            group,
            "it refers to %s, which is not dumped, perhaps you should dump its account too"
                .formatted(other));
      }
      return new Peer.GroupPeer(other);
    }

    private Optional<PrefixList> prefixList(Item item) {
      String id = item.text("PrefixListId");
      Maybe<List<Cidr>> entries =
          dumps
              .of(DumpKind.PREFIX_LIST_ENTRIES, id)
              .map(dump -> dump.texts("Entries", "Cidr"))
              .map(texts -> texts.stream().map(text -> cidr(item, text)).toList())
              .or(
                  () ->
                      Optional.of(item)
                          .filter(it -> it.has("Cidrs"))
                          .map(it -> it.texts("Cidrs").stream().map(c -> cidr(it, c)).toList()))
              .map(Maybe::of)
              .orElseGet(() -> Maybe.unknown(id + ".Entries"));
      return Optional.of(
          new PrefixList(item.identity(id), item.optional("PrefixListName").orElse(""), entries));
    }

    private static Cidr cidr(Item item, String text) {
      return item.parse("Cidrs", text, Cidr::parse);
    }

    private Optional<Peering> peering(Item item) {
      return Optional.of(
          new Peering(
              item.identity(item.text("VpcPeeringConnectionId")),
              item.part("RequesterVpcInfo").text("VpcId"),
              item.part("AccepterVpcInfo").text("VpcId"),
              Maybe.of(item.part("Status").text("Code").equals("active"))));
    }

    private Optional<VpcEndpoint> endpoint(Item item) {
      String type = item.optional("VpcEndpointType").orElse("Gateway");
      if (type.equals("Interface")) {
        return Optional.empty(); // its interfaces are among those of describe-network-interfaces
      }
      if (!type.equals("Gateway")) {
        dumps.remark(
            Remark.Kind.NOT_UNDERSTOOD,
            item.text("VpcEndpointId"),
            "endpoints of the type %s are not followed, perhaps you should check it by hand"
                .formatted(type));
        return Optional.empty();
      }
      return Optional.of(
          new VpcEndpoint(
              item.identity(item.text("VpcEndpointId")),
              item.text("VpcId"),
              item.text("ServiceName"),
              Set.copyOf(item.texts("RouteTableIds"))));
    }

    /** Those that are dumped; in a folder where none are, those that its instances name. */
    private List<NetworkInterface> interfaces() {
      Interfaces interfaces = Interfaces.of(dumps);
      List<NetworkInterface> made =
          new ArrayList<>(
              dumps.each(
                  DumpKind.NETWORK_INTERFACES,
                  item -> interfaces.read(item, item.part("Attachment").optional("InstanceId"))));
      dumps
          .each(
              DumpKind.INSTANCES,
              instance ->
                  dumps.has(instance.scope(), DumpKind.NETWORK_INTERFACES)
                      ? Optional.empty()
                      : Optional.of(
                          instance.parts("NetworkInterfaces").stream()
                              .flatMap(
                                  item ->
                                      interfaces
                                          .read(item, instance.optional("InstanceId"))
                                          .stream())
                              .toList()))
          .forEach(made::addAll);
      return made;
    }
  }
}
