package dev.groundtruth.benchmarks;

import java.util.List;

/**
 * What a side-by-side benchmark is asked to do.
 *
 * @param pairs how many starts of each side are measured
 */
record Arguments(int pairs) {

  private static final int DEFAULT_PAIRS = 3;
  private static final int MOST_PAIRS = 99;

  /** The command line cannot be understood. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  /**
   * Reads the command line.
   *
   * @throws UsageException if it cannot be understood
   */
  static Arguments parse(List<String> words) {
    return parse(words, DEFAULT_PAIRS);
  }

  /**
   * Reads the command line.
   *
   * @param pairs how many pairs are measured if nobody says
   * @throws UsageException if it cannot be understood
   */
  static Arguments parse(List<String> words, int pairs) {
    if (words.isEmpty()) {
      return new Arguments(pairs);
    }
    if (!words.get(0).equals("--pairs")) {
      throw new UsageException(
          "\"%s\" is not an option, perhaps you should use --pairs N".formatted(words.get(0)));
    }
    if (words.size() > 2) {
      throw new UsageException(
          "\"%s\" is one word too many, perhaps you should leave it out".formatted(words.get(2)));
    }
    String number = words.size() == 2 ? words.get(1) : "";
    if (!number.matches("[1-9]\\d?")) {
      throw new UsageException(
          "--pairs \"%s\" is not a number of pairs, perhaps you should use one from 1 to %d"
              .formatted(number, MOST_PAIRS));
    }
    return new Arguments(Integer.parseInt(number));
  }
}
