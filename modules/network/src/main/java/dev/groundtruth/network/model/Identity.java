package dev.groundtruth.network.model;

import dev.groundtruth.network.SourceLocation;
import java.util.Map;
import java.util.Optional;

/**
 * By what names a thing of the network is known.
 *
 * @param key what other things of the same {@link Network} refer to it by: the resource address in
 *     a plan or state, the AWS id in a dump; unique among all things of a network
 * @param id the AWS id, such as {@code sg-0123456789abcdef0}, where it is known
 * @param address the Terraform address, such as {@code module.web.aws_security_group.this[0]},
 *     where there is one
 * @param tags the tags, {@code Name} among them
 * @param location where it is written, where that is known
 */
public record Identity(
    String key,
    Optional<String> id,
    Optional<String> address,
    Map<String, String> tags,
    Optional<SourceLocation> location) {

  /**
   * Keeps a copy of the tags.
   *
   * @param key what others refer to it by
   * @param id the AWS id
   * @param address the Terraform address
   * @param tags the tags
   * @param location where it is written
   */
  public Identity {
    tags = Map.copyOf(tags);
  }

  /**
   * An identity that is a key and nothing else.
   *
   * @param key the key
   * @return the identity
   */
  public static Identity of(String key) {
    return new Identity(key, Optional.empty(), Optional.empty(), Map.of(), Optional.empty());
  }

  /** The key and, where it is known, the location. */
  @Override
  public String toString() {
    return location.map(place -> key + " (" + place + ")").orElse(key);
  }
}
