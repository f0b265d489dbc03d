package dev.groundtruth.aws.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.FakeAws;
import dev.groundtruth.aws.inventory.TaggedResource;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemainsTest {

  private static final String REGION = ":eu-west-3:123456789012:";
  private static final String SUBNET = "arn:aws:ec2" + REGION + "subnet/subnet-1";
  private static final String INSTANCE = "arn:aws:ec2" + REGION + "instance/i-1";
  private static final String GATEWAY = "arn:aws:ec2" + REGION + "natgateway/nat-1";
  private static final String CLUSTER = "arn:aws:ecs" + REGION + "cluster/shop";
  private static final String SERVICE = "arn:aws:ecs" + REGION + "service/shop/web";
  private static final String DEFINITION = "arn:aws:ecs" + REGION + "task-definition/shop:1";
  private static final String KEY = "arn:aws:kms" + REGION + "key/12345678";

  private final FakeAws fake = new FakeAws();
  private final AwsClients clients = fake.clients().open();

  @AfterEach
  void close() {
    clients.close();
    fake.close();
  }

  private List<String> remains() {
    return new Remains(clients).with("Run", "r-1").stream().map(TaggedResource::arn).toList();
  }

  private void tagged(String... arns) {
    fake.on(
        "GetResources",
        FakeAws.json(
            Arrays.stream(arns)
                .map(
                    arn ->
                        "{\"ResourceARN\": \"%s\", \"Tags\": [{\"Key\": \"Run\", \"Value\": \"r-1\"}]}"
                            .formatted(arn))
                .collect(Collectors.joining(",", "{\"ResourceTagMappingList\": [", "]}"))));
  }

  /** What AWS says of each of them. */
  private void states(String instance, String gateway, String ecs, String definition, String key) {
    fake.on(
        "DescribeInstances",
        FakeAws.xml(
            """
            <reservationSet><item><instancesSet><item>
              <instanceId>i-1</instanceId><instanceState><name>%s</name></instanceState>
            </item></instancesSet></item></reservationSet>
            """
                .formatted(instance)));
    fake.on(
        "DescribeNatGateways",
        FakeAws.xml(
            """
            <natGatewaySet><item>
              <natGatewayId>nat-1</natGatewayId><state>%s</state>
            </item></natGatewaySet>
            """
                .formatted(gateway)));
    fake.on(
        "DescribeClusters", FakeAws.json("{\"clusters\": [{\"status\": \"%s\"}]}".formatted(ecs)));
    fake.on(
        "DescribeServices", FakeAws.json("{\"services\": [{\"status\": \"%s\"}]}".formatted(ecs)));
    fake.on(
        "DescribeTaskDefinition",
        FakeAws.json("{\"taskDefinition\": {\"status\": \"%s\"}}".formatted(definition)));
    fake.on(
        "DescribeKey", FakeAws.json("{\"KeyMetadata\": {\"KeyState\": \"%s\"}}".formatted(key)));
  }

  @Test
  void what_is_there_remains() {
    tagged(SUBNET, INSTANCE, GATEWAY, CLUSTER, SERVICE, DEFINITION, KEY);
    states("running", "available", "ACTIVE", "ACTIVE", "Enabled");

    assertThat(remains())
        .containsExactly(SUBNET, INSTANCE, GATEWAY, CLUSTER, SERVICE, DEFINITION, KEY);
  }

  @Test
  void what_has_ended_and_is_told_of_does_not() {
    tagged(SUBNET, INSTANCE, GATEWAY, CLUSTER, SERVICE, DEFINITION, KEY);
    states("terminated", "deleted", "INACTIVE", "INACTIVE", "PendingDeletion");

    assertThat(remains()).containsExactly(SUBNET);
  }

  @Test
  void what_stays_is_told() {
    tagged(SUBNET);

    assertThatThrownBy(() -> new Remains(clients).awaitNone("Run", "r-1", Duration.ofMillis(300)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(SUBNET);
  }

  @Test
  void what_nobody_knows_any_more_does_not() {
    tagged(INSTANCE, GATEWAY, SERVICE);
    fake.on(
        "DescribeServices",
        FakeAws.jsonError(400, "ClusterNotFoundException", "Cluster not found."));
    fake.on("DescribeInstances", FakeAws.xml("<reservationSet/>"));
    fake.on("DescribeNatGateways", FakeAws.xml("<natGatewaySet/>"));

    assertThat(remains()).isEmpty();
  }
}
