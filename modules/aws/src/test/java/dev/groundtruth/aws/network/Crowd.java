package dev.groundtruth.aws.network;

import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** A VPC with as many interfaces as wanted, of instances that a control plane makes up. */
record Crowd(String vpc, String webGroup) {

  private static final int IN_A_SUBNET = 200;

  /**
   * Makes it.
   *
   * @return its VPC and the group of every second subnet
   */
  static Crowd make(Ec2Client ec2, int interfaces) {
    String vpc = ec2.createVpc(q -> q.cidrBlock("10.210.0.0/16")).vpc().vpcId();
    String web = group(ec2, vpc, "web");
    String database = group(ec2, vpc, "database");
    ec2.authorizeSecurityGroupIngress(
        q ->
            q.groupId(web)
                .ipPermissions(
                    IpPermission.builder()
                        .ipProtocol("tcp")
                        .fromPort(80)
                        .toPort(80)
                        .ipRanges(IpRange.builder().cidrIp("10.210.0.0/16").build())
                        .build()));
    ec2.authorizeSecurityGroupIngress(
        q ->
            q.groupId(database)
                .ipPermissions(
                    IpPermission.builder()
                        .ipProtocol("tcp")
                        .fromPort(3306)
                        .toPort(3306)
                        .userIdGroupPairs(UserIdGroupPair.builder().groupId(web).build())
                        .build()));
    List<String> subnets =
        IntStream.rangeClosed(0, (interfaces - 1) / IN_A_SUBNET)
            .mapToObj(i -> ec2.createSubnet(q -> q.vpcId(vpc).cidrBlock("10.210." + i + ".0/24")))
            .map(answer -> answer.subnet().subnetId())
            .toList();
    for (int made = 0; made < interfaces; made += IN_A_SUBNET) {
      String subnet = subnets.get(made / IN_A_SUBNET);
      String group = made % (2 * IN_A_SUBNET) == 0 ? web : database;
      int count = Math.min(IN_A_SUBNET, interfaces - made);
      ec2.runInstances(
          q ->
              q.imageId("ami-0c2023a1b2c3d4e5f")
                  .instanceType(InstanceType.T3_MICRO)
                  .minCount(count)
                  .maxCount(count)
                  .subnetId(subnet)
                  .securityGroupIds(group));
    }
    return new Crowd(vpc, web);
  }

  private static String group(Ec2Client ec2, String vpc, String name) {
    return ec2.createSecurityGroup(q -> q.vpcId(vpc).groupName(name).description(name)).groupId();
  }
}
