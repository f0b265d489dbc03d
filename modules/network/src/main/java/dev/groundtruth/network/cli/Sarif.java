package dev.groundtruth.network.cli;

import dev.groundtruth.network.finding.Finding;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Findings in the <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">Static
 * Analysis Results Interchange Format</a>.
 */
final class Sarif {

  private Sarif() {}

  static Map<String, Object> of(List<Finding> findings) {
    Map<String, Object> driver = new LinkedHashMap<>();
    driver.put("name", "groundtruth-network");
    driver.put(
        "rules",
        findings.stream()
            .map(Finding::rule)
            .distinct()
            .sorted()
            .map(rule -> Map.of("id", rule))
            .toList());
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("tool", Map.of("driver", driver));
    run.put("results", findings.stream().map(Sarif::result).toList());
    Map<String, Object> log = new LinkedHashMap<>();
    log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    log.put("version", "2.1.0");
    log.put("runs", List.of(run));
    return log;
  }

  /** A path as a URI reference, in which a colon of the first folder would end a scheme. */
  private static String uri(String path) {
    try {
      int colon = path.indexOf(':');
      boolean isLikeScheme = colon >= 0 && path.lastIndexOf('/', colon) < 0;
      return new URI(null, null, isLikeScheme ? "./" + path : path, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("what is quoted is a path", e);
    }
  }

  static Map<String, Object> result(Finding finding) {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("logicalLocations", List.of(Map.of("fullyQualifiedName", finding.subject())));
    finding
        .location()
        .ifPresent(
            where -> {
              Map<String, Object> physical = new LinkedHashMap<>();
              physical.put("artifactLocation", Map.of("uri", uri(where.source())));
              if (where.line() > 0) {
                physical.put("region", Map.of("startLine", where.line()));
              }
              place.put("physicalLocation", physical);
            });
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ruleId", finding.rule());
    result.put("level", finding.level().name().toLowerCase(Locale.ROOT));
    result.put(
        "message",
        Map.of("text", finding.message() + ", perhaps you should " + finding.suggestion()));
    result.put("locations", List.of(place));
    return result;
  }
}
