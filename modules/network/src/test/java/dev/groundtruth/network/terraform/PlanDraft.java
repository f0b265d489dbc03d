package dev.groundtruth.network.terraform;

import dev.groundtruth.network.model.Network;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan of which nothing is applied, for what the provider of the fixtures does not know. A
 * resource is written as JSON with single quotes; {@code '@aws_vpc.main.id, var.extra'} refers to
 * things whose value is not known.
 */
final class PlanDraft {

  private static final JsonMapper JSON = new JsonMapper();

  private final ObjectNode variables = JSON.createObjectNode();
  private final ArrayNode changes = JSON.createArrayNode();
  private final ArrayNode blocks = JSON.createArrayNode();
  private final ArrayNode prior = JSON.createArrayNode();

  /** A VPC {@code vpc-1} with a public subnet {@code subnet-1}, all of it there already. */
  static PlanDraft existingSubnet() {
    return new PlanDraft()
        .existing(
            "aws_vpc.main",
            "{'cidr_block': '10.0.0.0/16'}",
            """
            {'id': 'vpc-1', 'default_security_group_id': 'sg-1', 'default_network_acl_id': 'acl-1',
             'default_route_table_id': 'rtb-1', 'main_route_table_id': 'rtb-1'}
            """)
        .existing("aws_internet_gateway.main", "{'vpc_id': 'vpc-1'}", "{'id': 'igw-1'}")
        .existing(
            "aws_route_table.public",
            "{'vpc_id': 'vpc-1', 'route': [{'cidr_block': '0.0.0.0/0', 'gateway_id': 'igw-1'}]}",
            "{'id': 'rtb-2'}")
        .existing(
            "aws_subnet.public",
            "{'vpc_id': 'vpc-1', 'cidr_block': '10.0.0.0/24'}",
            "{'id': 'subnet-1'}")
        .existing(
            "aws_route_table_association.public",
            "{'subnet_id': 'subnet-1', 'route_table_id': 'rtb-2'}",
            "{'id': 'rtbassoc-1'}")
        .existing(
            "aws_security_group.open",
            """
            {'vpc_id': 'vpc-1', 'ingress': [
              {'protocol': 'tcp', 'from_port': 22, 'to_port': 22, 'cidr_blocks': ['0.0.0.0/0']}]}
            """,
            "{'id': 'sg-2', 'egress': []}");
  }

  /** A public instance that is there, in a subnet and with a group of its id. */
  PlanDraft existingInstance(String name, String subnet, String group) {
    return existing(
        "aws_instance." + name,
        """
        {'subnet_id': '%s', 'vpc_security_group_ids': ['%s'], 'associate_public_ip_address': true}
        """
            .formatted(subnet, group),
        "{'id': 'i-%s', 'private_ip': '10.0.0.10', 'public_ip': '35.1.1.1'}".formatted(name));
  }

  /** A VPC with a public subnet, of IPv4 only or of both IP versions. */
  static PlanDraft publicSubnet(boolean isDualStack) {
    String vpc6 = isDualStack ? ", 'ipv6_cidr_block': '2600:1f18:1::/56'" : "";
    String subnet6 = isDualStack ? ", 'ipv6_cidr_block': '2600:1f18:1::/64'" : "";
    return new PlanDraft()
        .add("aws_vpc.main", "{'cidr_block': '10.0.0.0/16'" + vpc6 + "}")
        .add("aws_internet_gateway.main", "{'vpc_id': '@aws_vpc.main.id'}")
        .add(
            "aws_route_table.public",
            """
            {'vpc_id': '@aws_vpc.main.id', 'route': [
              {'cidr_block': '0.0.0.0/0', 'gateway_id': '@aws_internet_gateway.main.id'},
              {'ipv6_cidr_block': '::/0', 'gateway_id': '@aws_internet_gateway.main.id'}]}
            """)
        .add(
            "aws_subnet.public",
            "{'vpc_id': '@aws_vpc.main.id', 'cidr_block': '10.0.0.0/24'" + subnet6 + "}")
        .add(
            "aws_route_table_association.public",
            "{'subnet_id': '@aws_subnet.public.id', 'route_table_id':"
                + " '@aws_route_table.public.id'}");
  }

  /** A group that lets a block in at port 22. */
  PlanDraft group(String name, String block) {
    String attribute = block.contains(":") ? "ipv6_cidr_blocks" : "cidr_blocks";
    return add(
        "aws_security_group." + name,
        """
        {'vpc_id': '@aws_vpc.main.id', 'ingress': [
          {'protocol': 'tcp', 'from_port': 22, 'to_port': 22, '%s': ['%s']}]}
        """
            .formatted(attribute, block),
        "egress");
  }

  /** A public instance in the public subnet. */
  PlanDraft instance(String name, String group) {
    return add(
        "aws_instance." + name,
        """
        {'subnet_id': '@aws_subnet.public.id', 'associate_public_ip_address': true,
         'vpc_security_group_ids': '@aws_security_group.%s.id'}
        """
            .formatted(group),
        "private_ip",
        "ipv6_addresses",
        "public_ip");
  }

  PlanDraft variable(String name, String value) {
    variables.putObject(name).put("value", value);
    return this;
  }

  /**
   * A resource.
   *
   * @param address its address
   * @param attributes its attributes
   * @param computed those that nobody wrote and that are known after apply
   */
  PlanDraft add(String address, String attributes, String... computed) {
    return resource(address, "managed", attributes, computed);
  }

  /** A data source that is read already. */
  PlanDraft data(String address, String attributes) {
    return resource("data." + address, "data", attributes);
  }

  /**
   * A resource that is there and stays as it is.
   *
   * @param address its address
   * @param written its attributes that are written
   * @param computed its other attributes
   */
  PlanDraft existing(String address, String written, String computed) {
    ObjectNode values = existing(blocks, address, written, computed);
    change(address, values, "no-op").set("after", values);
    named(prior.addObject(), address).set("values", values);
    return this;
  }

  private static ObjectNode existing(
      ArrayNode blocks, String address, String written, String computed) {
    ObjectNode values = json(written);
    ObjectNode expressions = named(blocks.addObject(), address).putObject("expressions");
    values
        .properties()
        .forEach(
            each -> expressions.putObject(each.getKey()).set("constant_value", each.getValue()));
    values.setAll(json(computed));
    return values;
  }

  /** That the only attribute of the resource added last, whose value is known, is a reference. */
  PlanDraft references(String reference) {
    ObjectNode expressions = expressionsOfLast();
    expressions.set(expressions.propertyNames().iterator().next(), expression(reference));
    return this;
  }

  /** The same of an attribute in the first of some blocks. */
  PlanDraft references(String block, String attribute, String reference) {
    ((ObjectNode) expressionsOfLast().path(block).path(0)).set(attribute, expression(reference));
    return this;
  }

  private ObjectNode expressionsOfLast() {
    return (ObjectNode) blocks.get(blocks.size() - 1).path("expressions");
  }

  /** That the resource added last is one of a provider configuration of its own. */
  PlanDraft by(String provider) {
    ((ObjectNode) blocks.get(blocks.size() - 1)).put("provider_config_key", provider);
    return this;
  }

  /** A resource that is there and that the plan does not look at, for it is not targeted. */
  PlanDraft untouched(String address, String written, String computed) {
    ObjectNode values = existing(blocks, address, written, computed);
    named(prior.addObject(), address).set("values", values);
    return this;
  }

  /** What is left of a resource that was replaced and could not be deleted. */
  PlanDraft deposed(String address, String attributes) {
    named(prior.addObject(), address)
        .put("deposed_key", "01234567")
        .set("values", json(attributes));
    return this;
  }

  /** A resource that is there and that the plan deletes. */
  PlanDraft deleted(String address, String attributes) {
    ObjectNode values = json(attributes);
    change(address, values, "delete").putNull("after");
    named(prior.addObject(), address).set("values", values);
    return this;
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
  }

  private ObjectNode change(String address, ObjectNode before, String action) {
    ObjectNode change = named(changes.addObject(), address).putObject("change");
    change.putArray("actions").add(action);
    change.set("before", before);
    return change;
  }

  private static ObjectNode named(ObjectNode node, String address) {
    String[] parts = address.split("\\.", -1);
    return node.put("address", address)
        .put("mode", "managed")
        .put("type", parts[0])
        .put("name", parts[1]);
  }

  private PlanDraft resource(String address, String mode, String attributes, String... computed) {
    ObjectNode after = JSON.createObjectNode();
    ObjectNode unknown = JSON.createObjectNode();
    ObjectNode expressions = JSON.createObjectNode();
    object(JSON.readTree(attributes.replace('\'', '"')), after, unknown, expressions);
    if (mode.equals("managed")) {
      unknown.put("id", true);
    }
    for (String each : computed) {
      if (!expressions.has(each)) {
        unknown.put(each, true);
      }
    }
    String[] parts = address.replaceFirst("^data\\.", "").split("\\.", -1);
    for (ObjectNode each : List.of(changes.addObject(), blocks.addObject())) {
      each.put("address", address).put("mode", mode).put("type", parts[0]).put("name", parts[1]);
    }
    ObjectNode change = ((ObjectNode) changes.get(changes.size() - 1)).putObject("change");
    change.putArray("actions").add(mode.equals("managed") ? "create" : "read");
    change.set("after", after);
    change.set("after_unknown", unknown);
    ((ObjectNode) blocks.get(blocks.size() - 1)).set("expressions", expressions);
    return this;
  }

  private static void object(
      JsonNode written, ObjectNode after, ObjectNode unknown, ObjectNode expressions) {
    for (Map.Entry<String, JsonNode> each : written.properties()) {
      String name = each.getKey();
      JsonNode value = each.getValue();
      if (value.isString() && value.stringValue().startsWith("@")) {
        unknown.put(name, true);
        expressions.set(name, expression(value.stringValue().substring(1)));
      } else if (value.isArray() && value.path(0).isObject()) {
        ArrayNode afters = after.putArray(name);
        ArrayNode unknowns = unknown.putArray(name);
        ArrayNode all = expressions.putArray(name);
        value.forEach(
            block -> object(block, afters.addObject(), unknowns.addObject(), all.addObject()));
      } else {
        after.set(name, value);
        expressions.putObject(name).set("constant_value", value);
      }
    }
  }

  private static JsonNode expression(String text) {
    ObjectNode expression = JSON.createObjectNode();
    ArrayNode references = expression.putArray("references");
    for (String each : text.split(", ", -1)) {
      references.add(each);
      if (!each.startsWith("var.")) {
        references.add(each.substring(0, each.lastIndexOf('.')));
      }
    }
    return expression;
  }

  String json() {
    ObjectNode plan = JSON.createObjectNode();
    plan.put("format_version", "1.2").put("terraform_version", "1.13.3");
    plan.set("variables", variables);
    plan.set("resource_changes", changes);
    plan.putObject("prior_state")
        .putObject("values")
        .putObject("root_module")
        .set("resources", prior);
    plan.putObject("configuration").putObject("root_module").set("resources", blocks);
    return plan.toString();
  }

  Network network() {
    return new TerraformReader()
        .read("draft", new ByteArrayInputStream(json().getBytes(StandardCharsets.UTF_8)));
  }
}
