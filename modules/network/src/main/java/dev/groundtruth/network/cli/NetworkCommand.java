package dev.groundtruth.network.cli;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.EndpointExpression;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.analysis.Verdict;
import dev.groundtruth.network.contract.ContractReader;
import dev.groundtruth.network.contract.ContractReport;
import dev.groundtruth.network.contract.MalformedContractException;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.contract.ReachabilityTable;
import dev.groundtruth.network.diff.NetworkDiff;
import dev.groundtruth.network.finding.Finding;
import dev.groundtruth.network.finding.Findings;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.topology.Topology;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bin/network}: what a network lets pass, asked of a plan, a state or a folder of dumps. */
@Command(
    name = "bin/network",
    description = "Who can send what to whom, decided exactly from a plan, a state or dumps.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "INPUT is a plan or state as `terraform show -json` prints it, a folder of AWS CLI dumps,"
          + " or - for standard input.",
      "Ends with 0: yes; 1: no; 2: not known yet; 64: wrong use; 65: bad input; 66: no such input;"
          + " 70: a mistake of the program's own."
    })
final class NetworkCommand {

  private final Inputs inputs;
  private final PrintStream out;
  private final PrintStream err;

  NetworkCommand(Inputs inputs, PrintStream out, PrintStream err) {
    this.inputs = inputs;
    this.out = out;
    this.err = err;
  }

  /** Runs a command line; nothing is thrown. */
  static int run(List<String> words, Inputs inputs, PrintStream out, PrintStream err) {
    CommandLine line = new CommandLine(new NetworkCommand(inputs, out, err));
    line.addSubcommand(new MutantsCommand(inputs, out));
    line.addSubcommand(new VerifyCommand(inputs, out));
    line.setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler(
        (e, given) -> {
          List<String> suggestions =
              e instanceof CommandLine.UnmatchedArgumentException unmatched
                  ? unmatched.getSuggestions()
                  : List.of();
          String message =
              String.valueOf(e.getMessage())
                  .replaceAll("\\s*\\R\\s*", " ")
                  .replaceFirst("\\.$", "");
          err.printf(
              "bin/network: %s, perhaps you should %s%n",
              message,
              suggestions.isEmpty()
                  ? "see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help"
                  : "write " + String.join(" or ", suggestions));
          return ExitCode.USAGE;
        });
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          int code = e instanceof CommandException known ? known.exitCode() : ExitCode.INTERNAL;
          err.println("bin/network: " + (e.getMessage() == null ? e : e.getMessage()));
          return code;
        });
    return words.isEmpty() ? usage(line, err) : line.execute(words.toArray(String[]::new));
  }

  private static int usage(CommandLine line, PrintStream err) {
    err.println(
        "bin/network: a command is missing, perhaps you should choose one of: "
            + String.join(" ", line.getSubcommands().keySet()));
    return ExitCode.USAGE;
  }

  private void print(boolean json, Map<String, Object> answer, String text) {
    out.println(json ? Json.text(answer) : text.stripTrailing());
  }

  @Command(name = "show", description = "What was read.", mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "INPUT") String input,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    Network network = inputs.read(input);
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("vpcs", network.vpcs().size());
    counts.put("subnets", network.subnets().size());
    counts.put("routeTables", network.routeTables().size());
    counts.put("gateways", network.gateways().size());
    counts.put("networkAcls", network.networkAcls().size());
    counts.put("securityGroups", network.securityGroups().size());
    counts.put("interfaces", network.interfaces().size());
    StringBuilder text = new StringBuilder(network.source()).append('\n');
    counts.forEach((name, number) -> text.append("  %-15s %s%n".formatted(name, number)));
    network.securityGroups().stream()
        .flatMap(group -> group.rules().stream())
        .forEach(
            rule -> {
              text.append(rule);
              rule.identity()
                  .location()
                  .ifPresent(place -> text.append(" (").append(place).append(')'));
              text.append('\n');
            });
    network
        .interfaces()
        .forEach(
            each ->
                text.append(
                    "%s: %s in %s with %s%n"
                        .formatted(
                            each.identity(),
                            each.kind(),
                            String.join(", ", each.subnets()),
                            String.join(", ", new TreeSet<>(each.groups())))));
    network.remarks().forEach(remark -> text.append(remark).append('\n'));
    List<Map<String, Object>> interfaces =
        network.interfaces().stream()
            .map(
                each -> {
                  Map<String, Object> all = new LinkedHashMap<>();
                  all.put("key", each.identity().key());
                  all.put("kind", each.kind().name());
                  all.put("subnets", each.subnets());
                  all.put("groups", List.copyOf(new TreeSet<>(each.groups())));
                  return all;
                })
            .toList();
    print(
        json,
        Json.answer(
            "show",
            "source",
            network.source(),
            "counts",
            counts,
            "interfaces",
            interfaces,
            "remarks",
            network.remarks().stream().map(Object::toString).toList()),
        text.toString());
    return ExitCode.YES;
  }

  @Command(
      name = "matrix",
      description = "Who can send what to whom, all pairs.",
      mixinStandardHelpOptions = true)
  int matrix(
      @Parameters(paramLabel = "INPUT") String input,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    Network network = inputs.read(input);
    ReachabilityTable table = ReachabilityTable.of(network);
    Map<String, Object> answer = Json.answer("matrix");
    answer.putAll(Json.matrix(table));
    List<Remark> notUnderstood = notUnderstood(network);
    answer.put("notUnderstood", notUnderstood.stream().map(Remark::subject).toList());
    StringBuilder text = new StringBuilder(table.toString().stripTrailing());
    notUnderstood.forEach(remark -> text.append('\n').append(remark));
    print(json, answer, text.toString());
    return ExitCode.YES;
  }

  /** What may carry traffic besides, so that nothing is proved by what is left out. */
  private static List<Remark> notUnderstood(Network network) {
    return network.remarks().stream()
        .filter(remark -> remark.kind() == Remark.Kind.NOT_UNDERSTOOD)
        .toList();
  }

  @Command(
      name = "reach",
      description = "Whether some packet arrives, and how; or what is in the way.",
      mixinStandardHelpOptions = true)
  int reach(
      @Parameters(paramLabel = "INPUT") String input,
      @Option(
              names = "--from",
              required = true,
              paramLabel = "E",
              description =
                  "internet, an address or CIDR, an id, a resource address, tag:Key=Value or"
                      + " subnet:ID.")
          String from,
      @Option(names = "--to", required = true, paramLabel = "E", description = "Likewise.")
          String to,
      @Option(
              names = "--protocol",
              description = "A name or number; tcp if a port is given, else all.")
          @Nullable String protocol,
      @Option(names = "--port", description = "A port or range; all if none is given.")
          @Nullable String port,
      @Option(
              names = "--certificate",
              paramLabel = "FILE",
              description = "A file for the certificate, which is written if nothing arrives.")
          @Nullable Path certificate,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    TrafficMatch traffic = traffic(protocol, port);
    Network network = inputs.read(input);
    Endpoint sender = endpoint(network, from);
    Endpoint receiver = endpoint(network, to);
    Reachability reachability = Reachability.of(network);
    Verdict verdict = reachability.reachable(sender, receiver, traffic);
    if (verdict instanceof Verdict.Refuted refuted
        && refuted.blockers().isEmpty()
        && !reachability.isBetween(sender, receiver)) {
      throw new CommandException(
          ExitCode.USAGE,
          ("Nothing goes from %s to %s over this network: both are outside, or they are one"
                  + " interface, perhaps you should name another --from or --to")
              .formatted(from, to));
    }
    if (certificate != null) {
      boolean isWritten =
          verdict instanceof Verdict.Refuted
              && VerifyCommand.write(network, sender, receiver, traffic, certificate);
      if (!isWritten) {
        boolean isRemoved = VerifyCommand.remove(certificate);
        err.printf(
            "bin/network: there is no proof of isolation to write to \"%s\"%s%n",
            certificate, isRemoved ? "; the certificate of another answer is removed" : "");
      }
    }
    Map<String, Object> answer =
        Json.answer("reach", "from", from, "to", to, "traffic", traffic.toString());
    answer.putAll(Json.verdict(verdict));
    print(json, answer, text(verdict));
    return verdict instanceof Verdict.Proved
        ? ExitCode.YES
        : verdict instanceof Verdict.Refuted ? ExitCode.NO : ExitCode.UNKNOWN;
  }

  private static TrafficMatch traffic(@Nullable String protocol, @Nullable String port) {
    try {
      Protocol named =
          protocol != null ? Protocol.parse(protocol) : port != null ? Protocol.TCP : Protocol.ALL;
      if (port != null && !named.hasPorts()) {
        throw new CommandException(
            ExitCode.USAGE,
            "%s has no ports, perhaps you should leave out --port".formatted(named));
      }
      return TrafficMatch.of(named, port == null ? PortRange.ALL : PortRange.parse(port));
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private static Endpoint endpoint(Network network, String expression) {
    try {
      return EndpointExpression.resolve(network, expression);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  /** The standing exceptions without the addresses, which JSON has. */
  private static final List<String> STANDING =
      Reachability.STANDING_EXCEPTIONS.stream()
          .map(exception -> exception.replaceFirst(" \\(.*\\)$", ""))
          .toList();

  private static String text(Verdict verdict) {
    StringBuilder text = new StringBuilder();
    if (verdict instanceof Verdict.Proved proved) {
      text.append("yes\n");
      proved.witness().ifPresent(text::append);
    } else if (verdict instanceof Verdict.Refuted refuted) {
      text.append("no\n");
      refuted.blockers().forEach(blocker -> text.append("  ").append(blocker).append('\n'));
      if (refuted.exceptions().containsAll(Reachability.STANDING_EXCEPTIONS)) {
        text.append("  except what nothing filters: ")
            .append(String.join(", ", STANDING))
            .append('\n');
      }
      refuted.exceptions().stream()
          .filter(exception -> !Reachability.STANDING_EXCEPTIONS.contains(exception))
          .forEach(exception -> text.append("  except ").append(exception).append('\n'));
    } else if (verdict instanceof Verdict.Unknown unknown) {
      text.append("not known yet; it depends on\n");
      new TreeSet<>(unknown.attributes())
          .forEach(attribute -> text.append("  ").append(attribute).append('\n'));
      unknown.candidate().ifPresent(packet -> text.append("it may be ").append(packet));
    }
    return text.toString();
  }

  @Command(
      name = "contract",
      description = "Whether a contract holds.",
      mixinStandardHelpOptions = true)
  int contract(
      @Parameters(paramLabel = "INPUT") String input,
      @Option(
              names = "--contract",
              required = true,
              paramLabel = "FILE",
              description = "The contract, as JSON.")
          Path file,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    NetworkContract contract = contract(file);
    Network network = inputs.read(input);
    ContractReport report = badInput(() -> contract.check(network));
    print(
        json,
        Json.answer(
            "contract",
            "outcome",
            report.outcome().name(),
            "missing",
            report.missing().stream().map(Json::missing).toList(),
            "excess",
            report.excess().stream().map(Json::excess).toList(),
            "attributes",
            List.copyOf(report.unknowns()),
            "notUnderstood",
            List.copyOf(new TreeSet<>(report.notUnderstood())),
            "matrix",
            Json.matrix(report.table())),
        report.toString());
    return switch (report.outcome()) {
      case HOLDS -> ExitCode.YES;
      case VIOLATED -> ExitCode.NO;
      case UNKNOWN -> ExitCode.UNKNOWN;
    };
  }

  private static NetworkContract contract(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new CommandException(
          ExitCode.NO_INPUT,
          "There is no --contract \"%s\", perhaps you should name a contract's file"
              .formatted(file));
    }
    return badInput(() -> ContractReader.read(file));
  }

  /** What the contract says of the network, or of itself, cannot be. */
  private static <T> T badInput(Supplier<T> answer) {
    try {
      return answer.get();
    } catch (MalformedContractException | IllegalArgumentException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()));
    }
  }

  @Command(
      name = "diff",
      description = "What is newly reachable, and what no longer.",
      mixinStandardHelpOptions = true)
  int diff(
      @Parameters(paramLabel = "OLD") String before,
      @Parameters(paramLabel = "NEW") String after,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    if (before.equals("-") && after.equals("-")) {
      throw new CommandException(
          ExitCode.USAGE, "OLD and NEW are both -, perhaps you should write one of them to a file");
    }
    NetworkDiff diff = NetworkDiff.of(inputs.read(before), inputs.read(after));
    List<Map<String, Object>> changes = diff.changes().stream().map(Json::change).toList();
    print(
        json,
        Json.answer(
            "diff",
            "changes",
            changes,
            "notUnderstood",
            List.copyOf(new TreeSet<>(diff.notUnderstood()))),
        diff.toString());
    return switch (diff.outcome()) {
      case EQUAL -> ExitCode.YES;
      case DIFFERENT -> ExitCode.NO;
      case UNKNOWN -> ExitCode.UNKNOWN;
    };
  }

  @Command(
      name = "findings",
      description = "What is worth knowing beside the proofs.",
      mixinStandardHelpOptions = true)
  int findings(
      @Parameters(paramLabel = "INPUT") String input,
      @Option(names = "--json", description = "Print JSON.") boolean json,
      @Option(names = "--sarif", description = "Print SARIF 2.1.0.") boolean sarif,
      @Option(
              names = "--contract",
              paramLabel = "FILE",
              description = "A contract: find rules wider than it needs as well.")
          @Nullable Path file) {
    if (json && sarif) {
      throw new CommandException(
          ExitCode.USAGE, "--json and --sarif are two forms, perhaps you should choose one");
    }
    List<Finding> findings;
    if (file == null) {
      findings = Findings.of(inputs.read(input));
    } else {
      NetworkContract contract = contract(file);
      Network network = inputs.read(input);
      findings = badInput(() -> Findings.of(network, contract));
    }
    if (sarif) {
      out.println(Json.text(Sarif.of(findings)));
    } else {
      List<Map<String, Object>> all = findings.stream().map(Sarif::result).toList();
      print(
          json,
          Json.answer("findings", "findings", all),
          findings.isEmpty()
              ? "nothing found"
              : String.join("\n", findings.stream().map(Finding::toString).toList()));
    }
    return findings.isEmpty() ? ExitCode.YES : ExitCode.NO;
  }

  /** The forms of a drawing. */
  enum Format {
    /** An SVG document. */
    svg,
    /** A Mermaid flow chart. */
    mermaid
  }

  @Command(
      name = "topology",
      description = "A drawing: what is where, and the flows that arrive.",
      mixinStandardHelpOptions = true)
  int topology(
      @Parameters(paramLabel = "INPUT") String input,
      @Option(
              names = "--format",
              defaultValue = "svg",
              description = "svg (the default) or mermaid.")
          Format format,
      @Option(names = "--output", description = "A file to write instead of printing.")
          @Nullable Path output) {
    Network network = inputs.read(input);
    // The drawing is what is printed, so that this goes beside it.
    notUnderstood(network).forEach(remark -> err.println("bin/network: " + remark));
    Topology topology = Topology.of(network);
    String drawing = format == Format.svg ? topology.svg() : topology.mermaid();
    if (output == null) {
      out.print(drawing);
      return ExitCode.YES;
    }
    try {
      Files.writeString(output, drawing);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.NO_INPUT,
          "--output \"%s\" cannot be written, perhaps you should name a file in a folder that exists"
              .formatted(output));
    }
    return ExitCode.YES;
  }
}
