package dev.groundtruth.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Security groups of the account are what packets between its instances meet. */
@Tag("docker")
class EnforcementIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path home;

  private record Instance(String id, String address, String networkInterface) {}

  private record Place(Aws aws, String vpc, String subnet, String image) {

    static Place of(Aws aws) {
      String block = aws.emulator().vpcCidr().orElseThrow();
      String vpc = aws.ec2().createVpc(r -> r.cidrBlock(block)).vpc().vpcId();
      String subnet =
          aws.ec2()
              .createSubnet(r -> r.vpcId(vpc).cidrBlock(block.replace(".0.0/16", ".64.0/20")))
              .subnet()
              .subnetId();
      String image =
          aws.ec2()
              .registerImage(r -> r.name("a-machine").imageLocation("groundtruth/sidecar:latest"))
              .imageId();
      return new Place(aws, vpc, subnet, image);
    }

    /** A group that allows nothing yet. */
    String group(String name) {
      String id =
          aws.ec2()
              .createSecurityGroup(r -> r.groupName(name).description(name).vpcId(vpc))
              .groupId();
      List<IpPermission> all =
          aws.ec2()
              .describeSecurityGroups(r -> r.groupIds(id))
              .securityGroups()
              .get(0)
              .ipPermissionsEgress();
      aws.ec2().revokeSecurityGroupEgress(r -> r.groupId(id).ipPermissions(all));
      return id;
    }

    Instance instance(String group) {
      var launched =
          aws.ec2()
              .runInstances(
                  r ->
                      r.imageId(image)
                          .minCount(1)
                          .maxCount(1)
                          .subnetId(subnet)
                          .securityGroupIds(group))
              .instances()
              .get(0);
      return new Instance(
          launched.instanceId(),
          launched.privateIpAddress(),
          launched.networkInterfaces().get(0).networkInterfaceId());
    }
  }

  @Test
  void only_what_a_group_allows_arrives_and_only_while_it_allows_it() {
    try (Emulator emulator = Emulators.builder(home).start()) {
      Place place = Place.of(Aws.of(emulator));
      String front = place.group("front");
      String back = place.group("back");
      IpPermission fromFront = http(front);
      place
          .aws()
          .ec2()
          .authorizeSecurityGroupIngress(r -> r.groupId(back).ipPermissions(fromFront));
      place
          .aws()
          .ec2()
          .authorizeSecurityGroupEgress(r -> r.groupId(front).ipPermissions(http(back)));
      Instance client = place.instance(front);
      Instance server = place.instance(back);
      Instance stranger = place.instance(place.group("stranger"));
      listen(server, 80);
      listen(server, 81);

      await("HTTP from the front").atMost(PATIENCE).until(() -> opens(client, server, 80));
      assertThat(opens(client, server, 81)).as("another port").isFalse();
      assertThat(opens(stranger, server, 80)).as("HTTP from a stranger").isFalse();

      place.aws().ec2().revokeSecurityGroupIngress(r -> r.groupId(back).ipPermissions(fromFront));
      await("HTTP after the rule was revoked")
          .atMost(PATIENCE)
          .until(() -> !opens(client, server, 80));
    }
  }

  private static IpPermission http(String group) {
    return IpPermission.builder()
        .ipProtocol("tcp")
        .fromPort(80)
        .toPort(80)
        .userIdGroupPairs(UserIdGroupPair.builder().groupId(group).build())
        .build();
  }

  private Docker docker() {
    return new Docker(Emulators.commands(home));
  }

  private void listen(Instance instance, int port) {
    docker()
        .run(
            "exec",
            "--detach",
            instance.networkInterface(),
            "socat",
            "TCP-LISTEN:%d,fork,reuseaddr".formatted(port),
            "SYSTEM:true");
  }

  private boolean opens(Instance from, Instance to, int port) {
    String answer =
        docker()
            .run(
                Duration.ofSeconds(30),
                "{\"id\":1,\"host\":\"%s\",\"port\":%d,\"timeout_ms\":700}%n"
                    .formatted(to.address(), port),
                List.of("exec", "--interactive", from.networkInterface(), "probe"));
    return answer.contains("\"outcome\": \"open\"");
  }
}
