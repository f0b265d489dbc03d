package dev.groundtruth.verification.plan;

import static dev.groundtruth.verification.plan.StackRule.each;
import static dev.groundtruth.verification.plan.StackRule.isTrue;
import static dev.groundtruth.verification.plan.StackRule.texts;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What a variable asks for beside the site itself: that it is there, and as it has to be. */
final class OperationRules {

  private static final Map<String, String> PROTECTION =
      Map.of(
          "aws_lb", "enable_deletion_protection",
          "aws_instance", "disable_api_termination",
          "aws_db_instance", "deletion_protection");

  private static final String SESSIONS = "ssmmessages:CreateDataChannel";

  private OperationRules() {}

  static void connections(PlannedStack stack, Consumer<String> found) {
    if (!stack.wants("flow_logs")) {
      return;
    }
    if (stack
        .managed("aws_flow_log")
        .noneMatch(
            each ->
                stack.origins(each, "vpc_id").contains("aws_vpc.this")
                    && stack
                        .origins(each, "log_destination")
                        .contains("aws_cloudwatch_log_group.flow"))) {
      found.accept("aws_flow_log: nobody logs the connections of the VPC");
    }
    each(
        stack.managed("aws_flow_log"),
        found,
        each -> each.text("traffic_type").equals("ALL"),
        "leaves out connections");
  }

  static void protection(PlannedStack stack, Consumer<String> found) {
    if (stack.wants("deletion_protection")) {
      PROTECTION.forEach(
          (type, attribute) ->
              each(
                  stack.managed(type),
                  found,
                  each -> isTrue(each.values().path(attribute)),
                  "can be deleted by mistake"));
    }
  }

  static void scaling(PlannedStack stack, Consumer<String> found) {
    JsonNode most = stack.variable("wordpress_tasks_max");
    if (!most.isNumber()) {
      return;
    }
    int least = stack.variable("wordpress_tasks").asInt();
    if (stack
        .managed("aws_appautoscaling_target")
        .noneMatch(
            each ->
                each.values().path("min_capacity").asInt() == least
                    && each.values().path("max_capacity").asInt() == most.asInt())) {
      found.accept(
          "aws_appautoscaling_target: tasks do not scale from %d to %d"
              .formatted(least, most.asInt()));
    }
    for (String metric : List.of("ECSServiceAverageCPUUtilization", "ALBRequestCountPerTarget")) {
      if (stack
          .managed("aws_appautoscaling_policy")
          .noneMatch(
              each ->
                  each.block("target_tracking_scaling_policy_configuration")
                      .path("predefined_metric_specification")
                      .path(0)
                      .path("predefined_metric_type")
                      .asString("")
                      .equals(metric))) {
        found.accept("aws_appautoscaling_policy: tasks do not scale by " + metric);
      }
    }
  }

  /** Commands in tasks: only where they are wanted, and then logged with the stack's key. */
  static void commands(PlannedStack stack, Consumer<String> found) {
    boolean wanted = stack.wants("ecs_exec");
    each(
        stack.managed("aws_ecs_service"),
        found,
        each -> isTrue(each.values().path("enable_execute_command")) == wanted,
        wanted ? "takes no commands" : "takes commands");
    if (!wanted) {
      each(
          policiesOfTasks(stack),
          found,
          each ->
              each.values()
                  .path("statement")
                  .valueStream()
                  .noneMatch(statement -> texts(statement.path("actions")).contains(SESSIONS)),
          "lets tasks take commands");
      return;
    }
    each(
        stack.managed("aws_ecs_cluster"),
        found,
        each -> {
          JsonNode commands =
              each.block("configuration").path("execute_command_configuration").path(0);
          JsonNode log = commands.path("log_configuration").path(0);
          return commands.path("logging").asString("").equals("OVERRIDE")
              && isTrue(log.path("cloud_watch_encryption_enabled"))
              && log.path("cloud_watch_log_group_name").asString("").endsWith("/exec");
        },
        "does not log commands");
    if (policiesOfTasks(stack).findAny().isEmpty()) {
      found.accept("aws_iam_policy_document: nobody says what a task may do");
    }
  }

  private static Stream<PlannedResource> policiesOfTasks(PlannedStack stack) {
    return stack
        .data("aws_iam_policy_document")
        .filter(each -> each.address().equals("module.web.data.aws_iam_policy_document.task"));
  }
}
