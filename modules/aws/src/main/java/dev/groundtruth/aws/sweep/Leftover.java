package dev.groundtruth.aws.sweep;

import java.util.Map;

/**
 * Something in an account that a run made.
 *
 * @param arn its ARN, or its type and name where it is known by those only
 * @param region the region it was found in
 * @param tags its tags
 */
public record Leftover(String arn, String region, Map<String, String> tags) {

  /**
   * Something that a run made.
   *
   * @param arn its ARN
   * @param region the region it was found in
   * @param tags its tags
   */
  public Leftover {
    tags = Map.copyOf(tags);
  }

  /** Such as {@code arn:aws:... (run 4711 of me, expires 2027-01-31T00:00:00Z)}. */
  @Override
  public String toString() {
    return "%s (run %s of %s, expires %s)"
        .formatted(
            arn,
            tags.getOrDefault(Selection.RUN, "?"),
            tags.getOrDefault(Selection.OWNER, "?"),
            tags.getOrDefault(Selection.EXPIRES, "?"));
  }
}
