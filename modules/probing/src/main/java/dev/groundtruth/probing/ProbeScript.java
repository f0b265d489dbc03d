package dev.groundtruth.probing;

import dev.groundtruth.probing.internal.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The lines that the {@code probe} program of the sidecar image reads and writes. */
public final class ProbeScript {

  private ProbeScript() {}

  /**
   * What to write to its standard input.
   *
   * @param probes what to probe
   * @return a line of JSON for each probe
   */
  public static String input(List<Probe> probes) {
    StringBuilder lines = new StringBuilder();
    for (int id = 0; id < probes.size(); id++) {
      Probe probe = probes.get(id);
      ObjectNode line = Json.MAPPER.createObjectNode();
      line.put("id", id);
      line.put("host", probe.endpoint().host());
      line.put("port", probe.endpoint().port());
      line.put("transport", probe.endpoint().transport().toString());
      line.put("timeout_ms", Math.max(1, probe.timeout().toMillis()));
      line.put("read", probe.readBanner());
      lines.append(line).append('\n');
    }
    return lines.toString();
  }

  /**
   * Reads its standard output.
   *
   * <p>A probe without an answer, and every probe if the program itself failed, is {@link
   * Observation.NotObservable}.
   *
   * @param probes what was probed
   * @param output what it wrote
   * @param failure why the program failed, used for probes without an answer; empty if it did not
   * @return one observation for each probe, in their order
   */
  public static List<Observation> observations(List<Probe> probes, String output, String failure) {
    Map<Integer, Observation> answers = new HashMap<>();
    String trouble = failure;
    for (String line : output.lines().filter(line -> !line.isBlank()).toList()) {
      try {
        JsonNode answer = Json.MAPPER.readTree(line);
        JsonNode id = answer.path("id");
        if (id.isIntegralNumber()) {
          answers.put(id.intValue(), observation(answer));
        } else if (trouble.isEmpty()) {
          trouble = "probe wrote " + line;
        }
      } catch (JacksonException e) {
        trouble = trouble.isEmpty() ? "probe wrote no JSON but: " + line : trouble;
      }
    }
    String missing = trouble.isEmpty() ? "probe ended without an answer" : trouble;
    List<Observation> result = new ArrayList<>();
    for (int id = 0; id < probes.size(); id++) {
      result.add(answers.getOrDefault(id, new Observation.NotObservable(missing)));
    }
    return result;
  }

  private static Observation observation(JsonNode answer) {
    String detail = answer.path("detail").asString("");
    String outcome = answer.path("outcome").asString("");
    return switch (outcome) {
      case "open" ->
          new Observation.Open(
              Duration.ofNanos(1000L * answer.path("latency_us").asLong(0)),
              answer.path("banner").asString(""));
      case "refused" -> new Observation.Refused(detail);
      case "filtered" -> new Observation.Filtered(detail);
      case "unroutable" -> new Observation.Unroutable(detail);
      case "unresolved" -> new Observation.Unresolved(detail);
      case "error" -> new Observation.NotObservable(detail);
      default -> new Observation.NotObservable("probe answered " + answer);
    };
  }
}
