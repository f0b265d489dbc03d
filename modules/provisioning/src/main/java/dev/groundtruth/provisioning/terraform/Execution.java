package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.command.CommandResult;
import dev.groundtruth.provisioning.terraform.event.EventReader;
import dev.groundtruth.provisioning.terraform.event.TerraformEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command that ended well.
 *
 * @param commandLine the command, redacted
 * @param result its result, not redacted
 * @param transcript what was heard of it, redacted
 */
record Execution(String commandLine, CommandResult result, Transcript transcript) {

  int exitCode() {
    return result.exitCode();
  }

  String stdout() {
    return result.stdout();
  }

  /**
   * The JSON document that was written. OpenTofu writes warnings about its own configuration before
   * it, into the same output.
   */
  String json() {
    String output = stdout();
    if (output.startsWith("{")) {
      return output;
    }
    int start = output.indexOf("\n{");
    return start < 0 ? output : output.substring(start + 1);
  }

  /**
   * The last event of a type in the unredacted output; nothing as well if there was so much output
   * that not all of it is there.
   */
  <T extends TerraformEvent> Optional<T> last(String type, Class<T> kind) {
    List<T> events = events(type, kind);
    return events.isEmpty() ? Optional.empty() : Optional.of(events.get(events.size() - 1));
  }

  /** All events of a type, or of types that begin with it. */
  <T extends TerraformEvent> List<T> events(String type, Class<T> kind) {
    String mark = "\"type\":\"" + type;
    EventReader reader = new EventReader();
    List<T> events = new ArrayList<>();
    Optional<String> output = output();
    // Reading JSON costs more than looking for a word, and most lines are of other types.
    output.stream()
        .flatMap(String::lines)
        .filter(line -> line.contains(mark))
        .map(reader::read)
        .filter(kind::isInstance)
        .map(kind::cast)
        .forEach(events::add);
    return events;
  }

  /** Whether all of the output is there. */
  boolean isComplete() {
    return output().isPresent();
  }

  private Optional<String> output() {
    try {
      return Optional.of(result.stdout());
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }
}
