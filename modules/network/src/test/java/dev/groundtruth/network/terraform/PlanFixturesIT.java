package dev.groundtruth.network.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the plans the tests read anew, with real Terraform and the real provider: a fixture is a
 * folder of {@code *.tf} files with the {@code plan.json} made of it, and perhaps a {@code
 * state.json} of what exists before.
 *
 * <p>The provider's {@code skip_get_ec2_platforms} keeps it from asking AWS, which takes it 20
 * seconds to give up.
 */
@Tag("terraform")
class PlanFixturesIT {

  private static final Path PLANS = Path.of("src/test/resources/plans");
  private static final JsonMapper JSON = new JsonMapper();
  private static final long MINUTES = 5;

  static Stream<String> fixtures() throws IOException {
    try (Stream<Path> folders = Files.list(PLANS)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("plan.json")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void plans_are_what_terraform_makes_of_their_configuration(String name, @TempDir Path folder)
      throws IOException, InterruptedException {
    Path tools = tools();
    Path terraform = tools.resolve("terraform/1.13.3/terraform");
    Path configuration = tools.resolve("terraform.rc");
    if (!Files.exists(configuration)) {
      abort("no provider mirror in " + tools + ", perhaps you should run bin/setup --for dev");
    }
    if (!Files.isExecutable(terraform)) {
      missing("no " + terraform);
    }
    copy(PLANS.resolve(name), folder);
    List<String> plan = new ArrayList<>(List.of("plan", "-input=false", "-no-color", "-out=made"));
    if (Files.exists(folder.resolve("terraform.tfstate"))) {
      plan.add("-refresh=false");
    }
    Result init =
        run(folder, terraform, configuration, List.of("init", "-input=false", "-no-color"));
    if (init.status() != 0) {
      missing("terraform init finds no provider: " + init.output());
    }
    Result planned = run(folder, terraform, configuration, plan);
    assertThat(planned.status()).as(planned.output()).isZero();
    Result shown = run(folder, terraform, configuration, List.of("show", "-json", "made"));
    assertThat(shown.status()).as(shown.output()).isZero();

    assertThat(canonical(JSON.readTree(shown.output())))
        .as("%s/plan.json, perhaps you should commit what terraform show -json says now", name)
        .isEqualTo(canonical(JSON.readTree(PLANS.resolve(name).resolve("plan.json"))));
  }

  private static Path tools() {
    return Optional.ofNullable(System.getenv("GROUNDTRUTH_TOOLS"))
        .map(Path::of)
        .orElseGet(
            () ->
                Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                    .map(Path::of)
                    .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                    .resolve("groundtruth/tools"));
  }

  /** Tolerated where people work, not where changes are judged. */
  private static void missing(String what) {
    String reason = what + ", perhaps you should run bin/setup --for dev";
    if ("true".equals(System.getenv("CI"))) {
      fail(reason);
    }
    abort(reason);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".tf")).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    Path state = from.resolve("state.json");
    if (Files.exists(state)) {
      Files.copy(state, to.resolve("terraform.tfstate"));
    }
  }

  private record Result(int status, String output) {}

  private static Result run(Path folder, Path terraform, Path configuration, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(terraform.toString()));
    command.addAll(arguments);
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("TF_") || key.startsWith("AWS_"));
    builder.environment().put("TF_CLI_CONFIG_FILE", configuration.toString());
    builder.environment().put("CHECKPOINT_DISABLE", "1");
    Process process = builder.start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      fail("%s took more than %d minutes".formatted(String.join(" ", command), MINUTES));
    }
    return new Result(process.exitValue(), Files.readString(output));
  }

  /** Without the time, and without an order where Terraform has another one every time. */
  private static JsonNode canonical(JsonNode plan) {
    ObjectNode copy = (ObjectNode) plan.deepCopy();
    copy.remove("timestamp");
    if (copy.get("relevant_attributes") instanceof ArrayNode attributes) {
      List<JsonNode> sorted = new ArrayList<>();
      attributes.forEach(sorted::add);
      sorted.sort(Comparator.comparing(JsonNode::toString));
      copy.set("relevant_attributes", JSON.createArrayNode().addAll(sorted));
    }
    return copy;
  }
}
