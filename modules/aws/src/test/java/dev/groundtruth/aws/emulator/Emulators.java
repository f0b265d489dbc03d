package dev.groundtruth.aws.emulator;

import dev.groundtruth.localmirror.RunIdentity;
import dev.groundtruth.localmirror.RunLedger;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import java.nio.file.Path;
import java.time.Duration;

/** Emulators of tests. */
public final class Emulators {

  private Emulators() {}

  public static CommandRunner commands(Path home) {
    return new ProcessCommandRunner(home.resolve("logs"), new Redactor());
  }

  public static EmulatorBuilder builder(Path home) {
    return Emulator.builder(commands(home))
        .ledger(new RunLedger(home))
        .run(RunIdentity.create("self-test", Duration.ofMinutes(30)));
  }

  /** What Docker has of a run. */
  static String leftOf(Path home, RunIdentity run) {
    Docker docker = new Docker(commands(home));
    String label = "label=" + RunIdentity.RUN_LABEL + "=" + run.id();
    return docker.run("ps", "--all", "--quiet", "--filter", label)
        + docker.run("network", "ls", "--quiet", "--filter", label)
        + docker.run("volume", "ls", "--quiet", "--filter", label);
  }
}
