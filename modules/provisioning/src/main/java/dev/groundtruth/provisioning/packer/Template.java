package dev.groundtruth.provisioning.packer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A template: a folder with HCL2 files, one HCL2 file, or a legacy JSON file.
 *
 * @param directory where Packer runs
 * @param argument what Packer is given: {@code .} or a file's path, relative if it is in the folder
 * @param isLegacy whether it is legacy JSON
 */
record Template(Path directory, String argument, boolean isLegacy) {

  /** Looks what there is. */
  static Template of(Path directory, Optional<Path> file) {
    Path folder = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw invalid(
          "%s is %s".formatted(folder, Files.exists(folder) ? "no folder" : "missing"),
          "name the folder that contains the template");
    }
    if (file.isPresent()) {
      Path path = folder.resolve(file.get()).normalize();
      if (!Files.isRegularFile(path)) {
        throw invalid(path + " is missing", "name a template in template()");
      }
      Path argument = path.startsWith(folder) ? folder.relativize(path) : path;
      // A relative name must not be taken for an option.
      String word = argument.toString();
      return new Template(
          folder, word.startsWith("-") ? "./" + word : word, !isHcl(path.toString()));
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.noneMatch(path -> isHcl(path.toString()))) {
        throw invalid(
            folder + " has no file .pkr.hcl or .pkr.json",
            "name a legacy JSON template with template()");
      }
    } catch (IOException e) {
      throw invalid(
          "%s cannot be read (%s)".formatted(folder, e.getMessage()), "check its permissions");
    }
    return new Template(folder, ".", false);
  }

  private static InvalidTemplateException invalid(String problem, String advice) {
    return new InvalidTemplateException(problem, advice, Failure.WITHOUT_COMMAND);
  }

  private static boolean isHcl(String name) {
    return name.endsWith(".pkr.hcl") || name.endsWith(".pkr.json");
  }
}
