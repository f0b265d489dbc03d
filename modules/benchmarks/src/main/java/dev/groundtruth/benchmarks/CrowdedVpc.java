package dev.groundtruth.benchmarks;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * A VPC as large companies have: services of their own group each, in which a rule admits the
 * service before it, one the load balancers and one an address block.
 *
 * @param interfaces how many interfaces, of an instance each, spread over the rest
 * @param subnets how many subnets, of 4,096 addresses each
 * @param groups how many security groups
 */
record CrowdedVpc(int interfaces, int subnets, int groups) {

  /** What the target is about. */
  static final CrowdedVpc FIVE_HUNDRED = new CrowdedVpc(500, 12, 40);

  /** How many instances a service has in a subnet. */
  private static final int AT_ONCE = 5;

  /** Of an image that the emulator has not, instances are no containers. */
  private static final String NO_IMAGE = "ami-0c2023a1b2c3d4e5f";

  /** Makes it in an emulator. */
  void makeAt(URI endpoint, String region) {
    try (Ec2Client ec2 =
        Ec2Client.builder()
            .endpointOverride(endpoint)
            .region(Region.of(region))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .build()) {
      String vpc = ec2.createVpc(q -> q.cidrBlock("10.200.0.0/16")).vpc().vpcId();
      List<String> places = subnets(ec2, vpc);
      List<String> services = groups(ec2, vpc);
      for (int made = 0; made < interfaces; made += AT_ONCE) {
        int count = Math.min(AT_ONCE, interfaces - made);
        String subnet = places.get(made / AT_ONCE % subnets);
        String service = services.get(made / AT_ONCE % groups);
        ec2.runInstances(
            q ->
                q.imageId(NO_IMAGE)
                    .instanceType(InstanceType.T3_MICRO)
                    .minCount(count)
                    .maxCount(count)
                    .subnetId(subnet)
                    .securityGroupIds(service));
      }
    }
  }

  private List<String> subnets(Ec2Client ec2, String vpc) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < subnets; i++) {
      String block = "10.200.%d.0/20".formatted(16 * i);
      String zone = "eu-west-3" + "abc".charAt(i % 3);
      ids.add(
          ec2.createSubnet(q -> q.vpcId(vpc).cidrBlock(block).availabilityZone(zone))
              .subnet()
              .subnetId());
    }
    return ids;
  }

  private List<String> groups(Ec2Client ec2, String vpc) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      String name = "service-" + i;
      String id =
          ec2.createSecurityGroup(q -> q.vpcId(vpc).groupName(name).description(name)).groupId();
      String caller = ids.isEmpty() ? id : ids.get(i - 1);
      String front = ids.isEmpty() ? id : ids.get(0);
      ec2.authorizeSecurityGroupIngress(
          q ->
              q.groupId(id)
                  .ipPermissions(
                      rule(8080, caller),
                      rule(9090, front),
                      IpPermission.builder()
                          .ipProtocol("tcp")
                          .fromPort(22)
                          .toPort(22)
                          .ipRanges(IpRange.builder().cidrIp("10.200.240.0/20").build())
                          .build()));
      ids.add(id);
    }
    return ids;
  }

  private static IpPermission rule(int port, String from) {
    return IpPermission.builder()
        .ipProtocol("tcp")
        .fromPort(port)
        .toPort(port)
        .userIdGroupPairs(UserIdGroupPair.builder().groupId(from).build())
        .build();
  }
}
