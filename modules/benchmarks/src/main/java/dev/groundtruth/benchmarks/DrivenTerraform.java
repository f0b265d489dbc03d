package dev.groundtruth.benchmarks;

import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.terraform.ApplyResult;
import dev.groundtruth.provisioning.terraform.SavedPlan;
import dev.groundtruth.provisioning.terraform.Terraform;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The same work through our API. */
final class DrivenTerraform {

  private final Path binary;

  DrivenTerraform(Path binary) {
    this.binary = binary;
  }

  /**
   * What a round took.
   *
   * @param laps the whole of it, opening and closing included
   * @param processes how many processes were started
   * @param processesOfOutputs how many of these were for the outputs
   */
  record Round(Laps laps, int processes, int processesOfOutputs) {}

  /** Goes through the commands once in a new folder. */
  Round measure(Path folder, Sample sample) {
    AtomicInteger processes = new AtomicInteger();
    int ofOutputs;
    Laps laps = new Laps();
    Redactor redactor = new Redactor();
    try (ProcessCommandRunner real = new ProcessCommandRunner(folder.resolve("logs"), redactor)) {
      CommandRunner counting =
          (command, listener) -> {
            processes.incrementAndGet();
            return real.run(command, listener);
          };
      try (Terraform terraform =
          Terraform.in(folder).binary(binary.toString()).runner(counting, redactor).open()) {
        terraform.init();
        laps.lap("init");
        try (SavedPlan plan = terraform.plan()) {
          laps.lap("plan");
          ApplyResult result = terraform.apply(plan);
          int before = processes.get();
          for (int output = 0; output < sample.outputs(); output++) {
            String value = result.outputs().text("value_" + output);
            if (!value.equals("value " + output)) {
              throw new IllegalStateException("Output value_" + output + " is " + value);
            }
          }
          ofOutputs = processes.get() - before;
        }
        laps.lap("apply and outputs");
        terraform.verifyIdempotent();
        laps.lap("idempotence");
        terraform.destroy();
      }
    }
    laps.lap("destroy");
    return new Round(laps, processes.get(), ofOutputs);
  }
}
