package dev.groundtruth.junit.terraform;

import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.provisioning.command.ToolCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which Terraform is run: the one that {@code groundtruth.terraform} names, else the newest that
 * {@code bin/setup} brought, else the one on the path.
 *
 * @param binary a path, or a name to be found on the path
 * @param cliConfiguration the CLI configuration that leads to providers, where one is needed
 */
record TerraformProgram(String binary, Optional<Path> cliConfiguration) {

  static final String PARAMETER = "groundtruth.terraform";

  static TerraformProgram of(EnvironmentContext context) {
    Path tools = ToolCache.folder();
    return new TerraformProgram(
        context.parameter(PARAMETER).or(() -> newest(tools)).orElse("terraform"),
        Optional.ofNullable(System.getenv("TF_CLI_CONFIG_FILE"))
            .map(Path::of)
            .filter(Files::exists)
            .or(() -> Optional.of(tools.resolve("terraform.rc")).filter(Files::exists)));
  }

  private static Optional<String> newest(Path tools) {
    Path versions = tools.resolve("terraform");
    if (!Files.isDirectory(versions)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(versions)) {
      return folders
          .filter(folder -> Files.isExecutable(folder.resolve("terraform")))
          .max(
              Comparator.comparing(
                  folder -> Runtime.Version.parse(folder.getFileName().toString())))
          .map(folder -> folder.resolve("terraform").toString());
    } catch (IOException e) {
      throw new UncheckedIOException("The tools in " + versions + " cannot be listed", e);
    }
  }
}
