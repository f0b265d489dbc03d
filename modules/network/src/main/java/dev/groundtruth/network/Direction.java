package dev.groundtruth.network;

/** Which way the connections of a rule are opened, as seen from the interface it is attached to. */
public enum Direction {
  /** Towards the interface; the peer is the source. */
  INGRESS("ingress"),
  /** From the interface; the peer is the destination. */
  EGRESS("egress");

  private final String text;

  Direction(String text) {
    this.text = text;
  }

  /** As it is written in a security groups file. */
  @Override
  public String toString() {
    return text;
  }
}
