package dev.groundtruth.aws.operation;

import dev.groundtruth.aws.AwsClients;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;

/** Changes security groups past Terraform, as somebody in a hurry would. */
public final class GroupRules {

  private final Ec2Client ec2;

  /**
   * Groups of a region.
   *
   * @param clients the way to it
   */
  public GroupRules(AwsClients clients) {
    this.ec2 = clients.sdk().ec2();
  }

  /**
   * Lets a block in.
   *
   * @param groupId the group
   * @param port the TCP port
   * @param cidr an IPv4 block
   * @throws dev.groundtruth.aws.AwsException if AWS refuses
   */
  public void admitTcp(String groupId, int port, String cidr) {
    List<IpPermission> rules = rules(port, cidr);
    ec2.authorizeSecurityGroupIngress(r -> r.groupId(groupId).ipPermissions(rules));
  }

  /**
   * Takes back what {@link #admitTcp} did.
   *
   * @param groupId the group
   * @param port the TCP port
   * @param cidr an IPv4 block
   * @throws dev.groundtruth.aws.AwsException if AWS refuses
   */
  public void revokeTcp(String groupId, int port, String cidr) {
    List<IpPermission> rules = rules(port, cidr);
    ec2.revokeSecurityGroupIngress(r -> r.groupId(groupId).ipPermissions(rules));
  }

  private static List<IpPermission> rules(int port, String cidr) {
    return List.of(
        IpPermission.builder()
            .ipProtocol("tcp")
            .fromPort(port)
            .toPort(port)
            .ipRanges(IpRange.builder().cidrIp(cidr).build())
            .build());
  }
}
