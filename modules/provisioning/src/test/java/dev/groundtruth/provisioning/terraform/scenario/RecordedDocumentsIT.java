package dev.groundtruth.provisioning.terraform.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Writes the recorded documents anew. {@code -Dgroundtruth.scenario.record=true} replaces the
 * recorded ones.
 */
class RecordedDocumentsIT {

  private static final String RECORDER = "terraform/1.11.4/terraform";

  @Test
  void terraform_still_writes_documents_of_the_recorded_shape(@TempDir Path folder)
      throws IOException {
    Scenario fresh = Scenario.run(binary(RECORDER), folder);
    if (Boolean.getBoolean("groundtruth.scenario.record")) {
      record(fresh);
    }
    Scenario recorded = Scenario.recorded();

    for (String name : Scenario.NAMES) {
      assertThat(shape(fresh, name)).as(name).isEqualTo(shape(recorded, name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RECORDER, "terraform/1.13.3/terraform", "opentofu/1.12.6/tofu"})
  void what_is_read_of_the_recorded_documents_is_read_of_those_of_every_version(
      String tool, @TempDir Path folder) {
    Facts.holdFor(Scenario.run(binary(tool), folder));
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

  private static Path binary(String tool) {
    Optional<Path> found =
        Stream.of(cache().resolve(tool), Path.of("/usr/local/bin/terraform"))
            .filter(Files::isExecutable)
            .filter(path -> path.startsWith(cache()) || tool.equals(RECORDER))
            .findFirst();
    String missing = tool + " is missing, perhaps you should run bin/setup --for dev";
    if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
      fail(missing);
    }
    assumeTrue(found.isPresent(), missing);
    return found.orElseThrow();
  }

  private static Path cache() {
    return Optional.ofNullable(System.getenv("GROUNDTRUTH_TOOLS"))
        .map(Path::of)
        .orElseGet(
            () ->
                Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                    .map(Path::of)
                    .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                    .resolve("groundtruth/tools"));
  }
}
