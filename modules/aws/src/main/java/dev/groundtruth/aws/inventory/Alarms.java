package dev.groundtruth.aws.inventory;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.internal.JsonService;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Alarms of CloudWatch, those of one metric and composite ones. */
public final class Alarms {

  private static final String VERSION = "GraniteServiceVersion20100801";

  private final JsonService cloudWatch;

  /**
   * The alarms of a region.
   *
   * @param clients the way to it
   */
  public Alarms(AwsClients clients) {
    this.cloudWatch = clients.sdk().json("monitoring", "cloudwatch", "1.0");
  }

  /**
   * Alarms by the beginning of their names.
   *
   * @param prefix the beginning, empty for all
   * @return the alarms
   * @throws AwsException if AWS cannot be asked
   */
  public List<Alarm> named(String prefix) {
    List<Alarm> alarms = new ArrayList<>();
    @Nullable String token = null;
    do {
      ObjectNode question = JsonService.body();
      question.putArray("AlarmTypes").add("MetricAlarm").add("CompositeAlarm");
      if (!prefix.isEmpty()) {
        question.put("AlarmNamePrefix", prefix);
      }
      if (token != null) {
        question.put("NextToken", token);
      }
      JsonNode answer = cloudWatch.ask(VERSION, "DescribeAlarms", question);
      answer.path("MetricAlarms").forEach(each -> alarms.add(of(each)));
      answer.path("CompositeAlarms").forEach(each -> alarms.add(of(each)));
      token = Pages.next(answer, "NextToken");
    } while (token != null);
    return alarms;
  }

  private static Alarm of(JsonNode alarm) {
    return new Alarm(
        alarm.path("AlarmName").asString(),
        alarm.path("StateValue").asString(""),
        alarm.path("ActionsEnabled").asBoolean(false),
        alarm.path("AlarmActions").valueStream().map(JsonNode::asString).toList());
  }
}
