package dev.groundtruth.provisioning.terraform.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.provisioning.RealTool;
import dev.groundtruth.provisioning.value.BoolValue;
import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.ListValue;
import dev.groundtruth.provisioning.value.NumberValue;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.TextValue;
import dev.groundtruth.provisioning.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Writes the recorded documents anew. {@code -Dgroundtruth.scenario.record=true} replaces the
 * recorded ones.
 */
class RecordedDocumentsIT {

  @Test
  void terraform_still_writes_documents_of_the_recorded_shape(@TempDir Path folder)
      throws IOException {
    Scenario fresh = Scenario.run(RealTool.TERRAFORM_1_11.path(), folder);
    if (Boolean.getBoolean("groundtruth.scenario.record")) {
      record(fresh);
    }
    Scenario recorded = Scenario.recorded();

    for (String name : Scenario.NAMES) {
      assertThat(shape(fresh, name)).as(name).isEqualTo(shape(recorded, name));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.groundtruth.provisioning.RealTool#terraforms")
  void what_is_read_of_the_recorded_documents_is_read_of_those_of_every_version(
      RealTool tool, @TempDir Path folder) {
    Facts.holdFor(Scenario.run(tool.path(), folder));
  }

  private static void record(Scenario scenario) throws IOException {
    Path target =
        Path.of("src/test/resources/dev/groundtruth/provisioning/terraform/scenario/recorded");
    Path classes =
        Path.of("target/test-classes/dev/groundtruth/provisioning/terraform/scenario/recorded");
    for (Path folder : List.of(target, classes)) {
      Files.createDirectories(folder);
      for (String name : Scenario.NAMES) {
        Files.writeString(folder.resolve(name), scenario.document(name));
      }
    }
  }

  /** The paths of all values and their types; lines of a stream by what they are. */
  private static Set<String> shape(Scenario scenario, String name) {
    Set<String> shape = new TreeSet<>();
    if (name.endsWith(".jsonl")) {
      for (String line : scenario.lines(name)) {
        ObjectValue event = (ObjectValue) Json.read(name, line);
        // Whether there is a line of progress depends on how long something took.
        if (!event.members().get("type").equals(new TextValue("apply_progress"))) {
          describe(event.members().get("type").toString(), event, shape);
        }
      }
    } else {
      describe("", Json.read(name, scenario.document(name)), shape);
    }
    return shape;
  }

  private static void describe(String path, Value value, Set<String> shape) {
    if (value instanceof ObjectValue object) {
      object.members().forEach((key, member) -> describe(path + "." + key, member, shape));
    } else if (value instanceof ListValue list) {
      list.elements().forEach(element -> describe(path + "[]", element, shape));
    } else if (value instanceof TextValue) {
      shape.add(path + ": text");
    } else if (value instanceof NumberValue) {
      shape.add(path + ": number");
    } else if (value instanceof BoolValue) {
      shape.add(path + ": " + value);
    } else {
      shape.add(path + ": null");
    }
  }
}
