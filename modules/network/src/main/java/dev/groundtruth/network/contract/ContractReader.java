package dev.groundtruth.network.contract;

import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.Problem;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.SourceLocation;
import dev.groundtruth.network.internal.JsonDocument;
import dev.groundtruth.network.internal.JsonNode;
import dev.groundtruth.network.internal.JsonNode.ArrayNode;
import dev.groundtruth.network.internal.JsonNode.LiteralNode;
import dev.groundtruth.network.internal.JsonNode.Member;
import dev.groundtruth.network.internal.JsonNode.NumberNode;
import dev.groundtruth.network.internal.JsonNode.ObjectNode;
import dev.groundtruth.network.internal.JsonNode.StringNode;
import dev.groundtruth.network.internal.JsonPlace;
import dev.groundtruth.network.model.TrafficMatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a contract file and collects everything that is wrong with it. The file names tiers and
 * flows; {@code from}, {@code to} and a tier are a string or an array of strings:
 *
 * <pre>{@code
 * {
 *   "tiers": {
 *     "load balancer": "aws_lb.this",
 *     "web": "aws_ecs_service.wordpress",
 *     "database": "aws_instance.database"
 *   },
 *   "flows": [
 *     {"from": "internet", "to": "load balancer", "protocol": "tcp", "ports": "80,443"},
 *     {"from": "load balancer", "to": "web", "protocol": "tcp", "ports": "80"},
 *     {"from": "web", "to": "database", "protocol": "tcp", "ports": "3306"},
 *     {"from": ["web", "database"], "to": "outside", "protocol": "tcp", "ports": "443",
 *      "reason": "packages, images and secrets"}
 *   ]
 * }
 * }</pre>
 *
 * <p>Protocols are those of {@link Protocol#parse}, ports those of {@link PortSet#parse}. For ICMP
 * there are {@code icmpType} and {@code icmpCode}, all of them without. {@code "required": false}
 * allows a flow that need not arrive.
 */
public final class ContractReader {

  private static final Set<String> FILE_KEYS = Set.of("tiers", "flows");
  private static final Set<String> FLOW_KEYS =
      Set.of("from", "to", "protocol", "ports", "icmpType", "icmpCode", "required", "reason");

  private final String source;
  private final List<Problem> problems = new ArrayList<>();

  private ContractReader(String source) {
    this.source = source;
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @return the contract
   * @throws MalformedContractException if it is no contract; it names all problems
   * @throws UncheckedIOException if the file cannot be read
   */
  public static NetworkContract read(Path file) {
    try {
      return read(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The contract %s cannot be read, perhaps you should check its name and permissions"
              .formatted(file),
          e);
    }
  }

  /**
   * Reads the bytes of a file.
   *
   * @param json the bytes, JSON in UTF-8
   * @param source the name of the file, for messages
   * @return the contract
   * @throws MalformedContractException if it is no contract; it names all problems
   */
  public static NetworkContract read(byte[] json, String source) {
    return new ContractReader(source).contract(json);
  }

  private NetworkContract contract(byte[] json) {
    JsonDocument document = JsonDocument.read(json);
    document.faults().forEach(fault -> report(fault.place(), fault.message()));
    List<Tier> tiers = new ArrayList<>();
    List<Flow> flows = new ArrayList<>();
    if (document.root() instanceof ObjectNode file) {
      refuseUnknownKeys(file, FILE_KEYS);
      tiers.addAll(tiers(file));
      Set<String> names = new TreeSet<>(NetworkContract.GIVEN);
      tiers.forEach(tier -> names.add(tier.name()));
      flows.addAll(flows(file, names));
    } else if (document.root() != null) {
      report(
          document.root().place(),
          "is %s, perhaps you should write {\"tiers\": {...}, \"flows\": [...]}"
              .formatted(document.root().kind()));
    }
    if (!problems.isEmpty()) {
      problems.sort(
          Comparator.comparingInt((Problem problem) -> problem.location().line())
              .thenComparingInt(problem -> problem.location().column()));
      throw new MalformedContractException(problems);
    }
    return new NetworkContract(tiers, flows);
  }

  // --- tiers ---

  private List<Tier> tiers(ObjectNode file) {
    Member member = file.members().get("tiers");
    if (member == null) {
      report(file.place(), "has no tiers, perhaps you should add \"tiers\"");
      return List.of();
    }
    if (!(member.value() instanceof ObjectNode object)) {
      report(
          member.value().place(),
          "is %s, perhaps you should write {\"web\": \"aws_ecs_service.web\"}"
              .formatted(member.value().kind()));
      return List.of();
    }
    if (object.members().isEmpty()) {
      report(object.place(), "names no tier, perhaps you should name at least one");
    }
    List<Tier> tiers = new ArrayList<>();
    object
        .members()
        .forEach(
            (name, tier) -> {
              if (NetworkContract.GIVEN.contains(name)) {
                report(
                    tier.key(),
                    "\"%s\" means the same in every contract, perhaps you should rename the tier"
                        .formatted(name));
              }
              List<String> expressions =
                  strings(tier.value()).stream().map(StringNode::text).toList();
              tiers.add(new Tier(name, expressions, Optional.of(location(tier.key()))));
            });
    return tiers;
  }

  // --- flows ---

  private List<Flow> flows(ObjectNode file, Set<String> names) {
    Member member = file.members().get("flows");
    if (member == null) {
      report(
          file.place(), "has no flows, perhaps you should add \"flows\"; [] allows nothing at all");
      return List.of();
    }
    if (!(member.value() instanceof ArrayNode array)) {
      report(
          member.value().place(),
          "is %s, perhaps you should write an array".formatted(member.value().kind()));
      return List.of();
    }
    List<Flow> flows = new ArrayList<>();
    for (JsonNode node : array.elements()) {
      if (node instanceof ObjectNode flow) {
        flows.addAll(flow(flow, names));
      } else {
        report(
            node.place(),
            "is %s, perhaps you should write {\"from\": ..., \"to\": ..., \"protocol\": \"tcp\", \"ports\": \"80\"}"
                .formatted(node.kind()));
      }
    }
    return flows;
  }

  private List<Flow> flow(ObjectNode flow, Set<String> names) {
    refuseUnknownKeys(flow, FLOW_KEYS);
    List<TrafficMatch> traffic = traffic(flow);
    boolean isRequired = bool(flow, "required");
    StringNode reason = string(flow, "reason");
    List<Flow> flows = new ArrayList<>();
    List<String> receivers = side(flow, "to", names);
    for (String from : side(flow, "from", names)) {
      for (String to : receivers) {
        flows.add(
            new Flow(
                from,
                to,
                traffic,
                isRequired,
                reason == null ? "" : reason.text(),
                Optional.of(location(flow.place()))));
      }
    }
    return flows;
  }

  private List<String> side(ObjectNode flow, String key, Set<String> names) {
    Member member = flow.members().get(key);
    if (member == null) {
      report(flow.place(), "has no \"%s\", perhaps you should add it".formatted(key));
      return List.of();
    }
    List<String> sides = new ArrayList<>();
    for (StringNode name : strings(member.value())) {
      if (names.contains(name.text())) {
        sides.add(name.text());
      } else {
        report(
            name.place(),
            "there is no tier \"%s\", perhaps you should name one of %s"
                .formatted(name.text(), String.join(", ", names)));
      }
    }
    return sides;
  }

  private List<TrafficMatch> traffic(ObjectNode flow) {
    Protocol protocol = parsed(flow, "protocol", Protocol::parse);
    if (!flow.members().containsKey("protocol")) {
      report(flow.place(), "has no protocol, perhaps you should add \"protocol\", such as \"tcp\"");
    }
    PortSet ports = parsed(flow, "ports", PortSet::parse);
    OptionalInt type = number(flow, "icmpType");
    OptionalInt code = number(flow, "icmpCode");
    if (protocol == null) {
      return List.of();
    }
    if (!protocol.hasPorts()) {
      refuse(flow, "ports", protocol);
    } else if (!flow.members().containsKey("ports")) {
      report(
          flow.place(),
          "has no ports, perhaps you should add \"ports\", such as \"443\" or \"all\"");
    }
    if (!protocol.isIcmp()) {
      refuse(flow, "icmpType", protocol);
      refuse(flow, "icmpCode", protocol);
    }
    if (!protocol.hasPorts()) {
      return List.of(new TrafficMatch(protocol, TrafficMatch.ALL.ports(), type, code));
    }
    return ports == null
        ? List.of()
        : ports.ranges().stream().map(range -> TrafficMatch.of(protocol, range)).toList();
  }

  private void refuse(ObjectNode flow, String key, Protocol protocol) {
    Member member = flow.members().get(key);
    if (member != null) {
      report(
          member.key(), "%s has no such thing, perhaps you should remove it".formatted(protocol));
    }
  }

  private <T> @Nullable T parsed(ObjectNode flow, String key, Function<String, T> parse) {
    StringNode node = string(flow, key);
    if (node == null) {
      return null;
    }
    try {
      T value = parse.apply(node.text());
      if (value.equals(PortSet.NONE)) {
        report(node.place(), "means no port, perhaps you should remove the flow");
        return null;
      }
      return value;
    } catch (IllegalArgumentException e) {
      report(node.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  // --- values ---

  private @Nullable StringNode string(ObjectNode object, String key) {
    Member member = object.members().get(key);
    if (member == null) {
      return null;
    }
    if (member.value() instanceof StringNode string) {
      return string;
    }
    report(
        member.value().place(),
        "is %s, perhaps you should write a string".formatted(member.value().kind()));
    return null;
  }

  private boolean bool(ObjectNode object, String key) {
    Member member = object.members().get(key);
    if (member == null) {
      return true;
    }
    if (member.value() instanceof LiteralNode literal && !literal.text().equals("null")) {
      return literal.text().equals("true");
    }
    report(
        member.value().place(),
        "is %s, perhaps you should write true or false".formatted(member.value().kind()));
    return true;
  }

  private OptionalInt number(ObjectNode object, String key) {
    Member member = object.members().get(key);
    if (member == null) {
      return OptionalInt.empty();
    }
    if (member.value() instanceof NumberNode number
        && number.text().matches("[0-9]{1,3}")
        && Integer.parseInt(number.text()) <= 255) {
      return OptionalInt.of(Integer.parseInt(number.text()));
    }
    report(
        member.value().place(),
        "is %s, perhaps you should write a number from 0 to 255".formatted(member.value().kind()));
    return OptionalInt.empty();
  }

  /** A string, or an array of at least one. */
  private List<StringNode> strings(JsonNode node) {
    if (node instanceof StringNode string) {
      return List.of(string);
    }
    if (node instanceof ArrayNode array && !array.elements().isEmpty()) {
      List<StringNode> strings = new ArrayList<>();
      for (JsonNode element : array.elements()) {
        if (element instanceof StringNode string) {
          strings.add(string);
        } else {
          report(
              element.place(),
              "is %s, perhaps you should write a string".formatted(element.kind()));
        }
      }
      return strings;
    }
    report(
        node.place(),
        "is %s, perhaps you should write a string or an array of strings"
            .formatted(node instanceof ArrayNode ? "an empty array" : node.kind()));
    return List.of();
  }

  private void refuseUnknownKeys(ObjectNode object, Set<String> known) {
    object
        .members()
        .forEach(
            (name, member) -> {
              if (!known.contains(name)) {
                report(
                    member.key(),
                    "is unknown, perhaps you should write one of %s"
                        .formatted(String.join(", ", new TreeSet<>(known))));
              }
            });
  }

  private SourceLocation location(JsonPlace place) {
    return new SourceLocation(source, place.line(), place.column());
  }

  private void report(JsonPlace place, String message) {
    problems.add(new Problem(location(place), place.path(), message));
  }
}
