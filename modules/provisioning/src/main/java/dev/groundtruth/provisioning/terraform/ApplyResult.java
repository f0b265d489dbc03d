package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.terraform.event.Diagnostic;
import dev.groundtruth.provisioning.terraform.state.Outputs;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an {@code apply} or {@code destroy} did. */
public final class ApplyResult {

  private final int added;
  private final int changed;
  private final int destroyed;
  private final int imported;
  private final Outputs outputs;
  private final List<Diagnostic> warnings;
  private final Supplier<Outputs> reader;
  private @Nullable Outputs all;

  ApplyResult(
      int added,
      int changed,
      int destroyed,
      int imported,
      Outputs outputs,
      List<Diagnostic> warnings,
      Supplier<Outputs> reader) {
    this.added = added;
    this.changed = changed;
    this.destroyed = destroyed;
    this.imported = imported;
    this.outputs = outputs;
    this.warnings = List.copyOf(warnings);
    this.reader = reader;
  }

  /**
   * How many resources were created.
   *
   * @return a number; one that was replaced counts here too
   */
  public int added() {
    return added;
  }

  /**
   * How many resources were changed in place.
   *
   * @return a number
   */
  public int changed() {
    return changed;
  }

  /**
   * How many resources were destroyed.
   *
   * @return a number; one that was replaced counts here too
   */
  public int destroyed() {
    return destroyed;
  }

  /**
   * How many resources were imported.
   *
   * @return a number
   */
  public int imported() {
    return imported;
  }

  /**
   * The outputs as the apply itself told them, which costs no process. The values of sensitive ones
   * are withheld.
   *
   * @return the outputs
   */
  public Outputs outputs() {
    return outputs;
  }

  /**
   * The outputs with the values of sensitive ones. Costs a process if there are such, once.
   *
   * @return the outputs
   */
  public synchronized Outputs allOutputs() {
    Outputs known = all;
    if (known == null) {
      known = outputs.withheld().isEmpty() ? outputs : reader.get();
      all = known;
    }
    return known;
  }

  /**
   * What Terraform warned of.
   *
   * @return the warnings
   */
  public List<Diagnostic> warnings() {
    return warnings;
  }

  /** The numbers. */
  @Override
  public String toString() {
    return "%d added, %d changed, %d destroyed".formatted(added, changed, destroyed);
  }
}
