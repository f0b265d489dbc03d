package dev.groundtruth.provisioning.packer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A command of Packer that did not do what it should. The message says what is wrong and what
 * perhaps should be done, then what Packer said; nothing in it shows a secret.
 */
public abstract sealed class PackerException extends RuntimeException
    permits BuildFailedException,
        InvalidTemplateException,
        PackerFailedException,
        PackerStoppedException,
        PluginMissingException,
        UnsupportedPackerException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  PackerException(String problem, String advice, Failure failure) {
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
   * What Packer said of the template.
   *
   * @return its errors and warnings, redacted, in their order
   */
  public List<PackerDiagnostic> diagnostics() {
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
}
