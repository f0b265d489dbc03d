package dev.groundtruth.network.analysis;

import java.util.List;

/** Ascending numbers in few words. */
final class Runs {

  private Runs() {}

  /** For example {@code 0-5,7,9-255}. */
  static String text(List<Integer> numbers) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < numbers.size(); ) {
      int end = at;
      while (end + 1 < numbers.size() && numbers.get(end + 1) == numbers.get(end) + 1) {
        end++;
      }
      text.append(text.isEmpty() ? "" : ",").append(numbers.get(at));
      if (end > at) {
        text.append('-').append(numbers.get(end));
      }
      at = end + 1;
    }
    return text.toString();
  }
}
