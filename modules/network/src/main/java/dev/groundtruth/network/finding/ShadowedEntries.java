package dev.groundtruth.network.finding;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAcl;
import dev.groundtruth.network.model.NetworkAclEntry;
import java.util.ArrayList;
import java.util.List;

/** Entries of network ACLs that are never asked, because earlier ones match all they match. */
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
      if (before.containsAll(own)) {
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
}
