package dev.groundtruth.network.terraform;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who has which Elastic IP before a plan: what AWS tells of either is over where the plan takes the
 * address away.
 *
 * @param holders the keys of instances and interfaces that have one
 * @param associated the ids of addresses that are given by associations
 */
record ElasticBefore(Set<String> holders, Set<String> associated) {

  /** The attributes of addresses and associations that name who has the address. */
  static final List<String> HOLDERS =
      List.of("instance", "instance_id", "network_interface", "network_interface_id");

  static ElasticBefore of(Assembly assembly) {
    Set<String> holders = new HashSet<>();
    Set<String> associated = new HashSet<>();
    for (Resource each : assembly.document().before()) {
      if (each.type().equals("aws_eip") || each.type().equals("aws_eip_association")) {
        for (String attribute : HOLDERS) {
          each.get(attribute).text().map(assembly.keys()::ofId).ifPresent(holders::add);
        }
        if (each.type().endsWith("_association")) {
          each.get("allocation_id").text().ifPresent(associated::add);
        }
      }
    }
    return new ElasticBefore(holders, associated);
  }

  /** Whether an instance has one. */
  boolean isHolder(Resource instance) {
    return holders.contains(instance.address());
  }

  /** Whether an address is given by an association. */
  boolean isAssociated(Resource address) {
    return address.get("id").text().filter(associated::contains).isPresent();
  }
}
