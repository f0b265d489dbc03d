package dev.groundtruth.aws.network;

/**
 * Something that was not the same in two readings of a network.
 *
 * @param id the AWS id, or the ARN
 * @param what what happened to it, such as {@code changed (IpPermissions)}
 */
public record Change(String id, String what) {

  /** Such as {@code sg-0123456789abcdef0 changed (IpPermissions)}. */
  @Override
  public String toString() {
    return id + " " + what;
  }
}
