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
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that has an interface in a subnet. */
final class Interfaces {

  private static final Keys.Found NONE = new Keys.Found(List.of(), Optional.empty());

  private static final String TEMPLATE = "aws_launch_template";

  private final Assembly assembly;
  private final Places places;
  private final Groups groups;
  private final Names names;
  private final Map<String, NetworkInterface> all = new LinkedHashMap<>();
  private final Map<String, List<String>> owners = new HashMap<>();
  private final Set<String> publicly = new HashSet<>();
  private final Map<String, Attached> attached = new HashMap<>();

  /** Instances that have none of their own. */
  private final Set<Resource> withCards = new HashSet<>();

  /** What may be the interface of which instances, and the attribute that will tell. */
  private final Map<String, Doubt> doubts = new HashMap<>();

  /** The attribute that will tell which interface has a public address, if one may be any. */
  private Optional<String> anyPublic = Optional.empty();

  private record Doubt(Set<String> instances, String attribute) {}

  /**
   * Whose an interface is.
   *
   * @param instance the instance
   * @param isPrimary whether it is its primary one, which has what is given to the instance
   */
  private record Attached(String instance, Maybe<Boolean> isPrimary) {}

  /** What names an interface that an instance is given, and whether that is its primary one. */
  private record Card(Value id, Maybe<Boolean> isPrimary) {}

  Interfaces(Assembly assembly, Places places, Groups groups) {
    this.assembly = assembly;
    this.places = places;
    this.groups = groups;
    this.names = new Names(assembly);
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
    return isNothing(resource, value) ? NONE : assembly.keys().find(resource, value);
  }

  private static boolean isNothing(Resource resource, Value value) {
    return value.isAbsent() || (value.isUnknown() && isComputed(resource, value));
  }

  private static boolean isComputed(Resource resource, Value value) {
    return resource.hasConfiguration() && !value.isConfigured();
  }

  private void elasticAddresses() {
    for (Resource each : assembly.managed("aws_eip", "aws_eip_association")) {
      for (String attribute : ElasticBefore.HOLDERS) {
        Value value = each.get(attribute);
        if (value.isAbsent() || (isComputed(each, value) && elasticBefore().isAssociated(each))) {
          continue;
        }
        Keys.Found found = find(each, value);
        publicly.addAll(found.keys());
        if (found.unknown().isPresent()) {
          assembly.unclear(value, "what has the address");
          anyPublic = anyPublic.or(found::unknown);
        }
      }
    }
  }

  private @Nullable ElasticBefore elasticBefore;

  private ElasticBefore elasticBefore() {
    ElasticBefore found = elasticBefore;
    if (found == null) {
      found = ElasticBefore.of(assembly);
      elasticBefore = found;
    }
    return found;
  }

  private void attachments() {
    for (Resource each : assembly.managed("aws_network_interface_attachment")) {
      attach(
          assembly.keys().one(each, each.get("network_interface_id")),
          assembly.keys().one(each, each.get("instance_id")),
          each.get("network_interface_id"),
          each.get("instance_id"),
          isPrimary(each.get("device_index")));
    }
    for (Resource each : assembly.managed("aws_instance")) {
      for (Card card : cards(each)) {
        withCards.add(each);
        attach(
            assembly.keys().one(each, card.id()),
            Optional.of(each.address()),
            card.id(),
            card.id(),
            card.isPrimary());
      }
    }
    for (Resource each : assembly.managed("aws_network_interface")) {
      for (Value block : each.get("attachment").elements()) {
        Value instance = block.at("instance");
        attach(
            Optional.of(each.address()),
            assembly.keys().one(each, instance),
            instance,
            instance,
            isPrimary(block.at("device_index")));
      }
      card(each);
    }
  }

  private static Maybe<Boolean> isPrimary(Value index) {
    OptionalInt number = index.number();
    return number.isPresent() ? Maybe.of(number.getAsInt() == 0) : Maybe.unknown(index.path());
  }

  /**
   * The interfaces that an instance is given instead of one of its own: those that are written, and
   * of those that AWS tells the ones that are resources.
   */
  private List<Card> cards(Resource instance) {
    List<Card> cards = new ArrayList<>();
    for (String attribute : List.of("network_interface", "primary_network_interface")) {
      Value blocks = instance.get(attribute);
      for (Value block : blocks.elements()) {
        Value card = block.at("network_interface_id");
        boolean isResource =
            card.text()
                .map(assembly.keys()::ofId)
                .flatMap(assembly.document()::resource)
                .filter(found -> found.type().equals("aws_network_interface"))
                .isPresent();
        if (blocks.isConfigured() || isResource) {
          cards.add(
              new Card(
                  card,
                  attribute.startsWith("primary")
                      ? Maybe.of(true)
                      : isPrimary(block.at("device_index"))));
        }
      }
    }
    return cards;
  }

  /** Notes whose an interface is; what cannot be told may be any, and nothing then is certain. */
  private void attach(
      Optional<String> card,
      Optional<String> instance,
      Value cardValue,
      Value instanceValue,
      Maybe<Boolean> isPrimary) {
    if (card.isPresent() && instance.isPresent()) {
      attached.put(card.get(), new Attached(instance.get(), isPrimary));
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
    Optional<Attached> known = Optional.ofNullable(attached.get(each.address()));
    known.map(Attached::instance).ifPresent(instances::add);
    doubt.ifPresent(any -> instances.addAll(any.instances()));
    owners.computeIfAbsent(each.address(), any -> new ArrayList<>()).addAll(instances);
    boolean isPublic =
        publicly.contains(each.address()) || instances.stream().anyMatch(publicly::contains);
    Maybe<Boolean> publicAddress =
        doubt.isPresent() && isPublic
            ? Maybe.unknown(doubt.get().attribute())
            : publicAddress(each, known);
    add(
        each,
        instances.isEmpty() ? Kind.OTHER : Kind.INSTANCE,
        find(each, each.get("subnet_id")),
        doubt
            .map(any -> new Keys.Found(List.of(), Optional.of(any.attribute())))
            .orElseGet(() -> find(each, each.get("security_groups"))),
        publicAddress,
        false,
        addressesOfCard(each));
  }

  /** An address that an instance is given is one of its primary interface. */
  private Maybe<Boolean> publicAddress(Resource card, Optional<Attached> of) {
    if (publicly.contains(card.address())) {
      return Maybe.of(true);
    }
    return of.filter(any -> publicly.contains(any.instance()))
        .map(Attached::isPrimary)
        .filter(isPrimary -> !isPrimary.equals(Maybe.of(false)))
        .orElseGet(this::noneOrAny);
  }

  /** No public address, unless there is one of which nobody knows whose it is. */
  private Maybe<Boolean> noneOrAny() {
    return anyPublic.<Maybe<Boolean>>map(Maybe::unknown).orElseGet(() -> Maybe.of(false));
  }

  private void instances() {
    for (Resource each : assembly.managed("aws_instance")) {
      if (withCards.contains(each)) {
        continue;
      }
      Value written = each.get("launch_template");
      Optional<Launch> launch =
          written.isAbsent() || (written.isUnknown() && isComputed(each, written))
              ? Optional.empty()
              : Optional.of(launch(each, written.block(), "id", "name"));
      Keys.Found subnets = find(each, each.get("subnet_id"));
      Keys.Found vpcGroups = find(each, each.get("vpc_security_group_ids"));
      Keys.Found own = vpcGroups.equals(NONE) ? find(each, each.get("security_groups")) : vpcGroups;
      if (launch.isPresent()) {
        subnets = subnets.equals(NONE) ? launch.get().subnets() : subnets;
        own = own.equals(NONE) ? launch.get().groups() : own;
      }
      Value asked = each.get("associate_public_ip_address");
      boolean isSaid =
          (asked.text().isPresent() && !isOver(each, asked))
              || (asked.isUnknown() && !isComputed(each, asked));
      add(
          each,
          Kind.INSTANCE,
          subnets,
          own,
          isSaid || launch.isEmpty()
              ? publicAddress(each, each, asked, subnets)
              : publicAddress(each, launch.get(), subnets),
          false,
          addresses(each, "private_ip", "secondary_private_ips", "ipv6_addresses"));
    }
  }

  private Maybe<Boolean> publicAddress(Resource each, Launch launch, Keys.Found subnets) {
    return launch
        .template()
        .map(from -> publicAddress(each, from, launch.publicAddress(), subnets))
        .orElseGet(() -> Maybe.unknown(launch.publicAddress().path()));
  }

  private Maybe<Boolean> publicAddress(
      Resource each, Resource written, Value asked, Keys.Found subnets) {
    Value told = each.get("public_ip");
    if (publicly.contains(each.address()) || (told.text().isPresent() && !isOver(each, told))) {
      return Maybe.of(true);
    }
    if (asked.text().isPresent() && !isOver(written, asked)) {
      return asked.isTrue() ? Maybe.of(true) : noneOrAny();
    }
    if (asked.isUnknown() && !isComputed(written, asked)) {
      return Maybe.unknown(asked.path());
    }
    Maybe<Boolean> given = onLaunch(subnets, asked);
    return given.equals(Maybe.of(false)) ? noneOrAny() : given;
  }

  /** Whether AWS tells something of an instance that may come of an Elastic IP it had. */
  private boolean isOver(Resource instance, Value told) {
    return isComputed(instance, told) && elasticBefore().isHolder(instance);
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

  /**
   * What is known of an interface's addresses, each IP version by itself.
   *
   * @param known those that are known
   * @param isIpv6Known whether there are no others of IPv6
   */
  private record Addresses(List<InetAddress> known, boolean isIpv6Known) {

    static final Addresses OPEN = new Addresses(List.of(), false);
    static final Addresses OPEN_IPV4 = new Addresses(List.of(), true);
  }

  /** If an IPv4 address is not known, all are open: where one is, each interface has one. */
  private Addresses addresses(Resource resource, String first, String others, String ipv6) {
    Value further = resource.get(others);
    boolean isListed = others.equals("private_ips") && further.isConfigured();
    boolean isOpen =
        (!isListed && resource.get(first).isUnknown())
            || (further.isConfigured() && further.hasUnknown());
    if (isOpen) {
      return Addresses.OPEN;
    }
    Set<InetAddress> addresses = new LinkedHashSet<>();
    for (String attribute : List.of(first, others, ipv6)) {
      for (String text : resource.get(attribute).texts()) {
        addresses.add(Cidr.parseAddress(text));
      }
    }
    return new Addresses(List.copyOf(addresses), !resource.get(ipv6).hasUnknown());
  }

  /**
   * Whoever uses an interface can have any address of its prefixes (<a
   * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html">AWS: Prefix
   * delegation</a>).
   */
  private Addresses addressesOfCard(Resource card) {
    if (hasPrefixes(card, "ipv4_prefix")) {
      return Addresses.OPEN;
    }
    Addresses own = addresses(card, "private_ip", "private_ips", "ipv6_addresses");
    return hasPrefixes(card, "ipv6_prefix") ? new Addresses(own.known(), false) : own;
  }

  private static boolean hasPrefixes(Resource card, String attribute) {
    Value count = card.get(attribute + "_count");
    return card.get(attribute + "es").isSaid()
        || (count.isSaid() && !count.number().equals(OptionalInt.of(0)));
  }

  /**
   * What a launch template gives to the interfaces made of it.
   *
   * @param template the template; nothing if the source does not show what it will say
   * @param groups the groups
   * @param subnets the subnet, if it names one
   * @param publicAddress what it asks for, or what will tell
   */
  private record Launch(
      Optional<Resource> template, Keys.Found groups, Keys.Found subnets, Value publicAddress) {}

  private Launch launch(Resource by, Value block, String id, String name) {
    Optional<Resource> template =
        template(by, block.at(id), TEMPLATE)
            .or(() -> template(by, block.at(name), TEMPLATE))
            .filter(found -> isNewest(found, block.at("version")));
    return template
        .map(this::launch)
        .orElseGet(
            () ->
                new Launch(
                    Optional.empty(),
                    new Keys.Found(List.of(), Optional.of(block.path())),
                    NONE,
                    block));
  }

  private Launch launch(Resource template) {
    String own = template.type().equals(TEMPLATE) ? "vpc_security_group_ids" : "security_groups";
    Value cards = template.get("network_interfaces");
    if (cards.isAbsent() || (cards.isUnknown() && isComputed(template, cards))) {
      return new Launch(
          Optional.of(template),
          find(template, template.get(own)),
          NONE,
          template.get("associate_public_ip_address"));
    }
    if (cards.elements().size() > 1) {
      assembly.unclear(cards, "which interface is meant, of several,");
    }
    Value card = cards.block();
    Value existing = card.at("network_interface_id");
    return new Launch(
        Optional.of(template),
        existing.isAbsent() && !cards.isUnknown()
            ? find(template, card.at("security_groups"))
            : new Keys.Found(List.of(), Optional.of(existing.path())),
        find(template, card.at("subnet_id")),
        card.at("associate_public_ip_address"));
  }

  private void scaling() {
    for (Resource each : assembly.managed("aws_autoscaling_group")) {
      Keys.Found zones = find(each, each.get("vpc_zone_identifier"));
      int at = 0;
      for (Launch launch : launches(each)) {
        launch
            .template()
            .ifPresent(
                from -> {
                  List<String> names =
                      owners.computeIfAbsent(each.address(), any -> new ArrayList<>());
                  names.remove(from.address());
                  names.add(from.address());
                });
        Keys.Found subnets = zones.equals(NONE) ? launch.subnets() : zones;
        add(
            at == 0
                ? assembly.identity(each)
                : assembly.part(each, each.address() + ".override[" + (at - 1) + "]"),
            each,
            Kind.INSTANCE,
            subnets,
            launch.groups(),
            publicAddress(each, launch, subnets),
            true,
            Addresses.OPEN);
        at++;
      }
    }
    assembly.managed(TEMPLATE, "aws_launch_configuration");
  }

  /** What the members of a group can be made of, each once. */
  private List<Launch> launches(Resource group) {
    List<Launch> all = new ArrayList<>();
    Value plain = group.get("launch_template");
    if (!plain.isAbsent()) {
      all.add(launch(group, plain.block(), "id", "name"));
    }
    Value configuration = group.get("launch_configuration");
    if (!configuration.isAbsent()
        && !(configuration.isUnknown() && isComputed(group, configuration))) {
      all.add(
          template(group, configuration, "aws_launch_configuration")
              .map(this::launch)
              .orElseGet(() -> launch(group, configuration, "id", "name")));
    }
    Value mixed = group.get("mixed_instances_policy");
    if (!mixed.isAbsent() && !(mixed.isUnknown() && isComputed(group, mixed))) {
      Value templates = mixed.block().at("launch_template").block();
      List<Value> specifications =
          new ArrayList<>(List.of(templates.at("launch_template_specification")));
      Value overrides = templates.at("override");
      if (overrides.isUnknown()) {
        specifications.add(overrides);
      }
      overrides
          .elements()
          .forEach(each -> specifications.add(each.at("launch_template_specification")));
      for (Value each : specifications) {
        if (!each.isAbsent()) {
          all.add(launch(group, each.block(), "launch_template_id", "launch_template_name"));
        }
      }
    }
    if (all.isEmpty()) {
      all.add(launch(group, plain, "id", "name"));
    }
    Set<Optional<Resource>> seen = new HashSet<>();
    return all.stream().filter(each -> seen.add(each.template())).toList();
  }

  private Optional<Resource> template(Resource by, Value value, String type) {
    return isNothing(by, value) ? Optional.empty() : names.find(by, value, type);
  }

  /**
   * Whether a version is the one that the source shows, which is the newest. A number stands for
   * what was written when that was the newest.
   */
  private static boolean isNewest(Resource template, Value version) {
    if (template.type().equals("aws_launch_configuration")) {
      return true;
    }
    Optional<String> latest = template.get("latest_version").text();
    Optional<String> standard = template.get("default_version").text();
    String asked = version.text().orElse(version.isAbsent() ? "$Default" : namedVersion(version));
    if (template.isNew()) {
      return !asked.isEmpty() && (asked.startsWith("$") || asked.equals("1"));
    }
    return switch (asked) {
      case "$Latest" -> true;
      case "$Default" ->
          template.get("update_default_version").isTrue()
              || (latest.isPresent() && latest.equals(standard));
      default -> latest.equals(Optional.of(asked));
    };
  }

  /** The version that a reference means, if it is one of the template's own attributes. */
  private static String namedVersion(Value version) {
    String reference = version.expression().path("references").path(0).asString("");
    return reference.endsWith(".latest_version")
        ? "$Latest"
        : reference.endsWith(".default_version") ? "$Default" : "";
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
      Value versions = each.get("ip_address_type");
      if (isPublic.equals(Maybe.of(true)) && versions.isUnknown() && !isComputed(each, versions)) {
        isPublic = Maybe.unknown(versions.path());
      } else if (versions.text().filter("dualstack-without-public-ipv4"::equals).isPresent()) {
        isPublic = Maybe.of(false);
      }
      add(each, kind, subnets, own, isPublic, true, addressesOfBalancer(each, versions));
    }
  }

  /**
   * Of both IP versions if it is asked for, else of IPv4 (<a
   * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#ip-address-type">AWS:
   * IP address type</a>).
   */
  private static Addresses addressesOfBalancer(Resource each, Value versions) {
    boolean isIpv4 =
        each.type().equals("aws_elb")
            || versions.text().filter("ipv4"::equals).isPresent()
            || (versions.isUnknown() && isComputed(each, versions));
    return isIpv4 ? Addresses.OPEN_IPV4 : Addresses.OPEN;
  }

  private Keys.Found subnetsOf(Resource each, String attribute, String type) {
    Value value = each.get(attribute);
    return isNothing(each, value)
        ? NONE
        : names
            .find(each, value, type)
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
          Addresses.OPEN);
    }
    Map<String, Maybe<Boolean>> members = new HashMap<>();
    for (Resource each : assembly.managed("aws_rds_cluster_instance")) {
      Optional<String> cluster =
          whole(each, each.get("cluster_identifier"), "aws_rds_cluster").map(Resource::address);
      if (cluster.isEmpty()) {
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
          members.getOrDefault(each.address(), withoutMembers(each)),
          true,
          Addresses.OPEN);
    }
    for (Resource each :
        assembly.managed("aws_elasticache_cluster", "aws_elasticache_replication_group")) {
      Value group = each.get("replication_group_id");
      if (each.type().equals("aws_elasticache_cluster") && !find(each, group).equals(NONE)) {
        whole(each, group, "aws_elasticache_replication_group");
        continue;
      }
      add(
          each,
          Kind.OTHER,
          subnetsOf(each, "subnet_group_name", "aws_elasticache_subnet_group"),
          find(each, each.get("security_group_ids")),
          Maybe.of(false),
          true,
          Addresses.OPEN);
    }
  }

  /** What something is a part of, which has the interfaces; or the remark that it is not there. */
  private Optional<Resource> whole(Resource part, Value value, String type) {
    Optional<Resource> found = names.find(part, value, type).filter(each -> !each.isData());
    if (found.isEmpty() && value.text().isEmpty()) {
      assembly.unclear(value, "what it is a part of");
    } else if (found.isEmpty()) {
      assembly.remark(
          Remark.Kind.NOT_UNDERSTOOD,
          part.address(),
          "it is a part of %s, which is not part of the source, perhaps you should import it"
              .formatted(value.text().orElse("")));
    }
    return found;
  }

  /**
   * A Multi-AZ cluster has instances that are no resources, and whether these are public depends on
   * its subnets (<a
   * href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html">AWS:
   * CreateDBCluster, PubliclyAccessible</a>).
   */
  private static Maybe<Boolean> withoutMembers(Resource cluster) {
    return cluster.get("db_cluster_instance_class").isSaid()
        ? Maybe.unknown(cluster.address() + ".publicly_accessible")
        : Maybe.of(false);
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
          addresses(each, "ip_address", "ip_address", "ipv6_address"));
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
            Addresses.OPEN);
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
            Addresses.OPEN);
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
            Addresses.OPEN);
        continue;
      }
      List<Resource> hosts = assembly.managed("aws_autoscaling_group");
      if (hosts.size() == 1) {
        String address = hosts.get(0).address();
        all.replaceAll(
            (key, host) -> host.owner().contains(address) ? withService(host, each) : host);
      } else {
        assembly.remark(
            Remark.Kind.AMBIGUOUS,
            each.address(),
            "its tasks share the interfaces of container instances, and which these are is not"
                + " said, perhaps you should name the Auto Scaling group as endpoint");
      }
    }
  }

  private static NetworkInterface withService(NetworkInterface host, Resource service) {
    List<String> more = new ArrayList<>(host.owner());
    more.add(service.address());
    service.get("name").text().ifPresent(more::add);
    return with(host, more, host.groups(), host.groupsKnown());
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
        of.isIpv6Known(),
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
      Addresses addresses) {
    add(
        assembly.identity(resource),
        resource,
        kind,
        subnets,
        asked,
        publicAddress,
        isOpenNumber,
        addresses);
  }

  private void add(
      Identity identity,
      Resource resource,
      Kind kind,
      Keys.Found subnets,
      Keys.Found asked,
      Maybe<Boolean> publicAddress,
      boolean isOpenNumber,
      Addresses addresses) {
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
    all.put(
        identity.key(),
        new NetworkInterface(
            identity,
            List.copyOf(names),
            kind,
            in,
            unknown.isPresent() && !isPlaced ? Set.of() : own,
            unknown.<Maybe<Boolean>>map(Maybe::unknown).orElseGet(() -> Maybe.of(true)),
            addresses.known(),
            addresses.isIpv6Known(),
            publicAddress,
            isOpenNumber));
  }

  List<NetworkInterface> all() {
    return List.copyOf(all.values());
  }
}
