package dev.groundtruth.localmirror.cli;

import dev.groundtruth.localmirror.DockerEngine;
import dev.groundtruth.localmirror.DockerUnavailableException;
import dev.groundtruth.localmirror.RunLedger;
import dev.groundtruth.localmirror.Sweep;
import dev.groundtruth.localmirror.SweepReport;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Removes what killed and expired runs left behind; with {@code --run ID}, one run, even a kept
 * one.
 */
public final class SweepCommand {

  private static final int USAGE = 2;

  private SweepCommand() {}

  /**
   * Sweeps, and ends the JVM with 0, or with 1 if something could not be removed.
   *
   * @param arguments nothing, or {@code --run} and a run's id
   */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    RunLedger ledger = RunLedger.ofThisUser();
    CommandRunner commands =
        new ProcessCommandRunner(ledger.home().resolve("logs"), new Redactor());
    System.exit(run(List.of(arguments), commands, ledger, out, err));
  }

  static int run(
      List<String> arguments,
      CommandRunner commands,
      RunLedger ledger,
      PrintStream out,
      PrintStream err) {
    boolean oneRun = arguments.size() == 2 && arguments.get(0).equals("--run");
    if (!arguments.isEmpty() && !oneRun) {
      err.println("Usage: bin/sweep [--run ID]");
      return USAGE;
    }
    try {
      new DockerEngine(commands).check();
    } catch (DockerUnavailableException e) {
      err.println(e.getMessage());
      return 1;
    }
    Sweep sweep = new Sweep(commands, ledger);
    SweepReport report = oneRun ? sweep.remove(arguments.get(1)) : sweep.sweep();
    report.removed().forEach(line -> out.println("removed " + line));
    report.problems().forEach(err::println);
    if (report.removed().isEmpty() && report.problems().isEmpty()) {
      out.println("nothing to remove");
    }
    return report.problems().isEmpty() ? 0 : 1;
  }
}
