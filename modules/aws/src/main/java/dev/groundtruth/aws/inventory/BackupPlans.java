package dev.groundtruth.aws.inventory;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.internal.JsonService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Plans of AWS Backup. */
public final class BackupPlans {

  private static final String PLANS = "/backup/plans/";

  private final JsonService backup;

  /**
   * The plans of a region.
   *
   * @param clients the way to it
   */
  public BackupPlans(AwsClients clients) {
    this.backup = clients.sdk().json("backup", "backup", "1.1");
  }

  /**
   * All plans.
   *
   * @return the plans, with their rules and selections
   * @throws AwsException if AWS cannot be asked
   */
  public List<BackupPlan> all() {
    List<BackupPlan> plans = new ArrayList<>();
    for (JsonNode listed : pages("ListBackupPlans", PLANS, "BackupPlansList")) {
      String id = listed.path("BackupPlanId").asString();
      JsonNode plan = backup.get("GetBackupPlan", PLANS + id + "/", null).path("BackupPlan");
      plans.add(
          new BackupPlan(
              id,
              plan.path("BackupPlanName").asString(""),
              plan.path("Rules").valueStream().map(BackupPlans::rule).toList(),
              selections(id)));
    }
    return plans;
  }

  private List<BackupPlan.Selection> selections(String plan) {
    String path = PLANS + plan + "/selections/";
    return pages("ListBackupSelections", path, "BackupSelectionsList").stream()
        .map(listed -> path + listed.path("SelectionId").asString())
        .map(each -> backup.get("GetBackupSelection", each, null).path("BackupSelection"))
        .map(BackupPlans::selection)
        .toList();
  }

  private List<JsonNode> pages(String operation, String path, String member) {
    List<JsonNode> elements = new ArrayList<>();
    @Nullable String token = null;
    do {
      JsonNode answer = backup.get(operation, path, token);
      answer.path(member).forEach(elements::add);
      token = Pages.next(answer, "NextToken");
    } while (token != null);
    return elements;
  }

  private static BackupPlan.Rule rule(JsonNode rule) {
    JsonNode days = rule.path("Lifecycle").path("DeleteAfterDays");
    return new BackupPlan.Rule(
        rule.path("RuleName").asString(""),
        rule.path("TargetBackupVaultName").asString(""),
        rule.path("ScheduleExpression").asString(""),
        days.isNumber() ? OptionalInt.of(days.asInt()) : OptionalInt.empty());
  }

  private static BackupPlan.Selection selection(JsonNode selection) {
    Map<String, String> tags = new LinkedHashMap<>();
    selection
        .path("ListOfTags")
        .forEach(
            tag ->
                tags.put(
                    tag.path("ConditionKey").asString(), tag.path("ConditionValue").asString()));
    return new BackupPlan.Selection(
        selection.path("SelectionName").asString(""),
        selection.path("Resources").valueStream().map(JsonNode::asString).toList(),
        tags);
  }
}
