package dev.groundtruth.provisioning.terraform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the folders of the modules that a configuration uses by relative paths. */
final class LocalModules {

  /** In both syntaxes; what is commented out is found too, which only copies a folder more. */
  private static final Pattern SOURCE =
      Pattern.compile("\"?\\bsource\"?\\s*[=:]\\s*\"(\\.\\.?(?:/[^\"]*)?)\"");

  private LocalModules() {}

  static boolean isConfiguration(Path file) {
    String name = String.valueOf(file.getFileName());
    return Stream.of(".tf", ".tf.json", ".tofu", ".tofu.json").anyMatch(name::endsWith);
  }

  private static boolean mayNameModules(Path file) {
    String name = String.valueOf(file.getFileName());
    return isConfiguration(file)
        || Stream.of(".tftest.hcl", ".tftest.json", ".tofutest.hcl", ".tofutest.json")
            .anyMatch(name::endsWith);
  }

  /**
   * The folders of all modules.
   *
   * @param root the folder of the root module, without symbolic links
   * @return the root module's and those of all it uses, directly or not
   */
  static Set<Path> of(Path root) throws IOException {
    Set<Path> found = new LinkedHashSet<>();
    Deque<Path> open = new ArrayDeque<>();
    open.add(root);
    while (!open.isEmpty()) {
      Path module = open.remove();
      if (!found.add(module)) {
        continue;
      }
      addSources(module, module, open);
      // Test files name modules relative to the module they test.
      addSources(module.resolve("tests"), module, open);
    }
    return found;
  }

  /** Whatever its encoding is: what is wrong with it is for Terraform to say. */
  private static String content(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static void addSources(Path folder, Path base, Deque<Path> open) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(LocalModules::mayNameModules).toList()) {
        if (Files.isRegularFile(file)) {
          Matcher matcher = SOURCE.matcher(content(file));
          while (matcher.find()) {
            Path source = base.resolve(matcher.group(1)).normalize();
            if (Files.isDirectory(source)) {
              open.add(source);
            }
          }
        }
      }
    }
  }
}
