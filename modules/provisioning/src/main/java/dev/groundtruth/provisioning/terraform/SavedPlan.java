package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.internal.PrivateFiles;
import dev.groundtruth.provisioning.terraform.event.Diagnostic;
import dev.groundtruth.provisioning.terraform.event.UnsupportedFormatException;
import dev.groundtruth.provisioning.terraform.plan.Plan;
import dev.groundtruth.provisioning.terraform.plan.PlanReader;
import dev.groundtruth.provisioning.value.MalformedJsonException;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan in a file that only its owner can read, since it holds secrets. The file is removed when
 * it was applied, on {@link #close()}, and when the {@link Terraform} that made it is closed.
 */
public final class SavedPlan implements AutoCloseable {

  private final Cli cli;
  private final Path file;
  private final boolean changes;
  private final List<Diagnostic> warnings;
  private @Nullable Plan plan;

  SavedPlan(Cli cli, Path file, boolean changes, List<Diagnostic> warnings) {
    this.cli = cli;
    this.file = file;
    this.changes = changes;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * The file.
   *
   * @return its path, also after it was removed
   */
  public Path path() {
    return file;
  }

  /**
   * Whether there is something to do: of resources or of outputs.
   *
   * @return what {@code -detailed-exitcode} said; costs no process
   */
  public boolean hasChanges() {
    return changes;
  }

  /**
   * What Terraform warned of.
   *
   * @return the warnings
   */
  public List<Diagnostic> warnings() {
    return warnings;
  }

  /**
   * What the plan says. Read when it is asked for the first time, which takes a process; what is
   * sensitive in it is redacted from then on.
   *
   * @return the plan
   * @throws IllegalStateException if the file was removed before
   */
  public synchronized Plan plan() {
    if (plan == null) {
      if (!Files.exists(file)) {
        throw new IllegalStateException(
            "The saved plan is removed, perhaps you should ask for plan() before applying or closing"
                + " it");
      }
      Execution execution =
          cli.run(
              Invocation.of(Phase.READ, "show", "-json")
                  .with(Arguments.of(file.toString()))
                  .showingSecrets());
      try {
        Plan read = new PlanReader().read(execution.json());
        read.secrets().forEach(cli.redactor()::register);
        plan = read;
      } catch (MalformedJsonException | UnsupportedFormatException | UnexpectedValueException e) {
        throw cli.unreadable(execution, "plan in JSON", e);
      }
    }
    return plan;
  }

  /** Removes the file. */
  @Override
  public void close() {
    PrivateFiles.delete(file);
  }

  /** The path of the file. */
  @Override
  public String toString() {
    return "SavedPlan[" + file + (changes ? ", with changes]" : ", without changes]");
  }
}
