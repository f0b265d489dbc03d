package dev.groundtruth.aws.network;

import dev.groundtruth.network.diff.NetworkDiff;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What became of a deployed network: how it differs from the plan or the state it is made by. */
public final class Drift {

  private Drift() {}

  /**
   * Compares a deployed network with what is known of it. Only the VPCs of the latter are looked
   * at, whatever else the region holds.
   *
   * @param recorded the network of a Terraform state, which knows the AWS ids, as {@link
   *     dev.groundtruth.network.terraform.TerraformReader} reads it
   * @param live the network as it is
   * @return what became reachable since, and what no longer is
   * @throws IllegalArgumentException if the recorded network names no VPC by its id, or one that is
   *     not there
   */
  public static NetworkDiff between(Network recorded, Network live) {
    Set<String> ids = new LinkedHashSet<>();
    recorded.vpcs().forEach(vpc -> vpc.identity().id().ifPresent(ids::add));
    if (ids.isEmpty()) {
      throw new IllegalArgumentException(
          "%s names no VPC by its id, perhaps you should read the state (terraform show -json) and not a plan"
              .formatted(recorded.source()));
    }
    Set<String> there = new LinkedHashSet<>();
    live.vpcs().forEach(vpc -> there.add(vpc.identity().key()));
    List<String> missing = ids.stream().filter(id -> !there.contains(id)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s of %s is not in %s, perhaps you should check the region and the account"
              .formatted(String.join(", ", missing), recorded.source(), live.source()));
    }
    Set<String> gateways = new LinkedHashSet<>();
    recorded.gateways().forEach(gateway -> gateway.identity().id().ifPresent(gateways::add));
    return NetworkDiff.of(recorded, within(live, ids, gateways));
  }

  /**
   * The network without the interfaces of other VPCs; what leads there stays, so that a new way is
   * found. The interface that AWS makes for a NAT gateway is in no state, and left out if the
   * gateway is recorded.
   */
  private static Network within(Network all, Set<String> vpcs, Set<String> gateways) {
    Set<String> subnets = new LinkedHashSet<>();
    all.subnets().stream()
        .filter(each -> vpcs.contains(each.vpc()))
        .forEach(each -> subnets.add(each.identity().key()));
    return new Network(
        all.source(),
        all.vpcs(),
        all.subnets(),
        all.routeTables(),
        all.gateways(),
        all.networkAcls(),
        all.securityGroups(),
        all.interfaces().stream()
            .filter(each -> subnets.containsAll(each.subnets()))
            .filter(
                each ->
                    each.kind() != NetworkInterface.Kind.NAT_GATEWAY
                        || each.owner().stream().noneMatch(gateways::contains))
            .toList(),
        all.prefixLists(),
        all.peerings(),
        all.endpoints(),
        all.remarks());
  }
}
