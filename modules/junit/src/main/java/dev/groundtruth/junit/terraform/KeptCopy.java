package dev.groundtruth.junit.terraform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The copy of a configuration that is applied to an account of AWS. It outlives a run that is
 * killed, or cannot destroy what it made: its state is what {@code bin/destroy-kept} looks for.
 */
final class KeptCopy {

  /** How the names of copies begin. */
  private static final String PREFIX = "groundtruth-copy-";

  private KeptCopy() {}

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
