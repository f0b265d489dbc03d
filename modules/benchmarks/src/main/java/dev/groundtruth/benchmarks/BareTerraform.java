package dev.groundtruth.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The plain command line, as a careful script would call it: init, a saved plan, apply, all outputs
 * at once, the idempotence check by exit code, destroy.
 */
final class BareTerraform {

  /** How many processes a round takes. */
  static final int PROCESSES = 6;

  private final Path binary;

  BareTerraform(Path binary) {
    this.binary = binary;
  }

  /** Goes through the commands once in a new folder. */
  Laps measure(Path folder) throws IOException, InterruptedException {
    Laps laps = new Laps();
    run(folder, "init", "-input=false", "-no-color");
    laps.lap("init");
    run(folder, "plan", "-input=false", "-no-color", "-out=saved.tfplan");
    laps.lap("plan");
    run(folder, "apply", "-input=false", "-no-color", "saved.tfplan");
    run(folder, "output", "-json");
    laps.lap("apply and outputs");
    run(folder, "plan", "-input=false", "-no-color", "-detailed-exitcode");
    laps.lap("idempotence");
    run(folder, "destroy", "-input=false", "-no-color", "-auto-approve");
    laps.lap("destroy");
    return laps;
  }

  private void run(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(binary.toString()));
    words.addAll(List.of(arguments));
    Path output = folder.resolve("output.log");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("TF_"));
    builder.environment().put("TF_IN_AUTOMATION", "1");
    builder.environment().put("CHECKPOINT_DISABLE", "1");
    int code = builder.start().waitFor();
    if (code != 0) {
      throw new IOException(
          "`%s` failed with exit code %d:%n%s"
              .formatted(String.join(" ", words), code, Files.readString(output)));
    }
  }
}
