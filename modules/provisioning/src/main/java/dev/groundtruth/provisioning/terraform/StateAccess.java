package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.event.UnsupportedFormatException;
import dev.groundtruth.provisioning.terraform.state.State;
import dev.groundtruth.provisioning.terraform.state.StateFile;
import dev.groundtruth.provisioning.terraform.state.StateReader;
import dev.groundtruth.provisioning.terraform.state.StateResource;
import dev.groundtruth.provisioning.value.MalformedJsonException;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import java.util.Optional;
import java.util.Set;

/** The state of a working directory's selected workspace. */
public final class StateAccess {

  private final Cli cli;

  StateAccess(Cli cli) {
    this.cli = cli;
  }

  /**
   * Reads the state ({@code show -json}). What is sensitive in it is redacted from then on.
   *
   * @return the state; an empty one if nothing was applied yet
   * @throws TerraformException if it cannot be read
   */
  public State read() {
    return read(shown());
  }

  /**
   * The state as {@code show -json} writes it, to be handed to other programs and modules. It
   * contains secrets, which are redacted from then on where this library reports.
   *
   * @return the JSON text
   * @throws TerraformException if it cannot be read
   */
  public String json() {
    Execution execution = shown();
    var unused = read(execution);
    return execution.json();
  }

  private Execution shown() {
    return cli.run(Invocation.of(Phase.READ, "show", "-json", "-no-color").showingSecrets());
  }

  private State read(Execution execution) {
    try {
      State state = new StateReader().read(execution.json());
      state.secrets().forEach(cli.redactor()::register);
      return state;
    } catch (MalformedJsonException | UnsupportedFormatException | UnexpectedValueException e) {
      throw cli.unreadable(execution, "state in JSON", e);
    }
  }

  /**
   * Lists the instances in the state, like {@code state list}.
   *
   * @return their absolute addresses
   * @throws TerraformException if the state cannot be read
   */
  public Set<String> list() {
    return read().resources().keySet();
  }

  /**
   * Reads an instance, like {@code state show}.
   *
   * @param address its absolute address
   * @return the instance
   * @throws UnexpectedValueException if there is none; names those that are near
   * @throws TerraformException if the state cannot be read
   */
  public StateResource show(String address) {
    return read().resource(address);
  }

  /**
   * Gets the state as its backend keeps it.
   *
   * @return the state; nothing if there is none yet
   * @throws TerraformException if it cannot be read
   */
  public Optional<PulledState> pull() {
    Execution execution =
        cli.run(Invocation.of(Phase.READ, "state", "pull", "-no-color").showingSecrets());
    String json = execution.json();
    if (json.indexOf('{') < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(new PulledState(StateFile.read(json), Secret.of(json)));
    } catch (MalformedJsonException | UnsupportedFormatException | UnexpectedValueException e) {
      throw cli.unreadable(execution, "state file", e);
    }
  }

  /**
   * Removes a lock that its holder cannot remove any more. Doing so while the holder still works
   * may destroy the state.
   *
   * @param lockId the lock, see {@link LockInfo#id()}
   * @throws TerraformException if there is no such lock, or it cannot be removed
   */
  public void forceUnlock(String lockId) {
    cli.run(
        Invocation.of(
            Phase.STATE, "force-unlock", "-no-color", "-force", Arguments.operand("lock", lockId)));
  }
}
