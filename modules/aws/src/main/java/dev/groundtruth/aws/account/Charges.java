package dev.groundtruth.aws.account;

import dev.groundtruth.provisioning.terraform.plan.ConfiguredModule;
import dev.groundtruth.provisioning.terraform.plan.Plan;
import dev.groundtruth.provisioning.terraform.plan.ResourceChange;
import dev.groundtruth.provisioning.value.BoolValue;
import dev.groundtruth.provisioning.value.ListValue;
import dev.groundtruth.provisioning.value.Located;
import dev.groundtruth.provisioning.value.NumberValue;
import dev.groundtruth.provisioning.value.TextValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds in a plan what is paid for by the hour. What it cannot tell from the plan it says, so that
 * it is not taken for nothing.
 */
final class Charges {

  private static final String DEFAULT_VOLUME = "gp2";

  private final Plan plan;
  private final List<ResourceChange> made;
  private final Map<String, Charge> charges = new TreeMap<>();
  private final List<String> untold = new ArrayList<>();
  private final Map<String, Integer> further = new TreeMap<>();

  private Charges(Plan plan, List<ResourceChange> made) {
    this.plan = plan;
    this.made = made;
    made.forEach(this::look);
  }

  static Charges of(Plan plan, List<ResourceChange> made) {
    return new Charges(plan, made);
  }

  /** What is paid for, by its name in the price list. */
  List<Charge> charges() {
    return List.copyOf(charges.values());
  }

  /** What is paid for, but not told by the plan. */
  List<String> untold() {
    return List.copyOf(untold);
  }

  /** What CloudFormation makes for the plan: type to number. */
  Map<String, Integer> further() {
    return Map.copyOf(further);
  }

  private void look(ResourceChange resource) {
    Located after = resource.change().after().in(resource.address());
    switch (resource.type()) {
      case "aws_instance" -> {
        text(after, "instance_type")
            .ifPresentOrElse(type -> add("EC2 " + type, 1), () -> untold(resource, "its type"));
        monitored(after, "monitoring", 1, 1);
        if (isTrue(after, "associate_public_ip_address")) {
          add("public IPv4 address", 1);
        }
        volumes(resource, after, "root_block_device", "volume_size", "volume_type");
        volumes(resource, after, "ebs_block_device", "volume_size", "volume_type");
      }
      case "aws_autoscaling_group" -> group(resource, after);
      case "aws_ebs_volume" ->
          volume(
              resource,
              number(after, "size"),
              text(after, "type").orElse(DEFAULT_VOLUME),
              BigDecimal.ONE,
              BigDecimal.ONE);
      case "aws_nat_gateway" -> add("NAT gateway", 1);
      case "aws_eip" -> add("public IPv4 address", 1);
      case "aws_lb", "aws_alb" -> {
        add(text(after, "load_balancer_type").orElse("application") + " load balancer", 1);
        if (!isTrue(after, "internal")) {
          add("public IPv4 address", places(after, "subnets"));
        }
      }
      case "aws_vpc_endpoint" -> {
        if (text(after, "vpc_endpoint_type").orElse("Gateway").equals("Interface")) {
          add("interface endpoint", places(after, "subnet_ids"));
        }
      }
      case "aws_db_instance" -> database(resource, after);
      case "aws_kms_key" -> add("KMS key", 1);
      case "aws_secretsmanager_secret" -> add("secret", 1);
      case "aws_cloudformation_stack" -> stack(resource, after);
      case "aws_wafv2_web_acl" -> {
        add("web ACL", 1);
        add("web ACL rule", list(after, "rule").size());
      }
      case "aws_cloudwatch_metric_alarm" -> add("alarm", 1);
      case "aws_cloudwatch_dashboard" -> add("dashboard", 1);
      case "aws_ecs_service" -> {
        if (text(after, "launch_type").orElse("").equals("FARGATE")) {
          untold(resource, "its tasks on Fargate");
        }
      }
      default -> {
        // Of no account here: the price list says whether it is free, paid by use, or unknown.
      }
    }
  }

  /** Whether a type is looked at here, so that it is neither free nor unknown. */
  static boolean isCounted(String type) {
    return switch (type) {
      case "aws_instance",
          "aws_autoscaling_group",
          "aws_ebs_volume",
          "aws_nat_gateway",
          "aws_eip",
          "aws_lb",
          "aws_alb",
          "aws_vpc_endpoint",
          "aws_db_instance",
          "aws_kms_key",
          "aws_secretsmanager_secret",
          "aws_wafv2_web_acl",
          "aws_cloudwatch_metric_alarm",
          "aws_cloudwatch_dashboard",
          "aws_ecs_service" ->
          true;
      default -> false;
    };
  }

  private void group(ResourceChange resource, Located after) {
    BigDecimal least = number(after, "min_size").orElse(BigDecimal.ZERO);
    BigDecimal number = number(after, "desired_capacity").orElse(least).max(least);
    BigDecimal most = number(after, "max_size").orElse(number).max(number);
    Optional<ResourceChange> template = template(resource);
    if (template.isEmpty()) {
      untold(resource, "its instances, whose launch template the plan does not make");
      return;
    }
    Located host = template.get().change().after().in(template.get().address());
    text(host, "instance_type")
        .ifPresentOrElse(
            type -> add("EC2 " + type, number, most),
            () -> untold(resource, "the type of its instances"));
    if (host.find("monitoring[0].enabled").filter(Charges::isTrue).isPresent()) {
      add("detailed monitoring", number, most);
    }
    List<Located> mappings = list(host, "block_device_mappings");
    if (mappings.isEmpty()) {
      untold(resource, "the volumes of its instances, which are as large as the image says");
    }
    for (Located mapping : mappings) {
      volume(
          resource,
          mapping.find("ebs[0].volume_size").flatMap(Charges::number),
          mapping.find("ebs[0].volume_type").flatMap(Charges::text).orElse(DEFAULT_VOLUME),
          number,
          most);
    }
  }

  /** The launch template that a group names, found by what is written: its id is not known yet. */
  private Optional<ResourceChange> template(ResourceChange group) {
    return module(group.module())
        .map(module -> module.resources().get(group.type() + "." + group.name()))
        .stream()
        .flatMap(
            written ->
                Optional.ofNullable(written.expressions().arguments().get("launch_template"))
                    .stream())
        .flatMap(expression -> expression.references().stream())
        .flatMap(
            reference ->
                made.stream()
                    .filter(each -> each.type().equals("aws_launch_template"))
                    .filter(each -> each.module().equals(group.module()))
                    .filter(
                        each ->
                            (reference + ".").startsWith(each.type() + "." + each.name() + ".")
                                || reference.startsWith(each.type() + "." + each.name() + "[")))
        .findFirst();
  }

  private Optional<ConfiguredModule> module(String address) {
    ConfiguredModule module = plan.configuration().root();
    String rest = address.replaceAll("\\[[^]]*]", "");
    for (String step : rest.isEmpty() ? new String[0] : rest.split("\\.", -1)) {
      if (!step.equals("module")) {
        ConfiguredModule.ModuleCall call = module.calls().get(step);
        if (call == null) {
          return Optional.empty();
        }
        module = call.module();
      }
    }
    return Optional.of(module);
  }

  private void database(ResourceChange resource, Located after) {
    int copies = isTrue(after, "multi_az") ? 2 : 1;
    if (!text(after, "engine").orElse("").equals("mysql")) {
      untold(resource, "a database that is no MySQL");
      return;
    }
    text(after, "instance_class")
        .ifPresentOrElse(
            type -> add("RDS MySQL " + type, copies), () -> untold(resource, "its class"));
    Optional<BigDecimal> size = number(after, "allocated_storage");
    BigDecimal number = size.orElse(BigDecimal.ZERO).multiply(BigDecimal.valueOf(copies));
    BigDecimal most =
        number(after, "max_allocated_storage")
            .map(each -> each.multiply(BigDecimal.valueOf(copies)))
            .orElse(number)
            .max(number);
    if (size.isEmpty()) {
      untold(resource, "the size of its storage");
    } else {
      add("RDS GiB " + text(after, "storage_type").orElse(DEFAULT_VOLUME), number, most);
    }
  }

  private void stack(ResourceChange resource, Located after) {
    Optional<String> template = text(after, "template_body");
    if (template.isEmpty() || !template.get().startsWith("{")) {
      untold(resource, "what CloudFormation makes of a template that the plan does not tell");
      return;
    }
    JsonMapper.shared()
        .readTree(template.get())
        .path("Resources")
        .forEach(
            each -> {
              String type = each.path("Type").asString("?");
              further.merge(type, 1, Integer::sum);
              if (type.equals("AWS::SecretsManager::Secret")) {
                add("secret", 1);
              } else {
                untold(resource, type);
              }
            });
  }

  private void volumes(
      ResourceChange resource, Located after, String block, String size, String type) {
    for (Located each : list(after, block)) {
      volume(
          resource,
          each.find(size).flatMap(Charges::number),
          each.find(type).flatMap(Charges::text).orElse(DEFAULT_VOLUME),
          BigDecimal.ONE,
          BigDecimal.ONE);
    }
  }

  private void volume(
      ResourceChange resource,
      Optional<BigDecimal> size,
      String type,
      BigDecimal number,
      BigDecimal most) {
    size.ifPresentOrElse(
        gib -> add("EBS GiB " + type, gib.multiply(number), gib.multiply(most)),
        () -> untold(resource, "a volume that is as large as the image says"));
  }

  private void monitored(Located after, String attribute, int number, int most) {
    if (isTrue(after, attribute)) {
      add("detailed monitoring", BigDecimal.valueOf(number), BigDecimal.valueOf(most));
    }
  }

  /** How many subnets are named; where that is not known yet, as many as there are zones. */
  private int places(Located after, String attribute) {
    Optional<Located> named =
        after.find(attribute).filter(each -> each.value() instanceof ListValue);
    if (named.isPresent() && !named.get().list().isEmpty()) {
      return named.get().list().size();
    }
    long zones =
        made.stream()
            .filter(each -> each.type().equals("aws_subnet"))
            .flatMap(
                each ->
                    text(each.change().after().in(each.address()), "availability_zone").stream())
            .distinct()
            .count();
    return Math.max(1, Math.toIntExact(zones));
  }

  private void add(String of, int number) {
    add(of, BigDecimal.valueOf(number), BigDecimal.valueOf(number));
  }

  private void add(String of, BigDecimal number, BigDecimal most) {
    if (most.signum() > 0) {
      charges.merge(of, new Charge(of, number, most), Charge::plus);
    }
  }

  private void untold(ResourceChange resource, String what) {
    untold.add("%s of %s".formatted(what, resource.address()));
  }

  private static List<Located> list(Located after, String attribute) {
    return after
        .find(attribute)
        .filter(each -> each.value() instanceof ListValue)
        .map(Located::list)
        .orElse(List.of());
  }

  private static Optional<String> text(Located after, String attribute) {
    return after.find(attribute).flatMap(Charges::text);
  }

  private static Optional<String> text(Located value) {
    return value.value() instanceof TextValue text ? Optional.of(text.value()) : Optional.empty();
  }

  private static Optional<BigDecimal> number(Located after, String attribute) {
    return after.find(attribute).flatMap(Charges::number);
  }

  private static Optional<BigDecimal> number(Located value) {
    return value.value() instanceof NumberValue number
        ? Optional.of(number.value())
        : Optional.empty();
  }

  private static boolean isTrue(Located after, String attribute) {
    return after.find(attribute).filter(Charges::isTrue).isPresent();
  }

  private static boolean isTrue(Located value) {
    return value.value() instanceof BoolValue bool && bool.value();
  }
}
