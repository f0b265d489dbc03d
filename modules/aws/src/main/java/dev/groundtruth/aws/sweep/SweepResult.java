package dev.groundtruth.aws.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of leftovers.
 *
 * @param removed what is gone
 * @param left what is not, and why
 */
public record SweepResult(List<Leftover> removed, Map<Leftover, String> left) {

  /**
   * What became of leftovers.
   *
   * @param removed what is gone
   * @param left what is not, and why
   */
  public SweepResult {
    removed = List.copyOf(removed);
    left = Collections.unmodifiableMap(new LinkedHashMap<>(left));
  }
}
