package dev.groundtruth.network.terraform;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.Remark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Network ACLs, which subnets they are for, and the default ones, which allow everything. */
final class Acls {

  private static final String SUFFIX = ".default_network_acl";

  private final Assembly assembly;
  private final Places places;
  private final Map<String, String> bySubnet = new HashMap<>();
  private final Map<String, String> defaults = new HashMap<>();
  private final Map<String, Draft> acls = new LinkedHashMap<>();
  private final Set<String> inline = new HashSet<>();

  /** What AWS tells of subnets: it counts where nobody writes what they have. */
  private final Map<String, String> told = new HashMap<>();

  private @Nullable Before before;

  /** A network ACL whose entries may not all be read yet. */
  private record Draft(
      Identity identity, String vpc, boolean isDefault, List<NetworkAclEntry> entries) {

    /** Of entries with the same number, the last read counts. */
    private void replace(NetworkAclEntry entry) {
      entries.removeIf(
          old -> old.direction() == entry.direction() && old.number() == entry.number());
      entries.add(entry);
    }

    /** Entries that undo each other stay or not. */
    private void perhaps(Direction direction) {
      entries.replaceAll(
          entry ->
              entry.direction() == direction
                  ? new NetworkAclEntry(
                      entry.identity(),
                      entry.number(),
                      direction,
                      entry.allow(),
                      Maybe.unknown(
                          "which %s entries of %s stay".formatted(direction, identity.key())),
                      entry.cidr())
                  : entry);
    }

    private NetworkAcl acl() {
      return new NetworkAcl(identity, vpc, isDefault, entries);
    }
  }

  /**
   * What resources of their own make before the plan: what an ACL tells of it may be over.
   *
   * @param entries the entries, by the id of their ACL, direction and number
   * @param subnets the subnets that are given an ACL
   */
  private record Before(Set<String> entries, Set<String> subnets) {

    static Before of(Assembly assembly) {
      Before before = new Before(new HashSet<>(), new HashSet<>());
      for (Resource each : assembly.document().before()) {
        if (each.type().equals("aws_network_acl_rule")) {
          before.entries.add(
              entry(
                  each.get("network_acl_id").text().orElse(""),
                  direction(each),
                  each.get("rule_number").text().orElse("")));
        } else if (each.type().equals("aws_network_acl_association")) {
          each.get("subnet_id").text().map(assembly.keys()::ofId).ifPresent(before.subnets::add);
        }
      }
      return before;
    }

    private static String entry(String acl, Direction direction, String number) {
      return acl + " " + direction + " " + number;
    }

    boolean hasEntry(Resource acl, Direction direction, Value block) {
      return !entries.isEmpty()
          && entries.contains(
              entry(
                  acl.get("id").text().orElse(""),
                  direction,
                  block.at("rule_no").text().orElse("")));
    }
  }

  Acls(Assembly assembly, Places places) {
    this.assembly = assembly;
    this.places = places;
    List<Resource> adopted = assembly.managed("aws_default_network_acl");
    for (Resource each : adopted) {
      String vpc = places.adopt(each, "default_network_acl_id", SUFFIX);
      defaults.put(vpc, each.address());
      read(each, vpc, true);
    }
    for (Resource each : assembly.managed("aws_network_acl")) {
      read(each, places.vpc(each, each.get("vpc_id")), false);
    }
    places.vpcs().stream()
        .map(vpc -> vpc.identity().key())
        .filter(vpc -> !places.isForeign(vpc) && !defaults.containsKey(vpc))
        .forEach(this::allowAll);
    rules();
    for (Resource each : assembly.managed("aws_network_acl_association")) {
      Optional<String> subnet = assembly.keys().one(each, each.get("subnet_id"));
      Optional<String> acl = assembly.keys().one(each, each.get("network_acl_id"));
      if (subnet.isPresent() && acl.isPresent()) {
        bySubnet.put(subnet.get(), acl.get());
      } else {
        assembly.unclear(each.get(subnet.isEmpty() ? "subnet_id" : "network_acl_id"), "it");
      }
    }
    told.forEach(bySubnet::putIfAbsent);
  }

  private Before before() {
    Before found = before;
    if (found == null) {
      found = Before.of(assembly);
      before = found;
    }
    return found;
  }

  private void allowAll(String vpc) {
    String key = vpc + SUFFIX;
    List<NetworkAclEntry> entries = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      for (Cidr block : Assembly.EVERYWHERE) {
        entries.add(
            new NetworkAclEntry(
                Identity.of(key + "." + direction + "[" + block + "]"),
                block.isIpv4() ? 100 : 101,
                direction,
                true,
                Maybe.of(dev.groundtruth.network.model.TrafficMatch.ALL),
                Maybe.of(block)));
      }
    }
    acls.put(key, new Draft(Identity.of(key), vpc, true, entries));
    defaults.put(vpc, key);
  }

  private void read(Resource resource, String vpc, boolean isDefault) {
    List<NetworkAclEntry> entries = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      Value blocks = resource.get(direction.toString());
      if (blocks.isConfigured()) {
        inline.add(resource.address() + direction);
      }
      if (blocks.isUnknown()
          && (blocks.isConfigured()
              || assembly.sources().isDynamic(resource, direction.toString()))) {
        assembly.unclear(blocks, "what it consists of");
      }
      for (Value block : blocks.elements()) {
        if (!blocks.isConfigured() && before().hasEntry(resource, direction, block)) {
          continue;
        }
        entry(resource, block, direction, "rule_no", "action", block.path())
            .ifPresent(entries::add);
      }
    }
    acls.put(resource.address(), new Draft(assembly.identity(resource), vpc, isDefault, entries));
    Value subnets = resource.get("subnet_ids");
    if (subnets.isConfigured() || !subnets.isUnknown()) {
      Keys.Found found = assembly.keys().find(resource, subnets);
      for (String subnet : found.keys()) {
        if (subnets.isConfigured()) {
          bySubnet.put(subnet, resource.address());
        } else if (!before().subnets().contains(subnet)) {
          told.put(subnet, resource.address());
        }
      }
      found.unknown().ifPresent(any -> assembly.unclear(subnets, "which subnets it is for"));
    }
  }

  private Optional<NetworkAclEntry> entry(
      Resource resource,
      Value block,
      Direction direction,
      String number,
      String action,
      String key) {
    Optional<Maybe<Cidr>> cidr =
        assembly.cidr(block.at("cidr_block")).or(() -> assembly.cidr(block.at("ipv6_cidr_block")));
    if (block.at(number).number().isEmpty()
        || block.at(action).text().isEmpty()
        || cidr.isEmpty()) {
      assembly.unclear(block, "its number, action or block");
      return Optional.empty();
    }
    return Optional.of(
        new NetworkAclEntry(
            new Identity(
                key,
                Optional.empty(),
                Optional.of(resource.address()),
                Map.of(),
                assembly.sources().block(resource, direction.toString(), block)),
            block.at(number).number().getAsInt(),
            direction,
            block.at(action).text().get().equalsIgnoreCase("allow"),
            TrafficMatches.ofEntry(
                block.at("protocol"),
                block.at("from_port"),
                block.at("to_port"),
                block.at("icmp_type"),
                block.at("icmp_code")),
            cidr.get()));
  }

  private static Direction direction(Resource rule) {
    return rule.get("egress").isTrue() ? Direction.EGRESS : Direction.INGRESS;
  }

  private void rules() {
    Set<String> mixed = new HashSet<>();
    for (Resource each : assembly.managed("aws_network_acl_rule")) {
      Optional<Draft> acl =
          assembly
              .keys()
              .one(each, each.get("network_acl_id"))
              .flatMap(key -> Optional.ofNullable(acls.get(key)));
      if (acl.isEmpty()) {
        assembly.unclear(each.get("network_acl_id"), "the network ACL");
        continue;
      }
      Direction direction = direction(each);
      String key = acl.get().identity().key();
      if (inline.contains(key + direction)) {
        assembly.remark(
            Remark.Kind.AMBIGUOUS,
            key,
            "it has inline entries and the entry "
                + each.address()
                + ", which undo each other, perhaps you should use one kind only");
        mixed.add(key + direction);
      }
      entry(each, Value.of(each), direction, "rule_number", "rule_action", each.address())
          .ifPresent(acl.get()::replace);
    }
    for (Draft acl : acls.values()) {
      for (Direction direction : Direction.values()) {
        if (mixed.contains(acl.identity().key() + direction)) {
          acl.perhaps(direction);
        }
      }
    }
  }

  /** Where a VPC is not the source's own, its default ACL is not known, and named all the same. */
  Optional<String> of(String subnet, String vpc) {
    return Optional.ofNullable(bySubnet.get(subnet))
        .or(() -> Optional.ofNullable(defaults.get(vpc)))
        .or(() -> places.isForeign(vpc) ? Optional.of(vpc + SUFFIX) : Optional.empty());
  }

  List<NetworkAcl> all() {
    return acls.values().stream().map(Draft::acl).toList();
  }
}
