package dev.groundtruth.provisioning.terraform;

import java.util.ArrayList;
import java.util.List;

/** Arguments of a command line. Immutable. */
record Arguments(List<String> words) {

  static final Arguments NONE = new Arguments(List.of());

  Arguments {
    words = List.copyOf(words);
  }

  static Arguments of(String... words) {
    return new Arguments(List.of(words));
  }

  Arguments and(String... more) {
    return and(List.of(more));
  }

  Arguments and(Arguments more) {
    return and(more.words);
  }

  private Arguments and(List<String> more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(more);
    return new Arguments(all);
  }

  /** The option that limits how many operations run at once. */
  static String parallelism(int operations) {
    if (operations < 1) {
      throw new IllegalArgumentException(
          "A parallelism of " + operations + " does nothing, perhaps you should write 1");
    }
    return "-parallelism=" + operations;
  }

  /**
   * A word that is no option, from a caller; one with a hyphen in front would be taken for an
   * option.
   */
  static String operand(String what, String word) {
    if (word.isBlank() || word.startsWith("-")) {
      throw new IllegalArgumentException(
          "'%s' is no %s, perhaps you should look for a slip".formatted(word, what));
    }
    return word;
  }
}
