package dev.groundtruth.junit;

/** Something an environment may or may not be able to do, found out by trying and not by asking. */
public enum Capability {
  /**
   * What the security groups do not allow is dropped: a canary that must be denied stays silent.
   */
  SECURITY_GROUPS_ENFORCED,

  /** A listener of our own can be opened next to a service, on ports where nothing else listens. */
  CANARY_LISTENERS,

  /** Single services can be stopped and started again while the others run. */
  SERVICES_CAN_BE_STOPPED,

  /** Programs can be run on the database's own host, which was made from an image of our own. */
  DATABASE_HOST_ACCESSIBLE,

  /** There is more than one replica of the web tier, and each can be reached by itself. */
  REPLICAS_ADDRESSABLE,

  /** Packets travel over IPv6 as well. */
  IPV6
}
