package dev.groundtruth.localmirror.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says why containers did not come up, from their conditions and their last log lines. */
public final class StartDiagnosis {

  /** How many log lines of each failed container are told. */
  public static final int LOG_LINES = 20;

  private StartDiagnosis() {}

  /**
   * The message.
   *
   * @param headline what happened at large, without a full stop
   * @param conditions all containers of the run
   * @param lastLogLines gives a container's last log lines by its id
   * @param redact masks secrets
   * @return the message, of several lines
   */
  public static String describe(
      String headline,
      List<ContainerCondition> conditions,
      Function<String, List<String>> lastLogLines,
      Function<String, String> redact) {
    List<ContainerCondition> failed =
        conditions.stream().filter(ContainerCondition::failed).toList();
    List<String> lines = new ArrayList<>();
    String causes =
        failed.stream()
            .map(condition -> condition.service() + " " + condition.inWords())
            .collect(Collectors.joining("; "));
    lines.add(causes.isEmpty() ? headline + "." : headline + ": " + causes + "." + advice(causes));
    for (ContainerCondition condition : failed) {
      lines.add("  " + condition.service() + " " + condition.inWords());
      if (!condition.lastCheck().isEmpty()) {
        lines.add("    last health check: " + condition.lastCheck());
      }
      List<String> log = lastLogLines.apply(condition.id());
      if (log.isEmpty()) {
        lines.add("    it logged nothing");
      } else {
        lines.add("    its last log lines:");
        log.stream()
            .skip(Math.max(0, log.size() - LOG_LINES))
            .forEach(line -> lines.add("      " + line));
      }
    }
    String pending =
        conditions.stream()
            .filter(ContainerCondition::pending)
            .map(
                condition ->
                    condition.service()
                        + (condition.status().equals("created")
                            ? " (not started)"
                            : " (not healthy yet)"))
            .collect(Collectors.joining(", "));
    if (!pending.isEmpty()) {
      lines.add("  Still waiting: " + pending);
    }
    return redact.apply(String.join(System.lineSeparator(), lines));
  }

  /**
   * What a user could do about a well-known cause.
   *
   * @param cause the engine's words
   * @return a sentence that begins with a blank, or nothing
   */
  public static String advice(String cause) {
    String lower = cause.toLowerCase(Locale.ROOT);
    if (lower.contains("port is already allocated") || lower.contains("address already in use")) {
      return " The port is in use, perhaps you should choose another with the property groundtruth.port.";
    }
    if (lower.contains("no space left on device")) {
      return " There is no space left, perhaps you should run docker system prune.";
    }
    if (lower.contains("no such image")) {
      return " An image is missing that is built and not pulled, perhaps you should run bin/setup.";
    }
    return "";
  }
}
