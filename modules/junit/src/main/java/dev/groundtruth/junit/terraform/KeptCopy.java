package dev.groundtruth.junit.terraform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The copy of a configuration that is applied to an account of AWS. It outlives a run that is
 * killed, or cannot destroy what it made: its state is what {@code bin/destroy-kept} looks for.
 */
final class KeptCopy {

  /** How the names of copies begin. */
  private static final String PREFIX = "groundtruth-copy-";

  private static final String VARIABLES = "groundtruth-run.auto.tfvars.json";

  private KeptCopy() {}

  /**
   * Writes values of variables into the copy, so that whoever destroys by it alone looks for what
   * it knows where it was made. Those that are given on the command line win.
   */
  static void remember(Path configuration, Map<String, String> variables) {
    try {
      Files.writeString(
          configuration.resolve(VARIABLES), JsonMapper.shared().writeValueAsString(variables));
    } catch (IOException e) {
      throw new UncheckedIOException("The copy " + configuration + " cannot be completed", e);
    }
  }

  /** Removes the copy, of which nothing is needed any more. */
  static void remove(Path configuration) {
    Path root = configuration;
    while (root != null && !String.valueOf(root.getFileName()).startsWith(PREFIX)) {
      root = root.getParent();
    }
    if (root == null) {
      return;
    }
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The copy " + root + " cannot be removed", e);
    }
  }
}
