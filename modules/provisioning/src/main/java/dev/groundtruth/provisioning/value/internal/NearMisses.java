package dev.groundtruth.provisioning.value.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The names that somebody may have meant who wrote one that does not exist. */
public final class NearMisses {

  private NearMisses() {}

  /**
   * Finds them.
   *
   * @param wanted the name that does not exist
   * @param existing those that do
   * @param limit how many to find at most
   * @return the nearest first, none that has little in common
   */
  public static List<String> of(String wanted, Collection<String> existing, int limit) {
    return existing.stream()
        .filter(name -> isNear(wanted, name))
        .sorted(
            Comparator.comparingInt((String name) -> distance(wanted, name))
                .thenComparing(Comparator.naturalOrder()))
        .limit(limit)
        .toList();
  }

  /** What addresses have in common, module and type, does not make them near. */
  private static boolean isNear(String wanted, String name) {
    int start = 0;
    for (int i = 0; i < Math.min(wanted.length(), name.length()); i++) {
      if (wanted.charAt(i) != name.charAt(i)) {
        break;
      }
      if (wanted.charAt(i) == '.' || wanted.charAt(i) == '[') {
        start = i + 1;
      }
    }
    return distance(wanted.substring(start), name.substring(start))
        <= Math.max(2, (wanted.length() - start) / 3);
  }

  /** Levenshtein's distance, with one text within the other being near, and case of no weight. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    if (a.length() > 2 && b.length() > 2 && (a.contains(b) || b.contains(a))) {
      return 1;
    }
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        current[j] =
            Math.min(Math.min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + change);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
