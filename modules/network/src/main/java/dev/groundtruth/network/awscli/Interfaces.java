package dev.groundtruth.network.awscli;

import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.NetworkInterface.Kind;
import dev.groundtruth.network.model.Remark;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Interfaces, and what their descriptions tell of whom they belong to. */
record Interfaces(Dumps dumps) {

  Optional<NetworkInterface> read(Item item) {
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
    if (item.has("Ipv4Prefixes") || item.has("Ipv6Prefixes")) {
      dumps.remark(
          Remark.Kind.NOT_UNDERSTOOD,
          id,
          "prefixes are delegated to it, perhaps you should ask about these addresses by hand");
    }
    Set<InetAddress> addresses = new LinkedHashSet<>();
    item.address("PrivateIpAddress").ifPresent(addresses::add);
    item.parts("PrivateIpAddresses")
        .forEach(part -> part.address("PrivateIpAddress").ifPresent(addresses::add));
    item.parts("Ipv6Addresses")
        .forEach(part -> part.address("Ipv6Address").ifPresent(addresses::add));
    boolean isPublic =
        item.part("Association").has("PublicIp")
            || item.parts("PrivateIpAddresses").stream()
                .anyMatch(part -> part.part("Association").has("PublicIp"));
    Set<String> groups = Set.copyOf(item.texts("Groups", "GroupId"));
    Set<String> owner = new LinkedHashSet<>();
    Map<String, String> tags = new LinkedHashMap<>();
    Kind kind = kind(item, owner, tags, groups, subnet);
    tags.putAll(item.tags());
    return Optional.of(
        new NetworkInterface(
            item.identity(id, tags),
            List.copyOf(owner),
            kind,
            List.of(subnet),
            groups,
            groups.isEmpty() && kind != Kind.NAT_GATEWAY
                ? Maybe.unknown(id + " has no security groups")
                : Maybe.of(true),
            new ArrayList<>(addresses),
            Maybe.of(isPublic),
            false));
  }

  private Kind kind(
      Item item, Set<String> owner, Map<String, String> tags, Set<String> groups, String subnet) {
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
    Optional<Item> task = task(item.text("NetworkInterfaceId"));
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
    Optional<String> instance = item.part("Attachment").optional("InstanceId");
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
    for (Item balancer : dumps.of(DumpKind.LOAD_BALANCERS)) {
      String arn = balancer.text("LoadBalancerArn");
      if (arn.endsWith("loadbalancer/" + suffix)) {
        owner.add(arn);
        tags.putAll(balancer.tags());
      }
    }
  }

  private Optional<Item> task(String networkInterface) {
    return dumps.of(DumpKind.TASKS).stream()
        .filter(
            task ->
                task.parts("attachments").stream()
                    .flatMap(attachment -> attachment.parts("details").stream())
                    .anyMatch(
                        detail ->
                            detail.optional("value").filter(networkInterface::equals).isPresent()))
        .findFirst();
  }

  /** The interface does not name its database: groups and subnet tell whose it can be. */
  private void database(
      Set<String> groups, String subnet, Set<String> owner, Map<String, String> tags) {
    for (Item database : dumps.of(DumpKind.DB_INSTANCES)) {
      Set<String> own = Set.copyOf(database.texts("VpcSecurityGroups", "VpcSecurityGroupId"));
      boolean there =
          database.part("DBSubnetGroup").texts("Subnets", "SubnetIdentifier").contains(subnet);
      if (there && own.equals(groups)) {
        owner.add(database.text("DBInstanceIdentifier"));
        database.optional("DBInstanceArn").ifPresent(owner::add);
        database.optional("DBClusterIdentifier").ifPresent(owner::add);
        tags.putAll(database.tags());
      }
    }
  }
}
