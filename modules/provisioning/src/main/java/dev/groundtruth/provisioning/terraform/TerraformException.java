package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.terraform.event.Diagnostic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A command of Terraform or OpenTofu that did not do what it should. The message says what is wrong
 * and what perhaps should be done, then what the tool said; nothing in it shows a secret.
 */
public abstract sealed class TerraformException extends RuntimeException
    permits CredentialsException,
        DiskFullException,
        InvalidConfigurationException,
        LimitExceededException,
        NetworkException,
        NotIdempotentException,
        NotInitializedException,
        OperationFailedException,
        OperationStoppedException,
        ProviderMissingException,
        StalePlanException,
        StateLockedException,
        UnreadableOutputException,
        UnsupportedVersionException,
        WorkspaceExistsException,
        WorkspaceMissingException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final transient List<TerraformException> earlier = new ArrayList<>();

  TerraformException(String problem, String advice, Failure failure) {
    super(failure.message(problem, advice), failure.cause().orElse(null));
    this.failure = failure;
  }

  /**
   * The command that failed.
   *
   * @return program and arguments, redacted; nothing if it did not come to a command
   */
  public Optional<String> commandLine() {
    return failure.commandLine();
  }

  /**
   * How the command ended.
   *
   * @return its exit code; nothing if it did not come to that
   */
  public OptionalInt exitCode() {
    return failure.exitCode();
  }

  /**
   * What the tool said.
   *
   * @return its errors and warnings, redacted, in their order
   */
  public List<Diagnostic> diagnostics() {
    return failure.diagnostics();
  }

  /**
   * Where all the command wrote is.
   *
   * @return the file, redacted; nothing if there is none
   */
  public Optional<Path> log() {
    return failure.log();
  }

  /**
   * Whether the reason may pass by itself, so that another attempt is worth it.
   *
   * @return true for throttled calls, lost connections and held locks
   */
  public boolean isTransient() {
    return failure.isTransient();
  }

  /**
   * Whether the command had begun to change something before it failed.
   *
   * @return true if an operation on a resource had begun
   */
  public boolean changedSomething() {
    return failure.changedSomething();
  }

  /**
   * The attempts before this one, which are also suppressed exceptions of it.
   *
   * @return the failures, the first one first; empty without retries
   */
  public List<TerraformException> earlierAttempts() {
    return Collections.unmodifiableList(earlier);
  }

  /** Keeps the attempts that failed before. */
  void after(List<TerraformException> attempts) {
    earlier.addAll(attempts);
    attempts.forEach(this::addSuppressed);
  }
}
