package dev.groundtruth.network.terraform;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.SecurityGroup;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Security groups with all spellings of their rules, and the default ones nobody writes down. */
final class Groups {

  private static final String SUFFIX = ".default_security_group";

  private final Assembly assembly;
  private final Map<String, String> vpcs = new LinkedHashMap<>();
  private final Map<String, Resource> resources = new HashMap<>();
  private final Map<String, List<SecurityGroupRule>> rules = new LinkedHashMap<>();
  private final Map<String, List<SecurityGroupRule>> computed = new HashMap<>();
  private final Set<String> inline = new HashSet<>();
  private final Map<String, Set<Direction>> mixed = new HashMap<>();
  private final Set<String> defaults = new HashSet<>();
  private final Map<String, String> defaultOf = new HashMap<>();

  Groups(Assembly assembly, Places places) {
    this.assembly = assembly;
    List<Resource> adopted = assembly.managed("aws_default_security_group");
    for (Resource each : adopted) {
      String vpc = places.vpc(each, each.get("vpc_id"));
      assembly.keys().adopt(vpc + SUFFIX, each);
      defaults.add(each.address());
      defaultOf.put(vpc, each.address());
      vpcs.put(each.address(), vpc);
    }
    places.vpcs().stream()
        .map(vpc -> vpc.identity().key())
        .filter(vpc -> !defaultOf.containsKey(vpc) && !places.isForeign(vpc))
        .forEach(this::byDefault);
    List<Resource> own = new ArrayList<>(adopted);
    for (Resource each : assembly.managed("aws_security_group")) {
      vpcs.put(each.address(), places.vpc(each, each.get("vpc_id")));
      own.add(each);
    }
    own.forEach(this::read);
    assembly.managed("aws_security_group_rule").forEach(this::rule);
    assembly
        .managed("aws_vpc_security_group_ingress_rule")
        .forEach(each -> single(each, Direction.INGRESS));
    assembly
        .managed("aws_vpc_security_group_egress_rule")
        .forEach(each -> single(each, Direction.EGRESS));
    forgetBefore();
    computed.forEach(
        (group, some) ->
            some.stream()
                .filter(rule -> rules(group).stream().noneMatch(other -> alike(rule, other)))
                .forEach(rule -> rules(group).add(rule)));
    mixed.forEach(
        (group, directions) ->
            rules(group)
                .replaceAll(
                    rule -> directions.contains(rule.direction()) ? perhaps(rule, group) : rule));
  }

  /** Of rules that undo each other it is known whom they are about, and not which of them stay. */
  private static SecurityGroupRule perhaps(SecurityGroupRule rule, String group) {
    return new SecurityGroupRule(
        rule.identity(),
        rule.direction(),
        Maybe.unknown("which %s rules of %s stay".formatted(rule.direction(), group)),
        rule.peer(),
        rule.description());
  }

  private List<SecurityGroupRule> rules(String group) {
    return rules.computeIfAbsent(group, any -> new ArrayList<>());
  }

  /**
   * A VPC's default group: its members reach each other, and everything outside (<a
   * href="https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html">AWS:
   * Default security groups</a>).
   */
  private void byDefault(String vpc) {
    String key = vpc + SUFFIX;
    vpcs.put(key, vpc);
    defaults.add(key);
    defaultOf.put(vpc, key);
    Maybe<TrafficMatch> all = Maybe.of(TrafficMatch.ALL);
    rules(key)
        .add(
            new SecurityGroupRule(
                Identity.of(key + ".ingress"),
                Direction.INGRESS,
                all,
                new Peer.GroupPeer(key),
                ""));
    for (Cidr block : Assembly.EVERYWHERE) {
      rules(key)
          .add(
              new SecurityGroupRule(
                  Identity.of(key + ".egress[" + block + "]"),
                  Direction.EGRESS,
                  all,
                  new Peer.CidrPeer(block),
                  ""));
    }
  }

  /** A group that allows everything, for what no group filters. */
  String open(Resource resource, String vpc) {
    String key = resource.address() + ".no_security_groups";
    vpcs.put(key, vpc);
    for (Direction direction : Direction.values()) {
      for (Cidr block : Assembly.EVERYWHERE) {
        rules(key)
            .add(
                new SecurityGroupRule(
                    assembly.part(resource, "%s.%s[%s]".formatted(key, direction, block)),
                    direction,
                    Maybe.of(TrafficMatch.ALL),
                    new Peer.CidrPeer(block),
                    "no security group filters it"));
      }
    }
    return key;
  }

  private void read(Resource resource) {
    String group = resource.address();
    resources.put(group, resource);
    rules(group);
    for (Direction direction : Direction.values()) {
      Value blocks = resource.get(direction.toString());
      boolean isOwn = blocks.isConfigured() && !isEmptyList(blocks);
      if (blocks.isConfigured()) {
        // Also an empty list: it undoes what others add.
        inline.add(group + direction);
      }
      if (blocks.isUnknown()
          && (isOwn || assembly.sources().isDynamic(resource, direction.toString()))) {
        rules(group)
            .add(
                new SecurityGroupRule(
                    assembly.part(resource, blocks.path()),
                    direction,
                    Maybe.unknown(blocks.path()),
                    new Peer.UnknownPeer(blocks.path()),
                    ""));
      }
      List<SecurityGroupRule> found = new ArrayList<>();
      for (Value block : blocks.elements()) {
        found.addAll(inline(resource, block, direction));
      }
      if (isOwn) {
        rules(group).addAll(found);
      } else {
        computed.computeIfAbsent(group, any -> new ArrayList<>()).addAll(found);
      }
    }
  }

  private static boolean isEmptyList(Value blocks) {
    return blocks.expression().path("constant_value").isArray()
        && blocks.expression().path("constant_value").isEmpty();
  }

  private List<SecurityGroupRule> inline(Resource resource, Value block, Direction direction) {
    return peers(
        resource,
        block,
        direction,
        new Identity(
            block.path(),
            Optional.empty(),
            Optional.of(resource.address()),
            Map.of(),
            assembly.sources().block(resource, direction.toString(), block)),
        resource.address(),
        "security_groups",
        true);
  }

  /** One rule for each peer of a block or of an {@code aws_security_group_rule}. */
  private List<SecurityGroupRule> peers(
      Resource resource,
      Value block,
      Direction direction,
      Identity identity,
      String group,
      String sources,
      boolean isBlock) {
    Maybe<TrafficMatch> match =
        TrafficMatches.ofRule(block.at("protocol"), block.at("from_port"), block.at("to_port"));
    String description = block.at("description").text().orElse("");
    List<SecurityGroupRule> found = new ArrayList<>();
    for (String attribute : List.of("cidr_blocks", "ipv6_cidr_blocks")) {
      Value list = block.at(attribute);
      if (list.isUnknown() && (isBlock || isMeant(list))) {
        found.add(
            rule(
                identity,
                list.path(),
                direction,
                match,
                new Peer.UnknownPeer(list.path()),
                description));
      }
      for (Value each : list.elements()) {
        assembly
            .block(each)
            .ifPresent(
                peer ->
                    found.add(rule(identity, each.path(), direction, match, peer, description)));
      }
    }
    Value lists = block.at("prefix_list_ids");
    if (!lists.isAbsent() && (isBlock || isMeant(lists))) {
      Keys.Found keys =
          isBlock
              ? assembly.keys().find(resource, lists, key -> isOne(key, "prefix_list", "pl-"))
              : assembly.keys().find(resource, lists);
      some(identity, lists, keys, direction, match, description, false, found);
    }
    Value groups = block.at(sources);
    if (!groups.isAbsent() && (isBlock || isMeant(groups))) {
      Keys.Found keys =
          isBlock
              ? assembly.keys().find(resource, groups, key -> isOne(key, "security_group", "sg-"))
              : assembly.keys().find(resource, groups);
      boolean isShared = isBlock && resource.get(direction.toString()).elements().size() > 1;
      Keys.Found clear =
          (isShared || !isBlock) && groups.hasUnknown() && keys.keys().size() > 1
              ? new Keys.Found(List.of(), Optional.of(groups.path()))
              : keys;
      some(identity, groups, clear, direction, match, description, true, found);
    }
    Value self = block.at("self");
    if (self.isUnknown() && (isBlock || isMeant(self))) {
      found.add(
          rule(
              identity,
              self.path(),
              direction,
              match,
              new Peer.UnknownPeer(self.path()),
              description));
    }
    if (self.isTrue()) {
      found.add(
          rule(
              identity,
              block.path() + ".self",
              direction,
              match,
              new Peer.GroupPeer(group),
              description));
    }
    return found;
  }

  /** Whether a key is that of a resource of some kind, or an id that is written as such. */
  private static boolean isOne(String key, String type, String prefix) {
    return key.contains(type) || (key.startsWith(prefix) && !key.contains("."));
  }

  /**
   * A computed attribute nobody wrote means nothing. Within a block nothing is computed: there,
   * what is not known is written, if only in a {@code dynamic} block, which a plan does not show.
   */
  private static boolean isMeant(Value value) {
    return !value.isUnknown() || value.isConfigured();
  }

  private void some(
      Identity identity,
      Value value,
      Keys.Found keys,
      Direction direction,
      Maybe<TrafficMatch> match,
      String description,
      boolean areGroups,
      List<SecurityGroupRule> found) {
    int at = 0;
    for (String key : keys.keys()) {
      Peer peer = areGroups ? new Peer.GroupPeer(key) : new Peer.PrefixListPeer(key);
      found.add(
          rule(identity, value.path() + "[" + at++ + "]", direction, match, peer, description));
    }
    keys.unknown()
        .ifPresent(
            attribute ->
                found.add(
                    rule(
                        identity,
                        value.path(),
                        direction,
                        match,
                        new Peer.UnknownPeer(attribute),
                        description)));
  }

  private static SecurityGroupRule rule(
      Identity of,
      String key,
      Direction direction,
      Maybe<TrafficMatch> match,
      Peer peer,
      String description) {
    return new SecurityGroupRule(
        new Identity(key, of.id(), of.address(), of.tags(), of.location()),
        direction,
        match,
        peer,
        description);
  }

  private void rule(Resource each) {
    Optional<String> group = group(each);
    if (group.isEmpty()) {
      return;
    }
    Value type = each.get("type");
    if (type.text().isEmpty()) {
      assembly.unclear(type, "the direction");
      return;
    }
    Direction direction = type.text().get().equals("egress") ? Direction.EGRESS : Direction.INGRESS;
    standalone(
        each,
        group.get(),
        direction,
        peers(
            each,
            whole(each),
            direction,
            assembly.identity(each),
            group.get(),
            "source_security_group_id",
            false));
  }

  private static Value whole(Resource each) {
    return Value.of(each);
  }

  private Optional<String> group(Resource each) {
    Value value = each.get("security_group_id");
    Optional<String> group = assembly.keys().one(each, value);
    if (group.isEmpty()) {
      assembly.unclear(value, "the security group");
    } else if (!vpcs.containsKey(group.get())) {
      assembly.remark(
          Remark.Kind.NOT_UNDERSTOOD,
          each.address(),
          "it is a rule of %s, which is not part of the source, perhaps you should import it"
              .formatted(group.get()));
      return Optional.empty();
    }
    return group;
  }

  private void single(Resource each, Direction direction) {
    Optional<String> group = group(each);
    if (group.isEmpty()) {
      return;
    }
    standalone(each, group.get(), direction, List.of(singleRule(each, direction)));
  }

  private SecurityGroupRule singleRule(Resource each, Direction direction) {
    Maybe<TrafficMatch> match =
        TrafficMatches.ofRule(each.get("ip_protocol"), each.get("from_port"), each.get("to_port"));
    Peer peer = new Peer.UnknownPeer(each.address());
    for (String attribute :
        List.of("cidr_ipv4", "cidr_ipv6", "referenced_security_group_id", "prefix_list_id")) {
      Value value = each.get(attribute);
      if (value.isAbsent() || !isMeant(value)) {
        continue;
      }
      if (attribute.startsWith("cidr")) {
        peer = assembly.block(value).orElse(peer);
      } else {
        Optional<String> key = assembly.keys().one(each, value);
        peer =
            key.isEmpty()
                ? new Peer.UnknownPeer(value.path())
                : attribute.startsWith("prefix")
                    ? new Peer.PrefixListPeer(key.get())
                    : new Peer.GroupPeer(key.get());
      }
    }
    return rule(
        assembly.identity(each),
        each.address(),
        direction,
        match,
        peer,
        each.get("description").text().orElse(""));
  }

  private void standalone(
      Resource each, String group, Direction direction, List<SecurityGroupRule> some) {
    if (inline.contains(group + direction)) {
      assembly.remark(
          Remark.Kind.AMBIGUOUS,
          group,
          "it has inline %s rules and the rule %s, which undo each other, perhaps you should use one kind only"
              .formatted(direction, each.address()));
      mixed.computeIfAbsent(group, any -> EnumSet.noneOf(Direction.class)).add(direction);
    }
    rules(group).addAll(some);
  }

  /** What a group has only by a rule of its own that the plan changes or deletes is not its own. */
  private void forgetBefore() {
    for (Resource each : assembly.document().before()) {
      Optional<String> group = each.get("security_group_id").text().map(assembly.keys()::ofId);
      List<SecurityGroupRule> of = group.map(computed::get).orElse(null);
      if (of == null || of.isEmpty()) {
        continue;
      }
      Direction direction =
          each.type().endsWith("egress_rule")
                  || each.get("type").text().filter("egress"::equals).isPresent()
              ? Direction.EGRESS
              : Direction.INGRESS;
      List<SecurityGroupRule> old = List.of();
      if (each.type().equals("aws_security_group_rule")) {
        old =
            peers(
                each,
                whole(each),
                direction,
                assembly.identity(each),
                group.get(),
                "source_security_group_id",
                false);
      } else if (each.type().startsWith("aws_vpc_security_group_")) {
        old = List.of(singleRule(each, direction));
      }
      List<SecurityGroupRule> gone = old;
      of.removeIf(rule -> gone.stream().anyMatch(other -> alike(rule, other)));
    }
  }

  private static boolean alike(SecurityGroupRule one, SecurityGroupRule other) {
    return one.direction() == other.direction()
        && one.match().equals(other.match())
        && one.peer().equals(other.peer());
  }

  Optional<String> defaultOf(String vpc) {
    return Optional.ofNullable(defaultOf.get(vpc));
  }

  boolean isKnown(String group) {
    return vpcs.containsKey(group);
  }

  List<SecurityGroup> all() {
    List<SecurityGroup> all = new ArrayList<>();
    vpcs.forEach(
        (key, vpc) -> {
          Resource resource = resources.get(key);
          all.add(
              new SecurityGroup(
                  resource == null ? Identity.of(key) : assembly.identity(resource),
                  vpc,
                  defaults.contains(key)
                      ? "default"
                      : resource == null ? "" : resource.get("name").text().orElse(""),
                  defaults.contains(key),
                  rules(key)));
        });
    return all;
  }
}
