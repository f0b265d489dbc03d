package dev.groundtruth.network.securitygroups;

/** Why a connection is not admitted. */
public enum Blocker {
  /** No egress rule of the sender's security groups allows it. */
  MISSING_EGRESS("missing egress"),
  /** No ingress rule of the receiver's security groups allows it. */
  MISSING_INGRESS("missing ingress"),
  /** The two have no IP version in common that carries the protocol. */
  NO_COMMON_IP_VERSION("no common IP version");

  private final String text;

  Blocker(String text) {
    this.text = text;
  }

  /** In words, for example {@code missing egress}. */
  @Override
  public String toString() {
    return text;
  }
}
