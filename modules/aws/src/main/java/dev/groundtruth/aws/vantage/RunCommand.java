package dev.groundtruth.aws.vantage;

import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.internal.Polling;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;

/**
 * Runs shell scripts as root on an instance, through <a
 * href="https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command.html">Run
 * Command</a>.
 */
final class RunCommand {

  private static final Set<CommandInvocationStatus> UNDER_WAY =
      Set.of(
          CommandInvocationStatus.PENDING,
          CommandInvocationStatus.IN_PROGRESS,
          CommandInvocationStatus.DELAYED);

  /** How long a command may take to get to the instance. */
  private static final Duration DELIVERY = Duration.ofSeconds(60);

  private final SsmClient ssm;
  private final Duration pause;
  private final Duration delivery;

  RunCommand(SsmClient ssm, Duration pause) {
    this(ssm, pause, DELIVERY);
  }

  RunCommand(SsmClient ssm, Duration pause, Duration delivery) {
    this.ssm = ssm;
    this.pause = pause;
    this.delivery = delivery;
  }

  /** A script did not do what it should. */
  static final class FailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FailedException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Runs a script.
   *
   * @param instanceId where
   * @param script what
   * @param timeout how long it may run
   * @return its standard output
   * @throws FailedException if it could not be run or ended with another code than 0
   */
  String run(String instanceId, String script, Duration timeout) {
    try {
      String command =
          ssm.sendCommand(
                  q ->
                      q.instanceIds(instanceId)
                          .documentName("AWS-RunShellScript")
                          .comment("Groundtruth")
                          .timeoutSeconds(Math.toIntExact(DELIVERY.toSeconds()))
                          .parameters(
                              Map.of(
                                  "commands",
                                  script.lines().toList(),
                                  "executionTimeout",
                                  List.of(String.valueOf(timeout.toSeconds())))))
              .command()
              .commandId();
      Duration patience = timeout.plus(delivery);
      Optional<GetCommandInvocationResponse> last =
          Polling.last(pause, patience, () -> invocation(command, instanceId), RunCommand::isOver);
      if (!isOver(last)) {
        throw new FailedException(
            "a command on %s did not end within %s but is %s, perhaps you should look whether the agent of the instance runs"
                .formatted(instanceId, Polling.text(patience), state(last)),
            null);
      }
      GetCommandInvocationResponse answer = last.orElseThrow();
      if (answer.status() != CommandInvocationStatus.SUCCESS) {
        throw new FailedException(
            "a command on %s ended as %s with code %d: %s"
                .formatted(
                    instanceId,
                    answer.statusDetails() == null
                        ? answer.statusAsString()
                        : answer.statusDetails(),
                    answer.responseCode(),
                    answer.standardErrorContent()),
            null);
      }
      return answer.standardOutputContent();
    } catch (AwsException e) {
      throw new FailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean isOver(Optional<GetCommandInvocationResponse> answer) {
    return answer.isPresent() && !UNDER_WAY.contains(answer.get().status());
  }

  private static String state(Optional<GetCommandInvocationResponse> answer) {
    return answer.map(GetCommandInvocationResponse::statusAsString).orElse("not known to AWS");
  }

  /** It takes AWS a moment to know of a command that was sent. */
  private Optional<GetCommandInvocationResponse> invocation(String command, String instanceId) {
    try {
      return Optional.of(
          ssm.getCommandInvocation(q -> q.commandId(command).instanceId(instanceId)));
    } catch (AwsException e) {
      if (e.kind() == AwsException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
