package dev.groundtruth.network.finding;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries of network ACLs that are never asked, because earlier ones match all they match, and
 * those that match nothing.
 */
final class ShadowedEntries {

  private ShadowedEntries() {}

  static List<Finding> findings(Network network) {
    List<Finding> findings = new ArrayList<>();
    for (NetworkAcl acl : network.networkAcls()) {
      for (Direction direction : Direction.values()) {
        findings.addAll(findings(acl.entries(direction)));
      }
    }
    return findings;
  }

  private static List<Finding> findings(List<NetworkAclEntry> entries) {
    List<Finding> findings = new ArrayList<>();
    PacketSet before = PacketSet.none();
    for (NetworkAclEntry entry : entries) {
      if (entry.match().known().isEmpty() || entry.cidr().known().isEmpty()) {
        continue;
      }
      PacketSet own =
          PacketSet.of(
              AddressSet.of(entry.cidr().known().get()),
              AddressSet.ALL,
              entry.match().known().get());
      if (own.isEmpty()) {
        findings.add(empty(entry, entry.cidr().known().get(), entry.match().known().get()));
      } else if (before.containsAll(own)) {
        findings.add(
            new Finding(
                "shadowed-network-acl-entry",
                Finding.Level.WARNING,
                entry.identity().key(),
                entry.identity().location(),
                "entry %d (%s) is never asked, since the entries before it match all it matches"
                    .formatted(entry.number(), entry.direction()),
                "remove it or give it a lower number"));
      }
      before = before.union(own);
    }
    return findings;
  }

  /** No packet of a block of one IP version is of a protocol of the other one. */
  private static Finding empty(NetworkAclEntry entry, Cidr block, TrafficMatch match) {
    return new Finding(
        "empty-network-acl-entry",
        Finding.Level.WARNING,
        entry.identity().key(),
        entry.identity().location(),
        "entry %d (%s) matches nothing, since no packet of %s is %s"
            .formatted(entry.number(), entry.direction(), block, match),
        "name the protocol of that IP version or remove it");
  }
}
