package dev.groundtruth.network.cli;

import dev.groundtruth.network.contract.ContractReader;
import dev.groundtruth.network.contract.MalformedContractException;
import dev.groundtruth.network.mutation.Mutant;
import dev.groundtruth.network.mutation.MutationReport;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bin/network mutants}: what a contract notices of rules that are got wrong. */
@Command(
    name = "mutants",
    description = "Which wrong rules a contract would not notice.",
    mixinStandardHelpOptions = true,
    footer = {"", "Ends with 0: it notices all that change what arrives; 1: some survive."})
final class MutantsCommand implements Callable<Integer> {

  private final Inputs inputs;
  private final PrintStream out;

  @Parameters(paramLabel = "INPUT")
  private String input = "";

  @Option(
      names = "--contract",
      required = true,
      paramLabel = "FILE",
      description = "The contract, as JSON; it must hold of INPUT.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  MutantsCommand(Inputs inputs, PrintStream out) {
    this.inputs = inputs;
    this.out = out;
  }

  @Override
  public Integer call() {
    if (!Files.isRegularFile(file)) {
      throw new CommandException(
          ExitCode.NO_INPUT,
          "There is no --contract \"%s\", perhaps you should name a contract's file"
              .formatted(file));
    }
    MutationReport report;
    try {
      report = MutationReport.of(inputs.read(input), ContractReader.read(file));
    } catch (MalformedContractException | IllegalArgumentException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()));
    }
    out.println(json ? Json.text(answer(report)) : report);
    return report.survived().isEmpty() ? ExitCode.YES : ExitCode.NO;
  }

  private static Map<String, Object> answer(MutationReport report) {
    return Json.answer(
        "mutants",
        "killed",
        judged(report.killed()),
        "survived",
        judged(report.survived()),
        "equivalent",
        report.equivalent().stream().map(MutantsCommand::mutant).toList());
  }

  private static List<Map<String, Object>> judged(List<MutationReport.Judged> mutants) {
    return mutants.stream()
        .map(
            each -> {
              Map<String, Object> all = mutant(each.mutant());
              all.put("effect", each.effect().toString());
              all.put("outcome", each.outcome().name());
              return all;
            })
        .toList();
  }

  private static Map<String, Object> mutant(Mutant mutant) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("operator", mutant.operator().name());
    all.put("subject", mutant.subject().key());
    mutant.subject().location().ifPresent(place -> all.put("location", place.toString()));
    all.put("change", mutant.change());
    return all;
  }
}
