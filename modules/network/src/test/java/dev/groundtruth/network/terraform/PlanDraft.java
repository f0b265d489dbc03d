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
            "{'subnet_id': '@aws_subnet.public.id', 'route_table_id': '@aws_route_table.public.id'}");
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
        expressions.set(name, references(value.stringValue().substring(1)));
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

  private static JsonNode references(String text) {
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
    plan.putObject("configuration").putObject("root_module").set("resources", blocks);
    return plan.toString();
  }

  Network network() {
    return new TerraformReader()
        .read("draft", new ByteArrayInputStream(json().getBytes(StandardCharsets.UTF_8)));
  }
}
