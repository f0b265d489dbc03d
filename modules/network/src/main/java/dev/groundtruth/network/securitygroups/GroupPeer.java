package dev.groundtruth.network.securitygroups;

/**
 * The private addresses of all interfaces a security group is attached to, as <a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html">AWS defines a
 * reference to a security group</a>: it does not import that group's rules.
 *
 * @param group the name of the referenced group
 */
public record GroupPeer(String group) implements Peer {

  /** The name of the group, marked as one. */
  @Override
  public String toString() {
    return "group " + group;
  }
}
