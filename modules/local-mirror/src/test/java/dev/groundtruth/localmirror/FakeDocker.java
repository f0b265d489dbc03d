package dev.groundtruth.localmirror;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandNotFoundException;
import dev.groundtruth.provisioning.command.CommandResult;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.OutputListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers {@code docker} commands by how they begin. */
final class FakeDocker implements CommandRunner {

  private record Answer(int exitCode, String output, String errors) {}

  private final Map<String, Answer> answers = new LinkedHashMap<>();
  final List<String> asked = new ArrayList<>();
  private boolean missing;

  FakeDocker answering(String beginning, int exitCode, String output, String errors) {
    answers.put(beginning, new Answer(exitCode, output, errors));
    return this;
  }

  FakeDocker notInstalled() {
    missing = true;
    return this;
  }

  @Override
  public CommandResult run(Command command, OutputListener listener) {
    if (missing) {
      throw new CommandNotFoundException("docker", "docker was not found");
    }
    String line = String.join(" ", command.arguments());
    asked.add(line);
    Answer answer =
        answers.entrySet().stream()
            .filter(entry -> line.startsWith(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(new Answer(0, "", ""));
    answer.errors().lines().forEach(text -> listener.line(OutputListener.Channel.STDERR, text));
    return CommandResult.of(answer.exitCode(), answer.output());
  }
}
