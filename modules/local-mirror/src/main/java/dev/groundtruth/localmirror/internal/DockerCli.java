package dev.groundtruth.localmirror.internal;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandNotFoundException;
import dev.groundtruth.provisioning.command.CommandResult;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.CommandTimedOutException;
import dev.groundtruth.provisioning.command.OutputListener;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code docker} command. An exit code is an answer, not an exception, unless a caller says
 * otherwise.
 */
public final class DockerCli {

  private static final int TIMED_OUT = -1;
  private static final int OUTPUT_LIMIT = 64 << 20;
  private static final Duration LOOK = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Integer[] ANY_CODE =
      IntStream.rangeClosed(0, 255).boxed().toArray(Integer[]::new);

  private final CommandRunner commands;

  /**
   * The command on this machine.
   *
   * @param commands runs it
   */
  public DockerCli(CommandRunner commands) {
    this.commands = commands;
  }

  /**
   * How a command ended.
   *
   * @param exitCode its exit code, or -1 if it took too long
   * @param output what it wrote to its standard output
   * @param errors what it wrote to its standard error
   */
  public record Output(int exitCode, String output, String errors) {
    /**
     * Whether it did what it was asked to.
     *
     * @return true for exit code 0
     */
    public boolean succeeded() {
      return exitCode == 0;
    }
  }

  /** The {@code docker} command is not there. */
  public static final class NotInstalledException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    NotInstalledException(Throwable cause) {
      super(
          "The docker command is not installed, perhaps you should run bin/setup --for local",
          cause);
    }
  }

  /** A command that had to succeed did not, or this thread was interrupted meanwhile. */
  public static final class FailedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    FailedException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Runs a command.
   *
   * @param timeout how long it may take
   * @param arguments what follows {@code docker}
   * @return how it ended
   */
  public Output run(Duration timeout, String... arguments) {
    return run(timeout, List.of(arguments));
  }

  /**
   * Runs a command.
   *
   * @param timeout how long it may take
   * @param arguments what follows {@code docker}
   * @return how it ended
   */
  public Output run(Duration timeout, List<String> arguments) {
    return run(timeout, Map.of(), null, arguments);
  }

  /**
   * Runs a command that has to succeed.
   *
   * @param timeout how long it may take
   * @param arguments what follows {@code docker}
   * @return how it ended
   * @throws FailedException if it did not succeed
   */
  public Output successful(Duration timeout, List<String> arguments) {
    Output output = run(timeout, arguments);
    if (!output.succeeded()) {
      throw new FailedException(
          "docker %s ended with code %d: %s"
              .formatted(String.join(" ", arguments), output.exitCode(), output.errors().strip()),
          null);
    }
    return output;
  }

  /**
   * Whether images are on this machine.
   *
   * @param references their names
   * @return true when all of them are
   */
  public boolean hasImages(Collection<String> references) {
    List<String> arguments = new ArrayList<>(List.of("image", "inspect", "--format", "{{.Id}}"));
    arguments.addAll(references);
    return run(LOOK, arguments).succeeded();
  }

  /**
   * Looks at a container.
   *
   * @param container its id
   * @param format a template that prints lines
   * @return the lines that are not blank
   * @throws FailedException if there is no such container
   */
  public List<String> inspect(String container, String format) {
    return successful(LOOK, List.of("inspect", "--format", format, container))
        .output()
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  /**
   * Runs a command with variables.
   *
   * @param timeout how long it may take
   * @param environment variables, beside those of this process
   * @param line is given each line of output as it comes
   * @param arguments what follows {@code docker}
   * @return how it ended
   */
  public Output run(
      Duration timeout,
      Map<String, String> environment,
      @Nullable Consumer<String> line,
      List<String> arguments) {
    return run(timeout, environment, line, new byte[0], arguments);
  }

  /**
   * Runs a command with variables and an input.
   *
   * @param timeout how long it may take
   * @param environment variables, beside those of this process
   * @param line is given each line of output as it comes
   * @param input what it reads
   * @param arguments what follows {@code docker}
   * @return how it ended
   */
  public Output run(
      Duration timeout,
      Map<String, String> environment,
      @Nullable Consumer<String> line,
      byte[] input,
      List<String> arguments) {
    Command command =
        Command.builder("docker")
            .arguments(arguments)
            .inherit("*")
            .environment(environment)
            .stdin(input)
            .timeout(timeout)
            .grace(GRACE)
            .stdoutLimit(OUTPUT_LIMIT)
            .successCodes(ANY_CODE)
            .installation("run bin/setup --for local")
            .build();
    StringBuilder errors = new StringBuilder();
    try {
      CommandResult result =
          commands.run(
              command,
              (channel, text) -> {
                if (channel == OutputListener.Channel.STDERR) {
                  synchronized (errors) {
                    errors.append(text).append('\n');
                  }
                }
                if (line != null) {
                  line.accept(text);
                }
              });
      synchronized (errors) {
        return new Output(result.exitCode(), result.stdout(), errors.toString());
      }
    } catch (CommandNotFoundException e) {
      throw new NotInstalledException(e);
    } catch (CommandTimedOutException e) {
      synchronized (errors) {
        return new Output(TIMED_OUT, "", errors + String.valueOf(e.getMessage()) + "\n");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("Interrupted during " + command, e);
    }
  }
}
