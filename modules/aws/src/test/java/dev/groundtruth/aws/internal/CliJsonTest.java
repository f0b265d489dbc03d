package dev.groundtruth.aws.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.ec2.model.EgressOnlyInternetGateway;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.ManagedPrefixList;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.TransitGatewayVpcAttachment;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessOptions;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcPeeringConnection;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.rds.model.DBInstance;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class CliJsonTest {

  /** The members of what the AWS CLI prints, from the service models of botocore. */
  private static final Path SHAPES = Path.of("../network/src/test/resources/dumps/shapes.txt");

  /** What that botocore knows and the client does not yet. */
  private static final Pattern NEWER =
      Pattern.compile(
          "IgwFirewall|NetworkFirewall|MultipathResilience|DBInstances\\.PrimaryEndpoint"
              + "|VPCNetworkingEnabled");

  private static final Map<String, SdkPojo> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("Vpcs", Vpc.builder().build());
    PARTS.put("Subnets", Subnet.builder().build());
    PARTS.put("RouteTables", RouteTable.builder().build());
    PARTS.put("NetworkAcls", NetworkAcl.builder().build());
    PARTS.put("SecurityGroups", SecurityGroup.builder().build());
    PARTS.put("NetworkInterfaces", NetworkInterface.builder().build());
    PARTS.put("InternetGateways", InternetGateway.builder().build());
    PARTS.put("EgressOnlyInternetGateways", EgressOnlyInternetGateway.builder().build());
    PARTS.put("NatGateways", NatGateway.builder().build());
    PARTS.put("VpcPeeringConnections", VpcPeeringConnection.builder().build());
    PARTS.put("VpcEndpoints", VpcEndpoint.builder().build());
    PARTS.put("PrefixLists", ManagedPrefixList.builder().build());
    PARTS.put("Entries", PrefixListEntry.builder().build());
    PARTS.put("Reservations", Reservation.builder().build());
    PARTS.put("VpcBlockPublicAccessOptions", VpcBlockPublicAccessOptions.builder().build());
    PARTS.put("VpcBlockPublicAccessExclusions", VpcBlockPublicAccessExclusion.builder().build());
    PARTS.put("TransitGatewayVpcAttachments", TransitGatewayVpcAttachment.builder().build());
    PARTS.put("LoadBalancers", LoadBalancer.builder().build());
    PARTS.put("DBInstances", DBInstance.builder().build());
    PARTS.put("tasks", Task.builder().build());
  }

  private static void collect(String path, SdkPojo part, Set<String> names) {
    for (SdkField<?> field : part.sdkFields()) {
      String name = path + "." + field.memberName();
      names.add(name);
      SdkField<?> inner =
          field.marshallingType() == MarshallingType.LIST
              ? field.getRequiredTrait(ListTrait.class).memberFieldInfo()
              : field;
      if (inner.marshallingType() == MarshallingType.SDK_POJO) {
        collect(name, inner.constructor().get(), names);
      }
    }
  }

  @Test
  void calls_every_member_what_the_cli_calls_it() throws IOException {
    Set<String> ours = new TreeSet<>();
    PARTS.forEach((key, part) -> collect(key, part, ours));
    Set<String> theirs = new TreeSet<>();
    try (Stream<String> lines = Files.lines(SHAPES)) {
      lines
          .filter(line -> line.contains(".") && PARTS.containsKey(line.split("\\.", 2)[0]))
          // Of what describe-prefix-lists prints under the same key, and is not asked for.
          .filter(line -> !line.equals("PrefixLists.Cidrs"))
          .forEach(theirs::add);
    }

    assertThat(theirs).hasSizeGreaterThan(500);
    theirs.removeAll(ours);
    theirs.removeIf(name -> NEWER.matcher(name).find());
    assertThat(theirs).as("what the client calls otherwise, or does not know").isEmpty();
  }

  @Test
  void prints_as_the_cli_does() {
    Instance instance =
        Instance.builder()
            .instanceId("i-1")
            .amiLaunchIndex(0)
            .ebsOptimized(false)
            .launchTime(Instant.parse("2026-11-29T19:00:00.123Z"))
            .state(state -> state.name("running").code(16))
            .tags(List.of())
            .build();

    assertThat(CliJson.of(instance))
        .isEqualTo(
            JsonMapper.builder()
                .enable(DeserializationFeature.USE_LONG_FOR_INTS)
                .build()
                .readTree(
                    """
                    {"AmiLaunchIndex": 0, "InstanceId": "i-1", "EbsOptimized": false, "Tags": [],
                     "LaunchTime": "2026-11-29T19:00:00.123000+00:00",
                     "State": {"Code": 16, "Name": "running"}}
                    """));
  }

  @Test
  void leaves_out_what_may_be_secret() {
    DBInstance database =
        DBInstance.builder()
            .dbInstanceIdentifier("db")
            .pendingModifiedValues(values -> values.masterUserPassword("hunter2").port(3307))
            .build();

    assertThat(CliJson.of(database))
        .hasToString("{\"DBInstanceIdentifier\":\"db\",\"PendingModifiedValues\":{\"Port\":3307}}");
  }
}
