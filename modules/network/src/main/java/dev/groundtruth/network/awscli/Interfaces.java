package dev.groundtruth.network.awscli;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.NetworkInterface.Kind;
import dev.groundtruth.network.model.Remark;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Interfaces, and what their descriptions tell of whom they belong to. */
final class Interfaces {

  private final Dumps dumps;

  private static final Pattern MOUNT_TARGET =
      Pattern.compile("EFS mount target for (?<system>fs-\\w+) \\((?<target>fsmt-\\w+)\\)");

  /** By what the interface's description ends in. */
  private final Map<String, Item> balancers = new HashMap<>();

  /** By the interface. */
  private final Map<String, Item> tasks = new HashMap<>();

  /** By the subnet and the groups. */
  private final Map<String, List<Item>> databases = new HashMap<>();

  private Interfaces(Dumps dumps) {
    this.dumps = dumps;
  }

  /** Looks once through all that may own an interface. */
  static Interfaces of(Dumps dumps) {
    Interfaces interfaces = new Interfaces(dumps);
    dumps.each(DumpKind.LOAD_BALANCERS, interfaces::addBalancer);
    dumps.each(DumpKind.TASKS, interfaces::addTask);
    dumps.each(DumpKind.DB_INSTANCES, interfaces::addDatabase);
    return interfaces;
  }

  private Optional<Item> addBalancer(Item balancer) {
    String arn = balancer.text("LoadBalancerArn");
    balancers.put(arn.replaceFirst(".*:loadbalancer/", ""), balancer);
    return Optional.empty();
  }

  private Optional<Item> addTask(Item task) {
    for (Item attachment : task.parts("attachments")) {
      for (Item detail : attachment.parts("details")) {
        detail.optional("value").ifPresent(value -> tasks.put(value, task));
      }
    }
    return Optional.empty();
  }

  private Optional<Item> addDatabase(Item database) {
    Set<String> groups = Set.copyOf(database.texts("VpcSecurityGroups", "VpcSecurityGroupId"));
    for (String subnet : database.part("DBSubnetGroup").texts("Subnets", "SubnetIdentifier")) {
      databases.computeIfAbsent(place(subnet, groups), any -> new ArrayList<>()).add(database);
    }
    return Optional.empty();
  }

  private static String place(String subnet, Set<String> groups) {
    return subnet + " " + new TreeSet<>(groups);
  }

  /**
   * An interface.
   *
   * @param item how it is described
   * @param instance the instance it is attached to
   */
  Optional<NetworkInterface> read(Item item, Optional<String> instance) {
    String id = item.text("NetworkInterfaceId");
    String subnet = item.text("SubnetId");
    if (dumps.of(DumpKind.SUBNETS, subnet).isEmpty()) {
      dumps.remark(
          Remark.Kind.NOT_UNDERSTOOD,
          id,
          "its subnet %s is not dumped, perhaps you should run %s"
              .formatted(subnet, DumpKind.SUBNETS.command()));
      return Optional.empty();
    }
    if (item.optional("Status").filter("available"::equals).isPresent()) {
      dumps.remark(
          Remark.Kind.IGNORED, id, "it is attached to nothing, so that nobody sends or receives");
      return Optional.empty();
    }
    Set<InetAddress> addresses = new LinkedHashSet<>();
    item.address("PrivateIpAddress").ifPresent(addresses::add);
    item.parts("PrivateIpAddresses")
        .forEach(part -> part.address("PrivateIpAddress").ifPresent(addresses::add));
    item.parts("Ipv6Addresses")
        .forEach(part -> part.address("Ipv6Address").ifPresent(addresses::add));
    delegated(item, id, addresses);
    boolean isPublic =
        item.part("Association").has("PublicIp")
            || item.parts("PrivateIpAddresses").stream()
                .anyMatch(part -> part.part("Association").has("PublicIp"));
    Set<String> groups = Set.copyOf(item.texts("Groups", "GroupId"));
    Set<String> owner = new LinkedHashSet<>();
    Map<String, String> tags = new LinkedHashMap<>();
    Kind kind = kind(item, instance, owner, tags, groups, subnet);
    tags.putAll(item.tags());
    return Optional.of(
        new NetworkInterface(
            item.identity(id, tags),
            List.copyOf(owner),
            kind,
            List.of(subnet),
            groups,
            groups.isEmpty() && !isUnfiltered(item, kind)
                ? Maybe.unknown(id + " has no security groups")
                : Maybe.of(true),
            new ArrayList<>(addresses),
            publicAddress(item, isPublic),
            false));
  }

  /**
   * No group applies to a NAT gateway, nor to a Network Load Balancer that is told to have none.
   */
  private static boolean isUnfiltered(Item item, Kind kind) {
    return kind == Kind.NAT_GATEWAY || (kind == Kind.NETWORK_LOAD_BALANCER && item.has("Groups"));
  }

  /** IPv4 prefixes are /28, the sixteen addresses of which are its own; IPv6 ones are /80. */
  private void delegated(Item item, String id, Set<InetAddress> addresses) {
    for (Item part : item.parts("Ipv4Prefixes")) {
      Optional<Cidr> prefix = part.cidr("Ipv4Prefix");
      if (prefix.isPresent() && prefix.get().isIpv4() && prefix.get().prefixLength() >= 24) {
        byte[] bytes = prefix.get().first().getAddress();
        int last = prefix.get().last().getAddress()[3] & 0xff;
        for (int i = bytes[3] & 0xff; i <= last; i++) {
          byte[] each = bytes.clone();
          each[3] = (byte) i;
          try {
            addresses.add(InetAddress.getByAddress(each));
          } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
          }
        }
      } else {
        notExpanded(id);
      }
    }
    if (!item.parts("Ipv6Prefixes").isEmpty()) {
      notExpanded(id);
    }
  }

  private void notExpanded(String id) {
    dumps.remark(
        Remark.Kind.NOT_UNDERSTOOD,
        id,
        "prefixes with too many addresses are delegated to it, perhaps you should ask about these"
            + " addresses by hand");
  }

  /**
   * Where Block Public Access is not dumped, nobody knows whether the internet can use the address.
   */
  private Maybe<Boolean> publicAddress(Item item, boolean isPublic) {
    return isPublic && !dumps.has(item.scope(), DumpKind.BLOCK_PUBLIC_ACCESS_OPTIONS)
        ? Maybe.unknown(DumpKind.BLOCK_PUBLIC_ACCESS_OPTIONS.command())
        : Maybe.of(isPublic);
  }

  private Kind kind(
      Item item,
      Optional<String> instance,
      Set<String> owner,
      Map<String, String> tags,
      Set<String> groups,
      String subnet) {
    String description = item.optional("Description").orElse("");
    String type = item.optional("InterfaceType").orElse("interface");
    String last = description.substring(description.lastIndexOf(' ') + 1);
    if (type.equals("nat_gateway")) {
      owner.add(last);
      return Kind.NAT_GATEWAY;
    }
    if (type.equals("vpc_endpoint")) {
      owner.add(last);
      return Kind.VPC_ENDPOINT;
    }
    if (description.startsWith("ELB ")) {
      loadBalancer(last, owner, tags);
      return last.startsWith("app/")
          ? Kind.APPLICATION_LOAD_BALANCER
          : last.startsWith("net/") ? Kind.NETWORK_LOAD_BALANCER : Kind.OTHER;
    }
    Matcher mount = MOUNT_TARGET.matcher(description);
    if (mount.matches()) {
      owner.add(mount.group("system"));
      owner.add(mount.group("target"));
      return Kind.OTHER;
    }
    Optional<Item> task = Optional.ofNullable(tasks.get(item.text("NetworkInterfaceId")));
    if (task.isPresent() || description.startsWith("arn:aws:ecs:")) {
      task.ifPresent(
          found -> {
            owner.add(found.text("taskArn"));
            found.optional("group").ifPresent(group -> owner.add(group.replace("service:", "")));
            tags.putAll(found.tags());
          });
      return Kind.ECS_TASK;
    }
    if (description.equals("RDSNetworkInterface")) {
      database(groups, subnet, owner, tags);
      return Kind.RDS;
    }
    if (instance.isEmpty()) {
      return Kind.OTHER;
    }
    owner.add(instance.get());
    dumps
        .of(DumpKind.INSTANCES, instance.get())
        .map(Item::tags)
        .ifPresent(
            found -> {
              tags.putAll(found);
              Optional.ofNullable(found.get("aws:autoscaling:groupName")).ifPresent(owner::add);
            });
    return Kind.INSTANCE;
  }

  private void loadBalancer(String suffix, Set<String> owner, Map<String, String> tags) {
    String[] parts = suffix.split("/", -1);
    owner.add(parts.length > 1 ? parts[1] : suffix);
    Optional.ofNullable(balancers.get(suffix))
        .ifPresent(
            balancer -> {
              owner.add(balancer.text("LoadBalancerArn"));
              tags.putAll(balancer.tags());
            });
  }

  /** The interface does not name its database: groups and subnet tell whose it can be. */
  private void database(
      Set<String> groups, String subnet, Set<String> owner, Map<String, String> tags) {
    for (Item database : databases.getOrDefault(place(subnet, groups), List.of())) {
      owner.add(database.text("DBInstanceIdentifier"));
      database.optional("DBInstanceArn").ifPresent(owner::add);
      database.optional("DBClusterIdentifier").ifPresent(owner::add);
      tags.putAll(database.tags());
    }
  }
}
