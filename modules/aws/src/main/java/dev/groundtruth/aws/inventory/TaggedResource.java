package dev.groundtruth.aws.inventory;

import java.util.Map;

/**
 * A resource and its tags.
 *
 * @param arn its ARN
 * @param tags its tags
 */
public record TaggedResource(String arn, Map<String, String> tags) {

  /**
   * Keeps a copy of the tags.
   *
   * @param arn its ARN
   * @param tags its tags
   */
  public TaggedResource {
    tags = Map.copyOf(tags);
  }
}
