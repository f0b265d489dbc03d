package dev.groundtruth.network.terraform;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.NetworkInterface.Kind;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.Subnet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that has an interface in a subnet. */
final class Interfaces {

  private static final Keys.Found NONE = new Keys.Found(List.of(), Optional.empty());

  private final Assembly assembly;
  private final Places places;
  private final Groups groups;
  private final Map<String, NetworkInterface> all = new LinkedHashMap<>();
  private final Map<String, List<String>> owners = new HashMap<>();
  private final Set<String> publicly = new HashSet<>();
  private final Map<String, String> instanceOf = new HashMap<>();

  /** What may be the interface of which instances, and the attribute that will tell. */
  private final Map<String, Doubt> doubts = new HashMap<>();

  /** The attribute that will tell which interface has a public address, if one may be any. */
  private Optional<String> anyPublic = Optional.empty();

  private record Doubt(Set<String> instances, String attribute) {}

  Interfaces(Assembly assembly, Places places, Groups groups) {
    this.assembly = assembly;
    this.places = places;
    this.groups = groups;
    elasticAddresses();
    attachments();
    instances();
    scaling();
    loadBalancers();
    databases();
    rest();
    moreGroups();
    services();
  }

  private Keys.Found find(Resource resource, Value value) {
    return value.isAbsent() || (value.isUnknown() && isComputed(resource, value))
        ? NONE
        : assembly.keys().find(resource, value);
  }

  private static boolean isComputed(Resource resource, Value value) {
    return resource.hasConfiguration() && !value.isConfigured();
  }

  private void elasticAddresses() {
    for (Resource each : assembly.managed("aws_eip", "aws_eip_association")) {
      for (String attribute :
          List.of("instance", "instance_id", "network_interface", "network_interface_id")) {
        Value value = each.get(attribute);
        Keys.Found found = find(each, value);
        publicly.addAll(found.keys());
        if (found.unknown().isPresent()) {
          assembly.unclear(value, "what has the address");
          anyPublic = anyPublic.or(found::unknown);
        }
      }
    }
  }

  private void attachments() {
    for (Resource each : assembly.managed("aws_network_interface_attachment")) {
      attach(
          assembly.keys().one(each, each.get("network_interface_id")),
          assembly.keys().one(each, each.get("instance_id")),
          each.get("network_interface_id"),
          each.get("instance_id"));
    }
    for (Resource each : assembly.managed("aws_instance")) {
      for (Value block : each.get("network_interface").elements()) {
        Value card = block.at("network_interface_id");
        attach(assembly.keys().one(each, card), Optional.of(each.address()), card, card);
      }
    }
    for (Resource each : assembly.managed("aws_network_interface")) {
      for (Value block : each.get("attachment").elements()) {
        Value instance = block.at("instance");
        attach(
            Optional.of(each.address()), assembly.keys().one(each, instance), instance, instance);
      }
      card(each);
    }
  }

  /** Notes whose an interface is; what cannot be told may be any, and nothing then is certain. */
  private void attach(
      Optional<String> card, Optional<String> instance, Value cardValue, Value instanceValue) {
    if (card.isPresent() && instance.isPresent()) {
      instanceOf.put(card.get(), instance.get());
      return;
    }
    Value open = card.isEmpty() ? cardValue : instanceValue;
    assembly.unclear(open, card.isEmpty() ? "the interface" : "whose interface it is");
    List<String> instances = instance.map(List::of).orElseGet(() -> addressesOf("aws_instance"));
    for (String each : card.map(List::of).orElseGet(() -> addressesOf("aws_network_interface"))) {
      doubts
          .computeIfAbsent(each, any -> new Doubt(new LinkedHashSet<>(), open.path()))
          .instances()
          .addAll(instances);
    }
  }

  private List<String> addressesOf(String type) {
    return assembly.managed(type).stream().map(Resource::address).toList();
  }

  private void card(Resource each) {
    Optional<Doubt> doubt = Optional.ofNullable(doubts.get(each.address()));
    Set<String> instances = new LinkedHashSet<>();
    Optional.ofNullable(instanceOf.get(each.address())).ifPresent(instances::add);
    doubt.ifPresent(any -> instances.addAll(any.instances()));
    owners.computeIfAbsent(each.address(), any -> new ArrayList<>()).addAll(instances);
    boolean isPublic =
        publicly.contains(each.address()) || instances.stream().anyMatch(publicly::contains);
    Maybe<Boolean> publicAddress =
        doubt.isPresent() && isPublic
            ? Maybe.unknown(doubt.get().attribute())
            : isPublic ? Maybe.of(true) : noneOrAny();
    add(
        each,
        instances.isEmpty() ? Kind.OTHER : Kind.INSTANCE,
        find(each, each.get("subnet_id")),
        doubt
            .map(any -> new Keys.Found(List.of(), Optional.of(any.attribute())))
            .orElseGet(() -> find(each, each.get("security_groups"))),
        publicAddress,
        false,
        addresses(each, "private_ip", "private_ips", "ipv6_addresses"));
  }

  /** No public address, unless there is one of which nobody knows whose it is. */
  private Maybe<Boolean> noneOrAny() {
    return anyPublic.<Maybe<Boolean>>map(Maybe::unknown).orElseGet(() -> Maybe.of(false));
  }

  private void instances() {
    for (Resource each : assembly.managed("aws_instance")) {
      if (!each.get("network_interface").elements().isEmpty()
          && each.get("network_interface").isConfigured()) {
        continue;
      }
      Keys.Found subnets = find(each, each.get("subnet_id"));
      Keys.Found vpcGroups = find(each, each.get("vpc_security_group_ids"));
      add(
          each,
          Kind.INSTANCE,
          subnets,
          vpcGroups.equals(NONE) ? find(each, each.get("security_groups")) : vpcGroups,
          publicAddress(each, each.get("associate_public_ip_address"), subnets),
          false,
          addresses(each, "private_ip", "secondary_private_ips", "ipv6_addresses"));
    }
  }

  private Maybe<Boolean> publicAddress(Resource each, Value asked, Keys.Found subnets) {
    if (publicly.contains(each.address()) || each.get("public_ip").text().isPresent()) {
      return Maybe.of(true);
    }
    if (asked.text().isPresent()) {
      return asked.isTrue() ? Maybe.of(true) : noneOrAny();
    }
    if (asked.isUnknown() && !isComputed(each, asked)) {
      return Maybe.unknown(asked.path());
    }
    Maybe<Boolean> given = onLaunch(subnets, asked);
    return given.equals(Maybe.of(false)) ? noneOrAny() : given;
  }

  /** What the subnets give to those who ask for nothing. */
  private Maybe<Boolean> onLaunch(Keys.Found subnets, Value asked) {
    Set<Maybe<Boolean>> given = new LinkedHashSet<>();
    for (String key : subnets.keys()) {
      Optional<Resource> subnet = assembly.document().resource(key);
      if (subnet.isEmpty()) {
        given.add(Maybe.unknown(key + ".map_public_ip_on_launch"));
        continue;
      }
      Value flag = subnet.get().get("map_public_ip_on_launch");
      given.add(
          flag.text().isPresent()
              ? Maybe.of(flag.isTrue())
              : flag.isUnknown() ? Maybe.unknown(flag.path()) : Maybe.of(false));
    }
    return given.size() == 1 && subnets.unknown().isEmpty()
        ? given.iterator().next()
        : Maybe.unknown(asked.path());
  }

  private List<InetAddress> addresses(Resource resource, String... attributes) {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    for (String attribute : attributes) {
      for (String text : resource.get(attribute).texts()) {
        addresses.add(Cidr.parseAddress(text));
      }
    }
    boolean open =
        resource.get(attributes[0]).isUnknown()
            && !(addresses.size() > 0 && resource.get(attributes[1]).isConfigured());
    return open ? List.of() : List.copyOf(addresses);
  }

  private void scaling() {
    for (Resource each : assembly.managed("aws_autoscaling_group")) {
      Keys.Found subnets = find(each, each.get("vpc_zone_identifier"));
      Optional<Resource> template = template(each);
      if (template.isEmpty()) {
        add(
            each,
            Kind.INSTANCE,
            subnets,
            new Keys.Found(List.of(), Optional.of(each.address() + ".launch_template")),
            Maybe.unknown(each.address() + ".launch_template"),
            true,
            List.of());
        continue;
      }
      Resource from = template.get();
      Keys.Found own =
          find(
              from,
              from.get(
                  from.type().equals("aws_launch_template")
                      ? "vpc_security_group_ids"
                      : "security_groups"));
      Value asked = from.get("associate_public_ip_address");
      Value cards = from.get("network_interfaces");
      if (!cards.elements().isEmpty()) {
        Value card = cards.block();
        own = find(from, card.at("security_groups"));
        asked = card.at("associate_public_ip_address");
        if (cards.elements().size() > 1) {
          assembly.unclear(cards, "which interface is meant, of several,");
        }
      }
      owners.computeIfAbsent(each.address(), any -> new ArrayList<>()).add(from.address());
      add(each, Kind.INSTANCE, subnets, own, publicAddress(from, asked, subnets), true, List.of());
    }
    assembly.managed("aws_launch_template", "aws_launch_configuration");
  }

  private Optional<Resource> template(Resource group) {
    Value block = group.get("launch_template").block();
    Value mixed =
        group
            .get("mixed_instances_policy")
            .block()
            .at("launch_template")
            .block()
            .at("launch_template_specification")
            .block();
    for (Value value :
        List.of(
            block.at("id"),
            block.at("name"),
            mixed.at("launch_template_id"),
            mixed.at("launch_template_name"),
            group.get("launch_configuration"))) {
      Keys.Found found = find(group, value);
      Optional<Resource> resource =
          found
              .single()
              .flatMap(
                  key ->
                      assembly
                          .document()
                          .resource(key)
                          .or(() -> named(key, "aws_launch_template", "aws_launch_configuration")));
      if (resource.isPresent()) {
        return resource;
      }
    }
    return Optional.empty();
  }

  private Optional<Resource> named(String name, String... types) {
    return assembly.managed(types).stream()
        .filter(each -> each.get("name").text().filter(name::equals).isPresent())
        .findFirst();
  }

  private void loadBalancers() {
    for (Resource each : assembly.managed("aws_lb", "aws_alb", "aws_elb")) {
      Keys.Found subnets = find(each, each.get("subnets"));
      if (subnets.equals(NONE)) {
        List<String> keys = new ArrayList<>();
        Optional<String> unknown = Optional.empty();
        for (Value block : each.get("subnet_mapping").elements()) {
          Keys.Found found = find(each, block.at("subnet_id"));
          keys.addAll(found.keys());
          unknown = unknown.or(found::unknown);
        }
        subnets = new Keys.Found(keys, unknown);
      }
      String type = each.get("load_balancer_type").text().orElse("application");
      Kind kind =
          type.equals("network") ? Kind.NETWORK_LOAD_BALANCER : Kind.APPLICATION_LOAD_BALANCER;
      if (type.equals("gateway")) {
        assembly.remark(
            Remark.Kind.NOT_UNDERSTOOD,
            each.address(),
            "a Gateway Load Balancer forwards packets, perhaps you should check it by hand");
      }
      Keys.Found own = find(each, each.get("security_groups"));
      if (own.equals(NONE) && kind == Kind.NETWORK_LOAD_BALANCER && !subnets.keys().isEmpty()) {
        String vpc = places.subnet(subnets.keys().get(0)).vpc();
        own = new Keys.Found(List.of(groups.open(each, vpc)), Optional.empty());
      }
      Value internal = each.get("internal");
      Maybe<Boolean> isPublic =
          internal.isUnknown() && !isComputed(each, internal)
              ? Maybe.unknown(internal.path())
              : Maybe.of(!internal.isTrue());
      add(each, kind, subnets, own, isPublic, true, List.of());
    }
  }

  private Keys.Found subnetsOf(Resource each, String attribute, String type) {
    Value value = each.get(attribute);
    Keys.Found named = find(each, value);
    if (named.unknown().isPresent() || named.keys().size() != 1) {
      return named.equals(NONE) ? NONE : new Keys.Found(List.of(), Optional.of(value.path()));
    }
    String key = named.keys().get(0);
    return assembly
        .document()
        .resource(key)
        // In a state a name is all there is, which a resource of another type may have for its id.
        .filter(found -> found.type().equals(type))
        .or(() -> named(value.text().orElse(key), type))
        .map(group -> find(group, group.get("subnet_ids")))
        .orElseGet(() -> new Keys.Found(List.of(), Optional.of(value.path())));
  }

  private Maybe<Boolean> flag(Resource each, String attribute) {
    Value value = each.get(attribute);
    return value.isUnknown() && !isComputed(each, value)
        ? Maybe.unknown(value.path())
        : Maybe.of(value.isTrue());
  }

  private void databases() {
    assembly.managed("aws_db_subnet_group", "aws_elasticache_subnet_group");
    for (Resource each : assembly.managed("aws_db_instance")) {
      add(
          each,
          Kind.RDS,
          subnetsOf(each, "db_subnet_group_name", "aws_db_subnet_group"),
          find(each, each.get("vpc_security_group_ids")),
          flag(each, "publicly_accessible"),
          true,
          List.of());
    }
    Map<String, Maybe<Boolean>> members = new HashMap<>();
    for (Resource each : assembly.managed("aws_rds_cluster_instance")) {
      Optional<String> cluster = assembly.keys().one(each, each.get("cluster_identifier"));
      if (cluster.isEmpty()) {
        assembly.unclear(each.get("cluster_identifier"), "the cluster");
        continue;
      }
      owners.computeIfAbsent(cluster.get(), any -> new ArrayList<>()).add(each.address());
      Maybe<Boolean> flag = flag(each, "publicly_accessible");
      members.merge(
          cluster.get(),
          flag,
          (one, other) ->
              one.equals(other) ? one : Maybe.unknown(each.address() + ".publicly_accessible"));
    }
    for (Resource each : assembly.managed("aws_rds_cluster")) {
      add(
          each,
          Kind.RDS,
          subnetsOf(each, "db_subnet_group_name", "aws_db_subnet_group"),
          find(each, each.get("vpc_security_group_ids")),
          members.getOrDefault(each.address(), Maybe.of(false)),
          true,
          List.of());
    }
    for (Resource each :
        assembly.managed("aws_elasticache_cluster", "aws_elasticache_replication_group")) {
      if (!find(each, each.get("replication_group_id")).equals(NONE)
          && each.type().equals("aws_elasticache_cluster")) {
        continue;
      }
      add(
          each,
          Kind.OTHER,
          subnetsOf(each, "subnet_group_name", "aws_elasticache_subnet_group"),
          find(each, each.get("security_group_ids")),
          Maybe.of(false),
          true,
          List.of());
    }
  }

  private void rest() {
    for (Resource each : assembly.managed("aws_efs_mount_target")) {
      add(
          each,
          Kind.OTHER,
          find(each, each.get("subnet_id")),
          find(each, each.get("security_groups")),
          Maybe.of(false),
          false,
          addresses(each, "ip_address", "ip_address"));
    }
    for (Resource each : assembly.managed("aws_lambda_function")) {
      for (Value block : each.get("vpc_config").elements()) {
        add(
            each,
            Kind.OTHER,
            find(each, block.at("subnet_ids")),
            find(each, block.at("security_group_ids")),
            Maybe.of(false),
            true,
            List.of());
      }
    }
    for (Resource each : assembly.managed("aws_vpc_endpoint")) {
      if (each.get("vpc_endpoint_type").text().filter("Interface"::equals).isPresent()) {
        add(
            each,
            Kind.VPC_ENDPOINT,
            find(each, each.get("subnet_ids")),
            find(each, each.get("security_group_ids")),
            Maybe.of(false),
            true,
            List.of());
      }
    }
  }

  private void services() {
    for (Resource each : assembly.managed("aws_ecs_service")) {
      List<Value> blocks = each.get("network_configuration").elements();
      if (!blocks.isEmpty()) {
        Value block = blocks.get(0);
        Value asked = block.at("assign_public_ip");
        owners
            .computeIfAbsent(each.address(), any -> new ArrayList<>())
            .addAll(each.get("task_definition").texts());
        add(
            each,
            Kind.ECS_TASK,
            find(each, block.at("subnets")),
            find(each, block.at("security_groups")),
            asked.isUnknown() ? Maybe.unknown(asked.path()) : Maybe.of(asked.isTrue()),
            true,
            List.of());
        continue;
      }
      List<Resource> hosts = assembly.managed("aws_autoscaling_group");
      if (hosts.size() == 1 && all.get(hosts.get(0).address()) != null) {
        NetworkInterface host = all.get(hosts.get(0).address());
        List<String> more = new ArrayList<>(host.owner());
        more.add(each.address());
        each.get("name").text().ifPresent(more::add);
        all.put(host.identity().key(), with(host, more, host.groups(), host.groupsKnown()));
      } else {
        assembly.remark(
            Remark.Kind.AMBIGUOUS,
            each.address(),
            "its tasks share the interfaces of container instances, and which these are is not"
                + " said, perhaps you should name the Auto Scaling group as endpoint");
      }
    }
  }

  private static NetworkInterface with(
      NetworkInterface of, List<String> owner, Set<String> groups, Maybe<Boolean> groupsKnown) {
    return new NetworkInterface(
        of.identity(),
        owner,
        of.kind(),
        of.subnets(),
        groups,
        groupsKnown,
        of.addresses(),
        of.publicAddress(),
        of.isOpenNumber());
  }

  private void moreGroups() {
    for (Resource each : assembly.managed("aws_network_interface_sg_attachment")) {
      Optional<String> card = assembly.keys().one(each, each.get("network_interface_id"));
      Optional<String> group = assembly.keys().one(each, each.get("security_group_id"));
      if (card.isEmpty() || group.isEmpty()) {
        Value open = each.get(card.isEmpty() ? "network_interface_id" : "security_group_id");
        assembly.unclear(open, card.isEmpty() ? "which interface it is for" : "the group");
        List<String> meant = card.map(List::of).orElseGet(() -> List.copyOf(all.keySet()));
        meant.forEach(key -> moreGroups(key, Optional.empty(), Maybe.unknown(open.path())));
      } else if (all.containsKey(card.get())) {
        moreGroups(
            card.get(),
            group,
            groups.isKnown(group.get())
                ? Maybe.of(true)
                : Maybe.unknown("the rules of " + group.get()));
      } else {
        assembly.unclear(each.get("network_interface_id"), "the interface");
      }
    }
  }

  private void moreGroups(String key, Optional<String> group, Maybe<Boolean> known) {
    NetworkInterface found = all.get(key);
    if (found == null) {
      return;
    }
    Set<String> more = new HashSet<>(found.groups());
    group.ifPresent(more::add);
    boolean wasKnown = found.groupsKnown().known().isPresent();
    all.put(key, with(found, found.owner(), more, wasKnown ? known : found.groupsKnown()));
  }

  private void add(
      Resource resource,
      Kind kind,
      Keys.Found subnets,
      Keys.Found asked,
      Maybe<Boolean> publicAddress,
      boolean isOpenNumber,
      List<InetAddress> addresses) {
    List<String> in = new ArrayList<>(subnets.keys());
    Set<String> own = new LinkedHashSet<>(asked.keys());
    Optional<String> unknown = asked.unknown();
    boolean isPlaced = !in.isEmpty() && subnets.unknown().isEmpty();
    if (!isPlaced) {
      // Anywhere, and nothing about it is certain.
      unknown = Optional.of(subnets.unknown().orElse(resource.address() + ".subnet_id"));
      places.subnets().stream()
          .map(subnet -> subnet.identity().key())
          .filter(key -> !in.contains(key))
          .forEach(in::add);
      if (in.isEmpty() || subnets.unknown().isEmpty()) {
        in.add("a default subnet");
      }
    }
    in.forEach(places::subnet);
    if (isPlaced && own.isEmpty() && unknown.isEmpty()) {
      Subnet subnet = places.subnet(in.get(0));
      groups.defaultOf(subnet.vpc()).ifPresent(own::add);
      if (own.isEmpty()) {
        unknown = Optional.of(subnet.vpc() + ".default_security_group");
      }
    }
    for (String group : own) {
      if (!groups.isKnown(group) && unknown.isEmpty()) {
        unknown = Optional.of("the rules of " + group);
      }
    }
    Set<String> names = new LinkedHashSet<>();
    names.add(resource.address());
    resource.get("id").text().ifPresent(names::add);
    resource.get("name").text().ifPresent(names::add);
    names.addAll(owners.getOrDefault(resource.address(), List.of()));
    Identity identity = assembly.identity(resource);
    all.put(
        resource.address(),
        new NetworkInterface(
            identity,
            List.copyOf(names),
            kind,
            in,
            unknown.isPresent() && !isPlaced ? Set.of() : own,
            unknown.<Maybe<Boolean>>map(Maybe::unknown).orElseGet(() -> Maybe.of(true)),
            addresses,
            publicAddress,
            isOpenNumber));
  }

  List<NetworkInterface> all() {
    return List.copyOf(all.values());
  }
}
