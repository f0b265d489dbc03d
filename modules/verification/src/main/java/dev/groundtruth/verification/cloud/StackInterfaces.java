package dev.groundtruth.verification.cloud;

import dev.groundtruth.junit.terraform.TerraformEnvironment;
import dev.groundtruth.localmirror.SecurityGroupsExport;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import dev.groundtruth.verification.WordPressContract.Tier;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The interfaces of the stack's tiers, as AWS says they are at this moment. */
final class StackInterfaces {

  private static final List<String> TIERS = List.of("load-balancer", "web", "database");

  private StackInterfaces() {}

  /**
   * An interface.
   *
   * @param name what it is called in reports: {@code web-a}
   * @param id its id
   * @param address its private IPv4 address
   * @param owner ids and names of what it belongs to
   */
  record Found(String name, String id, String address, List<String> owner) {}

  /**
   * Those in the group of a tier, named by their zones where there may be several. That of the
   * database that is written to is the first.
   */
  static List<Found> of(TerraformEnvironment terraform, Network live, Tier tier) {
    String group = terraform.outputs().get("security_group_ids").at(tier.group()).text();
    List<String> instances = terraform.outputs().get("database").at("instance_ids").texts();
    Map<String, Integer> names = new HashMap<>();
    return live.interfaces().stream()
        .filter(found -> found.groups().contains(group))
        .sorted(
            Comparator.comparing(
                    (NetworkInterface found) ->
                        instances.isEmpty() || !found.owner().contains(instances.get(0)))
                .thenComparing(found -> found.subnets() + found.identity().key()))
        .map(
            found -> {
              String zone = tier == Tier.WEB ? "-" + zone(live, found.subnets().get(0)) : "";
              String name = tier.group() + zone;
              int number = names.merge(name, 1, Integer::sum);
              return new Found(
                  number == 1 ? name : name + "-" + number,
                  found.identity().key(),
                  address(found),
                  found.owner());
            })
        .toList();
  }

  private static String zone(Network live, String subnet) {
    return live.subnets().stream()
        .filter(found -> found.identity().key().equals(subnet))
        .flatMap(found -> found.zone().stream())
        .map(zone -> zone.substring(zone.length() - 1))
        .findFirst()
        .orElse("x");
  }

  private static String address(NetworkInterface found) {
    return found.addresses().stream().map(InetAddress::getHostAddress).findFirst().orElseThrow();
  }

  /** The rules of the plan that was applied: what AWS has of them is compared elsewhere. */
  static SecurityGroups rules(TerraformEnvironment terraform) {
    String stack = CloudWordPressStack.name(terraform);
    return SecurityGroups.parse(
        new SecurityGroupsExport(terraform.planned(), stack).json(TIERS), "the plan");
  }
}
