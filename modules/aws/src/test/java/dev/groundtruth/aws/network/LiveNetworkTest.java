package dev.groundtruth.aws.network;

import static dev.groundtruth.aws.FakeAws.ec2Error;
import static dev.groundtruth.aws.FakeAws.json;
import static dev.groundtruth.aws.FakeAws.queryError;
import static dev.groundtruth.aws.FakeAws.response;
import static dev.groundtruth.aws.FakeAws.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.FakeAws;
import dev.groundtruth.network.awscli.Dump;
import dev.groundtruth.network.awscli.DumpReader;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Remark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveNetworkTest {

  private static final String GROUP =
      "<item><ownerId>123456789012</ownerId><groupId>sg-1</groupId><groupName>web</groupName>"
          + "<groupDescription>Web</groupDescription><vpcId>vpc-1</vpcId><ipPermissions><item>"
          + "<ipProtocol>tcp</ipProtocol><fromPort>%1$d</fromPort><toPort>%1$d</toPort><groups/>"
          + "<ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges><ipv6Ranges/>"
          + "<prefixListIds/></item></ipPermissions><ipPermissionsEgress/></item>";

  private final FakeAws aws = new FakeAws();

  @AfterEach
  void stop() {
    aws.close();
  }

  @BeforeEach
  void a_network_of_one_subnet() {
    aws.on(
        "DescribeVpcs",
        xml(
            "<vpcSet><item><vpcId>vpc-1</vpcId><cidrBlock>10.0.0.0/16</cidrBlock>"
                + "<cidrBlockAssociationSet><item><cidrBlock>10.0.0.0/16</cidrBlock>"
                + "<cidrBlockState><state>associated</state></cidrBlockState></item>"
                + "</cidrBlockAssociationSet></item></vpcSet>"));
    aws.on(
        "DescribeSubnets",
        xml(
            "<subnetSet><item><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId>"
                + "<cidrBlock>10.0.0.0/20</cidrBlock><availabilityZone>eu-west-3a</availabilityZone>"
                + "</item></subnetSet>"));
    aws.on(
        "DescribeRouteTables",
        xml(
            "<routeTableSet><item><routeTableId>rtb-1</routeTableId><vpcId>vpc-1</vpcId><routeSet>"
                + "<item><destinationCidrBlock>10.0.0.0/16</destinationCidrBlock>"
                + "<gatewayId>local</gatewayId><state>active</state></item></routeSet>"
                + "<associationSet><item><main>true</main><routeTableId>rtb-1</routeTableId></item>"
                + "</associationSet></item></routeTableSet>"));
    aws.on(
        "DescribeNetworkAcls",
        xml(
            "<networkAclSet><item><networkAclId>acl-1</networkAclId><vpcId>vpc-1</vpcId>"
                + "<default>true</default><entrySet>"
                + acl(false)
                + acl(true)
                + "</entrySet><associationSet><item><networkAclId>acl-1</networkAclId>"
                + "<subnetId>subnet-1</subnetId></item></associationSet></item></networkAclSet>"));
    aws.on("DescribeSecurityGroups", groups(443));
    aws.on("DescribeNetworkInterfaces", interfaces(3, 1000));
    aws.on(
        "DescribeVpcBlockPublicAccessOptions",
        xml(
            "<vpcBlockPublicAccessOptions><state>default-state</state>"
                + "<internetGatewayBlockMode>off</internetGatewayBlockMode>"
                + "</vpcBlockPublicAccessOptions>"));
  }

  private static String acl(boolean egress) {
    return "<item><ruleNumber>100</ruleNumber><protocol>-1</protocol><ruleAction>allow</ruleAction>"
        + "<egress>%s</egress><cidrBlock>0.0.0.0/0</cidrBlock></item>".formatted(egress);
  }

  private static Function<FakeAws.Request, FakeAws.Answer> groups(int port) {
    return xml("<securityGroupInfo>" + GROUP.formatted(port) + "</securityGroupInfo>");
  }

  /** In pages of a size, whatever size is asked for. */
  private static Function<FakeAws.Request, FakeAws.Answer> interfaces(int count, int page) {
    return request -> {
      int from = Integer.parseInt(request.parameters().getOrDefault("NextToken", "0"));
      int until = Math.min(count, from + page);
      return response(
          request.action(),
          IntStream.range(from, until)
                  .mapToObj(
                      i ->
                          "<item><networkInterfaceId>eni-%1$d</networkInterfaceId>".formatted(i + 1)
                              + "<subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId>"
                              + "<interfaceType>interface</interfaceType><status>in-use</status>"
                              + "<privateIpAddress>10.0.%d.%d</privateIpAddress>"
                                  .formatted(1 + i / 250, 1 + i % 250)
                              + "<groupSet><item><groupId>sg-1</groupId></item></groupSet>"
                              + "<attachment><instanceId>i-%d</instanceId>".formatted(i + 1)
                              + "<attachTime>2026-11-29T19:00:00.000Z</attachTime></attachment>"
                              + "</item>")
                  .collect(
                      Collectors.joining("", "<networkInterfaceSet>", "</networkInterfaceSet>"))
              + (until < count ? "<nextToken>" + until + "</nextToken>" : ""));
    };
  }

  private Snapshot read() {
    try (AwsClients clients = aws.clients().open()) {
      return new LiveNetwork(clients).read();
    }
  }

  private static String dump(Snapshot snapshot, String name) {
    return snapshot.dumps().stream()
        .filter(dump -> dump.name().equals(name))
        .map(Dump::json)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void reads_what_decides_who_can_send_what() {
    Snapshot snapshot = read();

    assertThat(snapshot.isConsistent()).isTrue();
    assertThat(snapshot.network().remarks()).isEmpty();
    assertThat(snapshot.network().source()).isEqualTo("eu-west-3 of 123456789012");
    assertThat(snapshot.network().interfaces())
        .extracting(each -> each.identity().key())
        .containsExactly("eni-1", "eni-2", "eni-3");
    assertThat(snapshot.network().interfaces().get(0).owner()).contains("i-1");
    assertThat(snapshot.network().securityGroups().get(0).rules()).hasSize(1);
  }

  @Test
  void reads_all_pages() {
    aws.on("DescribeNetworkInterfaces", interfaces(2503, 1000));

    assertThat(read().network().interfaces())
        .extracting(each -> each.identity().key())
        .hasSize(2503)
        .doesNotHaveDuplicates();
    assertThat(aws.requests("DescribeNetworkInterfaces"))
        .extracting(request -> request.parameters().getOrDefault("NextToken", "first"))
        .containsExactlyInAnyOrder("first", "1000", "2000", "first", "1000", "2000");
  }

  @Test
  void reads_the_tasks_of_all_clusters_a_hundred_at_once() {
    aws.on(
        "ListClusters",
        request ->
            request.json().path("nextToken").isMissingNode()
                ? json("{\"clusterArns\": [\"one\"], \"nextToken\": \"2\"}").apply(request)
                : json("{\"clusterArns\": [\"two\"]}").apply(request));
    aws.on(
        "ListTasks",
        request -> {
          int count = request.json().path("cluster").asString().equals("one") ? 101 : 0;
          String arns =
              IntStream.range(0, count)
                  .mapToObj(i -> "\"task-%03d\"".formatted(i))
                  .collect(Collectors.joining(","));
          return json("{\"taskArns\": [" + arns + "]}").apply(request);
        });
    aws.on(
        "DescribeTasks",
        request -> {
          assertThat(request.json().path("tasks").size()).isLessThanOrEqualTo(100);
          String tasks =
              request
                  .json()
                  .path("tasks")
                  .valueStream()
                  .map(
                      arn ->
                          ("{\"taskArn\": %1$s, \"group\": \"service:web\", \"attachments\":"
                                  + " [{\"details\": [{\"name\": \"networkInterfaceId\","
                                  + " \"value\": \"%2$s\"}]}],"
                                  + " \"overrides\": {\"containerOverrides\": [{\"environment\":"
                                  + " [{\"name\": \"PASSWORD\", \"value\": \"hunter2\"}]}]}}")
                              .formatted(
                                  arn, arn.asString().equals("task-100") ? "eni-2" : "eni-none"))
                  .collect(Collectors.joining(","));
          return json("{\"tasks\": [" + tasks + "], \"failures\": []}").apply(request);
        });

    Snapshot snapshot = read();

    NetworkInterface second = snapshot.network().interfaces().get(1);
    assertThat(second.kind()).isEqualTo(NetworkInterface.Kind.ECS_TASK);
    assertThat(second.owner()).containsExactly("task-100", "web");
    assertThat(snapshot.dumps()).noneMatch(dump -> dump.json().contains("hunter2"));
  }

  @Test
  void reads_the_entries_of_prefix_lists() {
    aws.on(
        "DescribeManagedPrefixLists",
        xml(
            "<prefixListSet><item><prefixListId>pl-0123456789abcdef0</prefixListId>"
                + "<prefixListName>office</prefixListName></item></prefixListSet>"));
    aws.on(
        "GetManagedPrefixListEntries",
        request ->
            request.parameters().containsKey("NextToken")
                ? response(
                    request.action(),
                    "<entrySet><item><cidr>203.0.113.0/24</cidr></item></entrySet>")
                : response(
                    request.action(),
                    "<entrySet><item><cidr>192.0.2.0/24</cidr></item></entrySet>"
                        + "<nextToken>2</nextToken>"));

    assertThat(read().network().prefixLists().get(0).entries().known())
        .hasValueSatisfying(
            entries ->
                assertThat(entries)
                    .extracting(Object::toString)
                    .containsExactly("192.0.2.0/24", "203.0.113.0/24"));
  }

  @Test
  void writes_dumps_as_the_cli_prints_them(@TempDir Path folder) throws IOException {
    Snapshot snapshot;
    try (AwsClients clients = aws.clients().open()) {
      snapshot = new LiveNetwork(clients).dumpTo(folder.resolve("evidence"));
    }

    assertThat(dump(snapshot, "network-interfaces.json"))
        .contains("\"AttachTime\" : \"2026-11-29T19:00:00+00:00\"")
        .contains("\"PrivateIpAddress\" : \"10.0.1.1\"");
    Network again = new DumpReader().read(folder.resolve("evidence"));
    assertThat(again.interfaces()).isEqualTo(snapshot.network().interfaces());
    assertThat(again.securityGroups()).isEqualTo(snapshot.network().securityGroups());
    assertThat(again.remarks()).isEmpty();
  }

  @Test
  void names_all_that_is_not_allowed_at_once() {
    aws.on(
        "DescribeSubnets",
        ec2Error(
            403,
            "UnauthorizedOperation",
            "You are not authorized to perform this operation. User: arn:aws:iam::1:user/u is not"
                + " authorized to perform: ec2:DescribeSubnets because no identity-based policy"
                + " allows the ec2:DescribeSubnets action"));
    aws.on(
        "DescribeDBInstances",
        queryError(
            403,
            "AccessDenied",
            "User: arn:aws:iam::1:user/u is not authorized to perform: rds:DescribeDBInstances on"
                + " resource: arn:aws:rds:eu-west-3:1:db:* because no identity-based policy allows"
                + " the rds:DescribeDBInstances action"));

    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.kind()).isEqualTo(AwsException.Kind.NOT_ALLOWED))
        .hasMessage(
            """
            arn:aws:iam::1:user/u may not rds:DescribeDBInstances on arn:aws:rds:eu-west-3:1:db:* \
            because no identity-based policy allows the rds:DescribeDBInstances action, perhaps you \
            should allow rds:DescribeDBInstances in the policy
            arn:aws:iam::1:user/u may not ec2:DescribeSubnets on * because no identity-based policy \
            allows the ec2:DescribeSubnets action, perhaps you should allow ec2:DescribeSubnets in \
            the policy""");
  }

  @Test
  void says_what_an_emulator_leaves_out() {
    aws.on(
        "DescribeVpcBlockPublicAccessOptions",
        ec2Error(400, "InvalidAction", "The action is not valid for this web service."));

    assertThat(read().network().remarks())
        .extracting(Remark::subject)
        .containsExactly("aws ec2 describe-vpc-block-public-access-options");
  }

  @Test
  void reads_instances_once_where_nothing_changes() {
    aws.on(
        "DescribeInstances",
        xml(
            "<reservationSet><item><reservationId>r-1</reservationId><instancesSet/></item>"
                + "</reservationSet>"));

    Snapshot snapshot = read();

    assertThat(snapshot.isConsistent()).isTrue();
    assertThat(aws.requests("DescribeInstances")).hasSize(1);
    assertThat(aws.requests("DescribeNetworkInterfaces")).hasSize(2);
    assertThat(dump(snapshot, "instances.json")).contains("r-1");
  }

  @Test
  void reads_again_until_nothing_changes() {
    AtomicInteger reading = new AtomicInteger();
    aws.on(
        "DescribeSecurityGroups",
        request -> groups(reading.incrementAndGet() == 1 ? 443 : 80).apply(request));

    Snapshot snapshot = read();

    assertThat(snapshot.isConsistent()).isTrue();
    assertThat(reading).hasValue(3);
    assertThat(aws.requests("DescribeInstances")).as("once before, once after").hasSize(2);
    assertThat(dump(snapshot, "security-groups.json")).contains("\"FromPort\" : 80");
  }

  @Test
  void says_what_never_stopped_changing_and_proves_nothing() {
    AtomicInteger reading = new AtomicInteger();
    aws.on(
        "DescribeSecurityGroups",
        request -> groups(1000 + reading.incrementAndGet()).apply(request));
    AtomicInteger interfaces = new AtomicInteger();
    aws.on(
        "DescribeNetworkInterfaces",
        request -> interfaces(interfaces.incrementAndGet(), 1000).apply(request));

    Snapshot snapshot = read();

    assertThat(reading).hasValue(4);
    assertThat(snapshot.changes())
        .extracting(Change::toString)
        .containsExactly("eni-4 appeared", "sg-1 changed (IpPermissions)");
    assertThat(snapshot.network().remarks())
        .containsExactly(
            new Remark(
                Remark.Kind.NOT_UNDERSTOOD,
                "eni-4",
                "it appeared while the network was read, perhaps you should wait until nothing is"
                    + " deployed"),
            new Remark(
                Remark.Kind.NOT_UNDERSTOOD,
                "sg-1",
                "it changed (IpPermissions) while the network was read, perhaps you should wait"
                    + " until nothing is deployed"));
  }

  @Test
  void takes_another_order_for_no_change() {
    AtomicInteger reading = new AtomicInteger();
    String range = "<item><cidrIp>%s</cidrIp></item>";
    List<String> ranges =
        List.of(range.formatted("192.0.2.0/24"), range.formatted("203.0.113.0/24"));
    aws.on(
        "DescribeSecurityGroups",
        request -> {
          boolean isFirst = reading.incrementAndGet() == 1;
          return xml("<securityGroupInfo>"
                  + GROUP
                      .formatted(443)
                      .replace(
                          range.formatted("0.0.0.0/0"),
                          ranges.get(isFirst ? 0 : 1) + ranges.get(isFirst ? 1 : 0))
                  + "</securityGroupInfo>")
              .apply(request);
        });

    assertThat(read().isConsistent()).isTrue();
    assertThat(reading).hasValue(2);
  }
}
