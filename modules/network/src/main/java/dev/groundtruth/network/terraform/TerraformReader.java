package dev.groundtruth.network.terraform;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.internal.JsonReason;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.PrefixList;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTable;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.VpcEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads a {@link Network} from what {@code terraform show -json} (or {@code tofu show -json}) says
 * of a plan or a state (<a
 * href="https://developer.hashicorp.com/terraform/internals/json-format">JSON Output Format</a>,
 * 1.x).
 *
 * <p>Of a plan, it is the network as it will be. Ids that are known after apply only are followed
 * through the configuration that a plan contains. It names what an expression refers to but not
 * how; a list of plain references is taken for what it says, and what a local value, a condition on
 * a variable or several candidates leave open is unknown. Of a list of groups of which a function
 * or a constant condition picks some, all are taken: what is isolated then is isolated, but what is
 * reachable may be so by a group that is not picked. Of subnets of which one is picked all are
 * candidates, and certain is only what is so in each. So it is with the instances of a block where
 * one is chosen by an index that is a variable or an attribute whose value the plan shows. An id
 * that is written beside references is in the configuration's files only.
 */
public final class TerraformReader {

  private final Optional<Path> configuration;

  /**
   * A reader that says of no rule in which file it is written, and does not see ids that are
   * written beside references.
   */
  public TerraformReader() {
    configuration = Optional.empty();
  }

  /**
   * A reader that finds resources and rules in the configuration's files.
   *
   * @param configuration the folder of the root module
   */
  public TerraformReader(Path configuration) {
    this.configuration = Optional.of(configuration);
  }

  /**
   * Reads a file.
   *
   * @param file the plan or state as JSON
   * @return the network
   * @throws UnreadablePlanException if it is no such file
   */
  public Network read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in);
    } catch (IOException e) {
      throw new UnreadablePlanException(
          file + " cannot be read, perhaps you should check its path and permissions", e);
    }
  }

  /**
   * Reads a stream to its end.
   *
   * @param source what it is called in messages
   * @param json the plan or state as JSON
   * @return the network
   * @throws UnreadablePlanException if it is neither
   */
  public Network read(String source, InputStream json) {
    PlanJson root;
    try {
      root = PlanJson.read(json);
    } catch (JacksonException e) {
      throw new UnreadablePlanException(
          "%s is no JSON (%s), perhaps you should write it with \"terraform show -json PLANFILE\""
              .formatted(source, JsonReason.of(e)),
          e);
    }
    return network(source, Document.of(source, root));
  }

  private Network network(String source, Document document) {
    Assembly assembly = new Assembly(document, new Sources(document, configuration));
    Places places = new Places(assembly);
    Acls acls = new Acls(assembly, places);
    Tables tables = new Tables(assembly, places);
    places.readSubnets(tables.bySubnet(), tables.mains(), acls);
    Groups groups = new Groups(assembly, places);
    Interfaces interfaces = new Interfaces(assembly, places, groups);
    List<PrefixList> lists = new ArrayList<>(prefixLists(assembly));
    List<VpcEndpoint> endpoints = endpoints(assembly, places, tables, lists);
    var gateways = places.gateways();
    var peerings = places.peerings();
    incomplete(assembly);
    hidden(assembly);
    places.remarkForeign();
    Kinds.remark(assembly);
    Map<String, RouteTable> all = new LinkedHashMap<>();
    places.implied().forEach(table -> all.put(table.identity().key(), table));
    tables.all().forEach(table -> all.put(table.identity().key(), table));
    return new Network(
        source,
        places.vpcs(),
        places.subnets(),
        List.copyOf(all.values()),
        gateways,
        acls.all(),
        groups.all(),
        interfaces.all(),
        lists,
        peerings,
        endpoints,
        assembly.remarks());
  }

  private static void incomplete(Assembly assembly) {
    JsonNode root = assembly.document().root();
    for (JsonNode each : root.path("deferred_changes")) {
      assembly.remark(
          Remark.Kind.NOT_UNDERSTOOD,
          each.path("resource_change").path("address").asString("a deferred change"),
          "the plan defers it, perhaps you should apply and plan again");
    }
    if (root.path("errored").asBoolean(false)) {
      assembly.remark(
          Remark.Kind.NOT_UNDERSTOOD,
          "plan",
          "planning ended with an error, perhaps you should mend that and plan again");
    }
  }

  private static void hidden(Assembly assembly) {
    for (HiddenIds.Hidden each : assembly.sources().hiddenIds()) {
      assembly.remark(
          Remark.Kind.NOT_UNDERSTOOD,
          each.location().toString(),
          "\"%s\" is written in one expression with references, of which a plan shows these only, perhaps you should name it in a variable"
              .formatted(each.id()));
    }
  }

  private static List<PrefixList> prefixLists(Assembly assembly) {
    Map<String, List<Cidr>> entries = new LinkedHashMap<>();
    Set<String> unclear = new LinkedHashSet<>();
    List<Resource> lists = new ArrayList<>(assembly.managed("aws_ec2_managed_prefix_list"));
    assembly.data("aws_ec2_managed_prefix_list").forEach(lists::add);
    assembly.data("aws_prefix_list").forEach(lists::add);
    for (Resource each : lists) {
      List<Cidr> own = new ArrayList<>();
      Value blocks = each.get(each.type().equals("aws_prefix_list") ? "cidr_blocks" : "entries");
      Value written = each.get("entry");
      Value used = each.isData() ? blocks : written;
      for (Value entry : used.elements()) {
        Value cidr = each.type().equals("aws_prefix_list") ? entry : entry.at("cidr");
        cidr(assembly, cidr).ifPresentOrElse(own::add, () -> unclear.add(each.address()));
      }
      if (used.isUnknown() && (each.isData() || used.isConfigured())) {
        unclear.add(each.address());
      }
      entries.put(each.address(), own);
    }
    for (Resource each : assembly.managed("aws_ec2_managed_prefix_list_entry")) {
      Optional<String> list = assembly.keys().one(each, each.get("prefix_list_id"));
      List<Cidr> own = list.map(entries::get).orElse(null);
      if (own == null) {
        assembly.unclear(each.get("prefix_list_id"), "the prefix list");
        continue;
      }
      cidr(assembly, each.get("cidr"))
          .ifPresentOrElse(
              cidr -> {
                if (!own.contains(cidr)) {
                  own.add(cidr);
                }
              },
              () -> unclear.add(list.orElseThrow()));
    }
    return lists.stream()
        .map(
            each ->
                new PrefixList(
                    assembly.identity(each),
                    each.get("name").text().orElse(""),
                    unclear.contains(each.address())
                        ? Maybe.unknown(each.address() + ".entry")
                        : Maybe.of(List.copyOf(entries.getOrDefault(each.address(), List.of())))))
        .toList();
  }

  private static Optional<Cidr> cidr(Assembly assembly, Value value) {
    return assembly.cidr(value).flatMap(Maybe::known);
  }

  private static List<VpcEndpoint> endpoints(
      Assembly assembly, Places places, Tables tables, List<PrefixList> lists) {
    Map<String, Set<String>> of = new LinkedHashMap<>();
    for (Resource each : assembly.managed("aws_vpc_endpoint_route_table_association")) {
      Optional<String> table = assembly.keys().one(each, each.get("route_table_id"));
      Optional<String> endpoint = assembly.keys().one(each, each.get("vpc_endpoint_id"));
      if (table.isEmpty() || endpoint.isEmpty()) {
        assembly.unclear(each.get("route_table_id"), "the endpoint's route table");
        continue;
      }
      of.computeIfAbsent(endpoint.get(), any -> new LinkedHashSet<>()).add(table.get());
    }
    List<VpcEndpoint> endpoints = new ArrayList<>();
    for (Resource each : assembly.managed("aws_vpc_endpoint")) {
      String type = each.get("vpc_endpoint_type").text().orElse("Gateway");
      if (!type.equals("Gateway")) {
        if (!type.equals("Interface")) {
          assembly.unclear(each.get("vpc_endpoint_type"), "what an endpoint of this type does");
        }
        continue;
      }
      Set<String> on = of.computeIfAbsent(each.address(), any -> new LinkedHashSet<>());
      Value value = each.get("route_table_ids");
      if (value.isConfigured() || !value.isUnknown()) {
        Keys.Found found = assembly.keys().find(each, value);
        on.addAll(found.keys());
        found.unknown().ifPresent(any -> assembly.unclear(value, "which route tables it is for"));
      }
      String list = each.address() + ".prefix_list";
      lists.add(
          new PrefixList(Identity.of(list), "", Maybe.unknown(each.address() + ".cidr_blocks")));
      on.forEach(
          table ->
              tables.add(
                  table,
                  new Route(
                      assembly.part(each, each.address() + " in " + table),
                      new Peer.PrefixListPeer(list),
                      new RouteTarget.GatewayEndpoint(each.address()))));
      endpoints.add(
          new VpcEndpoint(
              assembly.identity(each),
              places.vpc(each, each.get("vpc_id")),
              each.get("service_name").text().orElse(""),
              on));
    }
    return endpoints;
  }
}
