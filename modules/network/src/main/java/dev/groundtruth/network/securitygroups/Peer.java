package dev.groundtruth.network.securitygroups;

/** The other side of a rule: the source of an ingress rule, the destination of an egress rule. */
public sealed interface Peer permits CidrPeer, GroupPeer {}
