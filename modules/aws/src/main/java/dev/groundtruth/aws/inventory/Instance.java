package dev.groundtruth.aws.inventory;

import java.util.Map;
import java.util.Optional;

/**
 * An instance of EC2.
 *
 * @param id its id
 * @param state such as {@code running} or {@code terminated}
 * @param imageId the machine image it was started from
 * @param zone its availability zone
 * @param subnetId the subnet of its first interface
 * @param privateAddress its first private address
 * @param publicAddress its public address, if it has one
 * @param tags its tags
 */
public record Instance(
    String id,
    String state,
    String imageId,
    String zone,
    Optional<String> subnetId,
    Optional<String> privateAddress,
    Optional<String> publicAddress,
    Map<String, String> tags) {

  /**
   * Keeps a copy of the tags.
   *
   * @param id its id
   * @param state its state
   * @param imageId its machine image
   * @param zone its availability zone
   * @param subnetId its subnet
   * @param privateAddress its private address
   * @param publicAddress its public address
   * @param tags its tags
   */
  public Instance {
    tags = Map.copyOf(tags);
  }
}
