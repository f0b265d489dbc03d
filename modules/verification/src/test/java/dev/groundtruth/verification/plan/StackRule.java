package dev.groundtruth.verification.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What holds for every plan of the stack, whatever its variables are. */
enum StackRule {
  NO_PUBLIC_ADDRESS_OUTSIDE_PUBLIC_SUBNETS,
  ENCRYPTED_AT_REST,
  ENCRYPTED_IN_TRANSIT,
  METADATA_WITH_TOKENS_ONLY,
  NO_LITERAL_SECRET,
  NO_WILDCARD_ACTION_ON_WILDCARD_RESOURCE,
  ALARMS_HAVE_ACTIONS,
  BACKUP_TAKES_DATABASE_AND_UPLOADS,
  LOGS_ARE_KEPT_FOR_SOME_TIME,
  EVERYTHING_IS_TAGGED,
  CLOSED_PAGES_ARE_CLOSED,
  WORDPRESS_IS_ROLLED_OUT_SAFELY,
  OUTPUTS_SHOW_NO_SECRET,
  FIREWALL_IS_BEFORE_THE_SITE,
  CACHED_BY_WHO_READS_IT,
  ONLY_CLOUDFRONT_IS_LET_IN,
  NOBODY_IS_LET_IN_BEFORE_THE_INSTALLER,
  SITE_HAS_ITS_NAME,
  CONNECTIONS_ARE_LOGGED,
  PROTECTED_FROM_DELETION,
  TASKS_SCALE,
  COMMANDS_IN_TASKS_ARE_LOGGED;

  private static final Set<String> TAGS = Set.of("Project", "Run", "Owner", "Expires");

  private static final Set<String> MANAGED_POLICIES = Set.of("AWSBackupServiceRolePolicyForBackup");

  /** Conditions that leave nobody but of one account, or one organisation's service in its name. */
  private static final Set<String> ACCOUNT =
      Set.of("aws:PrincipalArn", "aws:SourceAccount", "kms:CallerAccount");

  /**
   * Where the key is named. That it is in the plan says nothing: the provider would find one too.
   */
  private static final Map<String, String> KEYS =
      Map.of(
          "aws_backup_vault", "kms_key_arn",
          "aws_cloudwatch_log_group", "kms_key_id",
          "aws_db_instance", "kms_key_id",
          "aws_ebs_volume", "kms_key_id",
          "aws_efs_file_system", "kms_key_id",
          "aws_instance", "root_block_device/kms_key_id",
          "aws_launch_template", "block_device_mappings/ebs/kms_key_id",
          "aws_sns_topic", "kms_master_key_id");

  /** What is against the rule, each with the address of the resource. */
  List<String> findings(PlannedStack stack) {
    List<String> findings = new ArrayList<>();
    switch (this) {
      case NO_PUBLIC_ADDRESS_OUTSIDE_PUBLIC_SUBNETS -> publicAddresses(stack, findings::add);
      case ENCRYPTED_AT_REST -> atRest(stack, findings::add);
      case ENCRYPTED_IN_TRANSIT -> inTransit(stack, findings::add);
      case METADATA_WITH_TOKENS_ONLY -> metadata(stack, findings::add);
      case NO_LITERAL_SECRET -> SecretRules.literals(stack, findings::add);
      case NO_WILDCARD_ACTION_ON_WILDCARD_RESOURCE -> permissions(stack, findings::add);
      case ALARMS_HAVE_ACTIONS -> alarms(stack, findings::add);
      case BACKUP_TAKES_DATABASE_AND_UPLOADS -> backups(stack, findings::add);
      case LOGS_ARE_KEPT_FOR_SOME_TIME -> logs(stack, findings::add);
      case EVERYTHING_IS_TAGGED -> tags(stack, findings::add);
      case CLOSED_PAGES_ARE_CLOSED -> closedPages(stack, findings::add);
      case WORDPRESS_IS_ROLLED_OUT_SAFELY -> service(stack, findings::add);
      case OUTPUTS_SHOW_NO_SECRET -> SecretRules.outputs(stack, findings::add);
      case FIREWALL_IS_BEFORE_THE_SITE -> EdgeRules.firewall(stack, findings::add);
      case CACHED_BY_WHO_READS_IT -> EdgeRules.caching(stack, findings::add);
      case ONLY_CLOUDFRONT_IS_LET_IN -> EdgeRules.onlyCloudFront(stack, findings::add);
      case NOBODY_IS_LET_IN_BEFORE_THE_INSTALLER ->
          EdgeRules.beforeTheInstaller(stack, findings::add);
      case SITE_HAS_ITS_NAME -> EdgeRules.name(stack, findings::add);
      case CONNECTIONS_ARE_LOGGED -> OperationRules.connections(stack, findings::add);
      case PROTECTED_FROM_DELETION -> OperationRules.protection(stack, findings::add);
      case TASKS_SCALE -> OperationRules.scaling(stack, findings::add);
      case COMMANDS_IN_TASKS_ARE_LOGGED -> OperationRules.commands(stack, findings::add);
    }
    return findings;
  }

  static void each(
      Stream<PlannedResource> resources,
      Consumer<String> found,
      Function<PlannedResource, Boolean> holds,
      String message) {
    resources
        .filter(each -> !holds.apply(each))
        .forEach(each -> found.accept(each.address() + " " + message));
  }

  // --- addresses ---

  private static void publicAddresses(PlannedStack stack, Consumer<String> found) {
    stack.network().interfaces().stream()
        .filter(each -> each.publicAddress().known().orElse(true))
        .filter(
            each ->
                !each.subnets().stream().allMatch(subnet -> subnet.contains("aws_subnet.public")))
        .forEach(each -> found.accept(each.identity().key() + " has a public address"));
    each(
        stack.managed("aws_subnet"),
        found,
        each -> !each.values().path("map_public_ip_on_launch").asBoolean(),
        "gives public addresses to what is launched in it");
    stack.network().routeTables().stream()
        .filter(table -> !table.identity().key().contains("aws_route_table.public"))
        .flatMap(table -> table.routes().stream())
        .filter(route -> route.target().toString().contains("aws_internet_gateway"))
        .forEach(
            route ->
                found.accept(route.identity().key() + " leads private subnets to the internet"));
  }

  // --- encryption ---

  private static void atRest(PlannedStack stack, Consumer<String> found) {
    each(
        Stream.of("aws_ebs_volume", "aws_efs_file_system").flatMap(stack::managed),
        found,
        each -> isTrue(each.values().path("encrypted")),
        "is not encrypted");
    each(
        stack.managed("aws_db_instance"),
        found,
        each -> isTrue(each.values().path("storage_encrypted")),
        "is not encrypted");
    each(
        stack.managed("aws_instance"),
        found,
        each -> isTrue(each.block("root_block_device").path("encrypted")),
        "has a root volume that is not encrypted");
    each(
        stack.managed("aws_launch_template"),
        found,
        each ->
            each.values()
                .path("block_device_mappings")
                .valueStream()
                .allMatch(device -> isTrue(device.path("ebs").path(0).path("encrypted"))),
        "has a volume that is not encrypted");
    KEYS.forEach(
        (type, path) ->
            each(
                stack.managed(type),
                found,
                each -> stack.origins(each, path.split("/")).contains("aws_kms_key.this"),
                "has another key than the stack's"));
    each(
        stack.managed("aws_kms_key"),
        found,
        each -> isTrue(each.values().path("enable_key_rotation")),
        "is a key that is not rotated");
    long buckets = stack.managed("aws_s3_bucket").count();
    if (stack.managed("aws_s3_bucket_server_side_encryption_configuration").count() < buckets) {
      found.accept("aws_s3_bucket without aws_s3_bucket_server_side_encryption_configuration");
    }
    stack
        .managed("aws_cloudformation_stack")
        .forEach(
            each ->
                json(each.text("template_body"))
                    .path("Resources")
                    .propertyStream()
                    .filter(
                        secret -> !secret.getValue().path("Properties").path("KmsKeyId").has("Ref"))
                    .forEach(
                        secret ->
                            found.accept(
                                each.address()
                                    + " has the secret "
                                    + secret.getKey()
                                    + " without the stack's key")));
  }

  private static void inTransit(PlannedStack stack, Consumer<String> found) {
    boolean https =
        stack.managed("aws_lb_listener").anyMatch(each -> each.text("protocol").equals("HTTPS"));
    each(
        stack.managed("aws_lb_listener").filter(each -> each.text("protocol").equals("HTTP")),
        found,
        each -> !https || each.block("default_action").path("type").asString("").equals("redirect"),
        "serves plain HTTP beside HTTPS");
    each(
        stack.managed("aws_lb_listener").filter(each -> each.text("protocol").equals("HTTPS")),
        found,
        each -> each.text("ssl_policy").contains("TLS13"),
        "accepts old versions of TLS");
    each(
        stack.managed("aws_cloudfront_distribution"),
        found,
        each ->
            each.block("viewer_certificate")
                .path("minimum_protocol_version")
                .asString("")
                .startsWith("TLSv1.2"),
        "serves visitors without TLS 1.2");
    each(
        stack.managed("aws_cloudfront_distribution"),
        found,
        each ->
            Stream.of("default_cache_behavior", "ordered_cache_behavior")
                .flatMap(kind -> each.values().path(kind).valueStream())
                .allMatch(
                    behavior ->
                        behavior
                            .path("viewer_protocol_policy")
                            .asString("")
                            .equals("redirect-to-https")),
        "serves visitors without HTTPS");
    each(
        stack.managed("aws_db_parameter_group"),
        found,
        each ->
            each.values()
                .path("parameter")
                .valueStream()
                .anyMatch(
                    one ->
                        one.path("name").asString("").equals("require_secure_transport")
                            && one.path("value").asString("").equals("1")),
        "lets clients in without TLS");
    each(
        stack.managed("aws_ecs_task_definition"),
        found,
        each ->
            each.values()
                .path("volume")
                .valueStream()
                .allMatch(
                    volume ->
                        volume
                            .path("efs_volume_configuration")
                            .path(0)
                            .path("transit_encryption")
                            .asString("")
                            .equals("ENABLED")),
        "mounts a file system without TLS");
  }

  private static void metadata(PlannedStack stack, Consumer<String> found) {
    each(
        Stream.concat(stack.managed("aws_instance"), stack.managed("aws_launch_template")),
        found,
        each -> each.block("metadata_options").path("http_tokens").asString("").equals("required"),
        "answers metadata requests without a token");
    each(
        Stream.concat(stack.managed("aws_instance"), stack.managed("aws_launch_template")),
        found,
        each -> each.block("metadata_options").path("http_put_response_hop_limit").asInt(0) == 1,
        "answers metadata requests of containers");
  }

  // --- permissions ---

  private static void permissions(PlannedStack stack, Consumer<String> found) {
    stack
        .data("aws_iam_policy_document")
        .forEach(
            each ->
                each.values()
                    .path("statement")
                    .forEach(
                        statement -> {
                          // With principals it is the policy of a resource, which means itself.
                          boolean isOfResource = !statement.path("principals").isEmpty();
                          boolean allows = !statement.path("effect").asString("").equals("Deny");
                          if (allows
                              && !isOfResource
                              && any(statement.path("actions"), text -> text.contains("*"))
                              && any(statement.path("resources"), text -> text.equals("*"))) {
                            found.accept(
                                "%s allows %s on everything"
                                    .formatted(each.address(), texts(statement.path("actions"))));
                          }
                          if (allows
                              && any(
                                  statement.path("actions"),
                                  text -> text.equals("cloudwatch:PutMetricData"))
                              && !conditions(statement).contains("cloudwatch:namespace")) {
                            found.accept(each.address() + " lets metrics of any namespace be put");
                          }
                          if (allows && isOfResource) {
                            everybody(each, statement, found);
                          }
                        }));
    stack
        .managed("aws_iam_role_policy")
        .forEach(
            each ->
                json(each.text("policy"))
                    .path("Statement")
                    .forEach(
                        statement -> {
                          if (statement.path("Effect").asString("").equals("Allow")
                              && any(statement.path("Action"), text -> text.contains("*"))
                              && any(statement.path("Resource"), text -> text.equals("*"))) {
                            found.accept(each.address() + " allows a wildcard on everything");
                          }
                        }));
    each(
        stack.managed("aws_iam_role_policy_attachment"),
        found,
        each -> MANAGED_POLICIES.stream().anyMatch(each.text("policy_arn")::endsWith),
        "attaches a policy that nobody has looked at");
  }

  /** What the policy of a resource lets everybody do needs conditions that leave few. */
  private static void everybody(
      PlannedResource policy, JsonNode statement, Consumer<String> found) {
    Set<String> conditions = conditions(statement);
    boolean isForAll =
        statement
            .path("principals")
            .valueStream()
            .anyMatch(each -> any(each.path("identifiers"), text -> text.equals("*")));
    if (isForAll && conditions.stream().noneMatch(ACCOUNT::contains)) {
      found.accept(
          "%s lets everybody call %s"
              .formatted(policy.address(), texts(statement.path("actions"))));
    }
    if (isForAll
        && any(statement.path("actions"), text -> text.equals("kms:CreateGrant"))
        && !conditions.contains("kms:GrantIsForAWSResource")) {
      found.accept(policy.address() + " lets grants be made for others than AWS's services");
    }
  }

  private static Set<String> conditions(JsonNode statement) {
    Set<String> conditions = new TreeSet<>();
    statement
        .path("condition")
        .forEach(condition -> conditions.add(condition.path("variable").asString("")));
    return conditions;
  }

  private static boolean any(JsonNode value, Predicate<String> wanted) {
    return texts(value).stream().anyMatch(wanted);
  }

  static List<String> texts(JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(each -> each.asString("")).toList()
        : List.of(value.asString(""));
  }

  // --- operation ---

  private static void alarms(PlannedStack stack, Consumer<String> found) {
    each(
        stack.managed("aws_cloudwatch_metric_alarm"),
        found,
        each ->
            each.has("alarm_actions")
                && each.has("ok_actions")
                && isTrue(each.values().path("actions_enabled")),
        "tells nobody");
    boolean wanted = stack.wants("alarms");
    if (wanted && stack.managed("aws_cloudwatch_metric_alarm").count() < 6) {
      found.accept("aws_cloudwatch_metric_alarm: hardly anything has an alarm");
    }
    boolean replica =
        stack.managed("aws_instance").anyMatch(each -> each.address().contains(".replica["));
    if (wanted
        && replica
        && stack
            .managed("aws_cloudwatch_metric_alarm")
            .filter(each -> each.text("metric_name").equals("ReplicationLag"))
            .noneMatch(each -> each.text("treat_missing_data").equals("breaching"))) {
      found.accept("aws_cloudwatch_metric_alarm: nobody hears of a replica that stops following");
    }
    if (wanted && stack.managed("aws_sns_topic_subscription").findAny().isEmpty()) {
      found.accept("aws_sns_topic has no subscriber");
    }
  }

  private static void backups(PlannedStack stack, Consumer<String> found) {
    if (!stack.wants("backups")) {
      return;
    }
    each(
        stack.managed("aws_backup_selection"),
        found,
        each -> each.has("resources"),
        "selects nothing");
    Set<String> selected = new TreeSet<>();
    stack
        .managed("aws_backup_selection")
        .forEach(each -> selected.addAll(stack.origins(each, "resources")));
    boolean rds = stack.managed("aws_db_instance").findAny().isPresent();
    if (!selected.contains(rds ? "aws_db_instance.this" : "aws_ebs_volume.source")) {
      found.accept("aws_backup_selection does not select the database");
    }
    if (!selected.contains("aws_efs_file_system.this")) {
      found.accept("aws_backup_selection does not select the uploads");
    }
    each(
        stack.managed("aws_backup_plan"),
        found,
        each -> each.block("rule").path("lifecycle").path(0).path("delete_after").asInt(0) > 0,
        "keeps backups for ever");
  }

  private static void logs(PlannedStack stack, Consumer<String> found) {
    each(
        stack.managed("aws_cloudwatch_log_group"),
        found,
        each -> each.values().path("retention_in_days").asInt(0) > 0,
        "keeps logs for ever");
    Set<String> groups = new TreeSet<>();
    stack.managed("aws_cloudwatch_log_group").forEach(each -> groups.add(each.text("name")));
    each(
        stack.managed("aws_ecs_cluster"),
        found,
        each ->
            groups.contains(
                "/aws/ecs/containerinsights/%s/performance".formatted(each.text("name"))),
        "leaves it to Container Insights to make a log group");
  }

  private static void tags(PlannedStack stack, Consumer<String> found) {
    stack.resources().stream()
        .filter(each -> !each.isData() && each.values().has("tags_all"))
        .forEach(each -> tags(each.address(), each.values().path("tags_all"), found));
    stack
        .managed("aws_autoscaling_group")
        .forEach(
            each -> {
              Set<String> keys = new TreeSet<>();
              each.values()
                  .path("tag")
                  .valueStream()
                  .filter(tag -> isTrue(tag.path("propagate_at_launch")))
                  .forEach(tag -> keys.add(tag.path("key").asString("")));
              missing(each.address() + " (what it launches)", keys, found);
            });
    stack
        .managed("aws_launch_template")
        .forEach(
            each -> {
              Set<String> types = new TreeSet<>();
              for (JsonNode block : each.values().path("tag_specifications")) {
                String type = block.path("resource_type").asString("");
                types.add(type);
                tags(each.address() + " (its " + type + ")", block.path("tags"), found);
              }
              if (!types.containsAll(Set.of("instance", "network-interface", "volume"))) {
                found.accept(each.address() + " tags only " + types + " of what is launched");
              }
            });
    stack
        .managed("aws_instance")
        .forEach(
            each ->
                tags(
                    each.address() + " (its root volume)",
                    each.block("root_block_device").path("tags"),
                    found));
    stack
        .managed("aws_instance")
        .forEach(
            each ->
                missing(
                    each.address() + " (its network interface)",
                    keysOfTags(stack, each.address()),
                    found));
    stack
        .managed("aws_backup_plan")
        .forEach(
            each ->
                tags(
                    each.address() + " (its recovery points)",
                    each.block("rule").path("recovery_point_tags"),
                    found));
    each(
        stack.managed("aws_ecs_service"),
        found,
        each -> each.text("propagate_tags").equals("SERVICE"),
        "does not tag its tasks");
  }

  /** The keys that resources of their own give what belongs to an instance. */
  private static Set<String> keysOfTags(PlannedStack stack, String instance) {
    String name = instance.replaceAll("^(module\\.\\w+\\.)*|\\[.*", "");
    Set<String> keys = new TreeSet<>();
    stack
        .managed("aws_ec2_tag")
        .filter(each -> stack.origins(each, "resource_id").contains(name))
        .filter(each -> !each.text("value").isEmpty())
        .forEach(each -> keys.add(each.text("key")));
    return keys;
  }

  private static void tags(String address, JsonNode tags, Consumer<String> found) {
    Set<String> keys = new TreeSet<>();
    tags.propertyStream()
        .filter(tag -> !tag.getValue().asString("").isEmpty())
        .forEach(tag -> keys.add(tag.getKey()));
    missing(address, keys, found);
  }

  private static void missing(String address, Set<String> keys, Consumer<String> found) {
    Set<String> missing = new TreeSet<>(TAGS);
    missing.removeAll(keys);
    if (!missing.isEmpty()) {
      found.accept(address + " has no tag " + missing);
    }
  }

  // --- what visitors meet ---

  private static void closedPages(PlannedStack stack, Consumer<String> found) {
    Set<String> closed = new TreeSet<>();
    stack
        .managed("aws_lb_listener_rule")
        .filter(
            each ->
                each.block("action").path("type").asString("").equals("fixed-response")
                    && each.block("action")
                        .path("fixed_response")
                        .path(0)
                        .path("status_code")
                        .asString("")
                        .equals("403"))
        .forEach(
            each -> {
              for (JsonNode condition : each.values().path("condition")) {
                closed.addAll(texts(condition.path("path_pattern").path(0).path("values")));
                condition
                    .path("query_string")
                    .forEach(
                        query ->
                            closed.add(
                                query.path("key").asString("")
                                    + "="
                                    + query.path("value").asString("")));
              }
            });
    for (String page :
        List.of(
            "*/install.php*",
            "*/setup-config.php*",
            "*/xmlrpc.php*",
            "*/wp-json/wp/v2/users*",
            "author=*",
            "rest_route=/wp/v2/users*")) {
      if (!closed.contains(page)) {
        found.accept("aws_lb_listener_rule: nothing closes " + page);
      }
    }
  }

  private static void service(PlannedStack stack, Consumer<String> found) {
    each(
        stack.managed("aws_ecs_service"),
        found,
        each ->
            isTrue(each.block("deployment_circuit_breaker").path("enable"))
                && isTrue(each.block("deployment_circuit_breaker").path("rollback")),
        "does not roll back a deployment that fails");
    each(
        stack.managed("aws_ecs_service"),
        found,
        each -> each.block("load_balancer").path("container_port").asInt(0) == 80,
        "is not reached on port 80, where the image listens");
    each(
        stack.managed("aws_lb_target_group"),
        found,
        each ->
            each.block("health_check").path("path").asString("").endsWith(".gif")
                && each.text("target_type").equals("ip"),
        "asks more of a task than whether its web server answers");
  }

  static boolean isTrue(JsonNode value) {
    return value.asString("").equals("true") || value.asBoolean(false);
  }

  static JsonNode json(String text) {
    try {
      return JsonMapper.shared().readTree(text.isEmpty() ? "{}" : text);
    } catch (JacksonException e) {
      return JsonMapper.shared().createObjectNode();
    }
  }
}
