package dev.groundtruth.aws.inventory;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.internal.JsonService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Log groups of CloudWatch Logs. */
public final class LogGroups {

  private static final String VERSION = "Logs_20140328";

  /** The streams that were written to last; each task has one of its own. */
  private static final int STREAMS = 10;

  /** The most that one request may ask for. */
  private static final int MOST = 10_000;

  private final JsonService logs;

  /**
   * The log groups of a region.
   *
   * @param clients the way to it
   */
  public LogGroups(AwsClients clients) {
    this.logs = clients.sdk().json("logs", "logs", "1.1");
  }

  /**
   * The last lines of a log group, of its ten streams that were written to last.
   *
   * @param group the group's name
   * @param count how many lines
   * @return the lines, the oldest first
   * @throws AwsException if AWS cannot be asked or has no such group
   */
  public List<LogEvent> latest(String group, int count) {
    List<LogEvent> events = new ArrayList<>();
    JsonNode streams =
        logs.ask(
                VERSION,
                "DescribeLogStreams",
                JsonService.body()
                    .put("logGroupName", group)
                    .put("orderBy", "LastEventTime")
                    .put("descending", true)
                    .put("limit", STREAMS))
            .path("logStreams");
    for (JsonNode stream : streams) {
      String name = stream.path("logStreamName").asString();
      logs.ask(
              VERSION,
              "GetLogEvents",
              JsonService.body()
                  .put("logGroupName", group)
                  .put("logStreamName", name)
                  .put("startFromHead", false)
                  .put("limit", Math.min(count, MOST)))
          .path("events")
          .forEach(
              event ->
                  events.add(
                      new LogEvent(
                          Instant.ofEpochMilli(event.path("timestamp").asLong()),
                          name,
                          event.path("message").asString())));
    }
    events.sort(Comparator.comparing(LogEvent::time));
    return List.copyOf(events.subList(Math.max(0, events.size() - count), events.size()));
  }
}
