package dev.groundtruth.verification.permissions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The types that a Terraform configuration uses, in whatever variables make of them.
 *
 * @param resources types of resources
 * @param data types of data sources
 */
record ConfiguredTypes(Set<String> resources, Set<String> data) {

  /** As {@code terraform fmt} writes it. */
  private static final Pattern BLOCK =
      Pattern.compile("^(resource|data) \"(\\w+)\" \"", Pattern.MULTILINE);

  static ConfiguredTypes in(Path folder) throws IOException {
    ConfiguredTypes types = new ConfiguredTypes(new TreeSet<>(), new TreeSet<>());
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> files =
          paths
              .filter(path -> path.toString().endsWith(".tf"))
              .filter(path -> !path.toString().contains(".terraform"))
              .toList();
      for (Path file : files) {
        types.add(Files.readString(file));
      }
    }
    return types;
  }

  private void add(String text) {
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      (block.group(1).equals("data") ? data : resources).add(block.group(2));
    }
  }
}
