package dev.groundtruth.aws.sweep;

import static dev.groundtruth.aws.FakeAws.json;
import static dev.groundtruth.aws.FakeAws.jsonError;
import static dev.groundtruth.aws.FakeAws.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.FakeAws;
import dev.groundtruth.aws.Retries;
import dev.groundtruth.provisioning.command.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class AccountSweepTest {

  private static final String EC2 = "arn:aws:ec2:eu-west-3:123456789012:";
  private static final String SUCCESS =
      "{\"ProgressEvent\": {\"RequestToken\": \"t\", \"OperationStatus\": \"SUCCESS\"}}";
  private static final String HELD =
      """
      {"ProgressEvent": {"RequestToken": "t", "OperationStatus": "FAILED",
        "ErrorCode": "GeneralServiceException", "StatusMessage": "it has dependencies"}}""";
  private static final String LATER =
      "{\"ProgressEvent\": {\"RequestToken\": \"t\", \"OperationStatus\": \"IN_PROGRESS\"}}";

  private final FakeAws aws = new FakeAws();
  private AwsClients paris;
  private AwsClients virginia;
  private AccountSweep sweep;

  @BeforeEach
  void open() {
    paris = aws.clients().open();
    virginia =
        AwsClients.in("us-east-1")
            .endpoint(aws.uri())
            .credentials("AKIAEXAMPLE", Secret.of("not-a-secret"))
            .retries(Retries.standard(2))
            .open();
    sweep =
        new AccountSweep(
            List.of(paris, virginia),
            new AccountSweep.Pace(Duration.ofMillis(5), Duration.ofSeconds(10), 3));
  }

  @AfterEach
  void close() {
    paris.close();
    virginia.close();
    aws.close();
  }

  private static String tags(String project, String run, String expires) {
    return """
    [{"Key": "Project", "Value": "%s"}, {"Key": "Run", "Value": "%s"},
     {"Key": "Owner", "Value": "me"}, {"Key": "Expires", "Value": "%s"}]"""
        .formatted(project, run, expires);
  }

  private static String mapping(String arn, String tags) {
    return "{\"ResourceARN\": \"%s\", \"Tags\": %s}".formatted(arn, tags);
  }

  private static boolean isOf(FakeAws.Request request, String region) {
    return request.headers().getOrDefault("Authorization", "").contains("/" + region + "/");
  }

  private static Leftover leftover(String arn) {
    return new Leftover(arn, "eu-west-3", Map.of("Run", "r1"));
  }

  /** The tagging service in two regions, the first with two pages. */
  private void answerTagged() {
    String old = tags("groundtruth", "r1", "2027-01-01T00:00:00Z");
    String page = "{\"PaginationToken\": \"%s\", \"ResourceTagMappingList\": [%s]}";
    aws.on(
        "GetResources",
        request -> {
          if (isOf(request, "us-east-1")) {
            return new FakeAws.Answer(
                200,
                page.formatted(
                    "", mapping("arn:aws:cloudfront::123456789012:distribution/E1", old)));
          }
          return new FakeAws.Answer(
              200,
              request.json().has("PaginationToken")
                  ? page.formatted(
                      "",
                      mapping(EC2 + "subnet/subnet-1", old)
                          + ","
                          + mapping(
                              EC2 + "vpc/vpc-2",
                              tags("groundtruth", "r2", "2027-01-03T00:00:00+01:00"))
                          + ","
                          + mapping(EC2 + "vpc/vpc-3", tags("groundtruth", "r3", "never")))
                  : page.formatted(
                      "more",
                      mapping(EC2 + "vpc/vpc-1", old)
                          + ","
                          + mapping(
                              EC2 + "vpc/vpc-9", tags("other", "r1", "2020-01-01T00:00:00Z"))));
        });
    aws.on(
        "ListResources",
        request ->
            new FakeAws.Answer(
                200,
                request.json().path("TypeName").asString("").equals("AWS::IAM::Role")
                    ? "{\"ResourceDescriptions\": [{\"Identifier\": \"groundtruth-task\"},"
                        + " {\"Identifier\": \"groundtruth-of-others\"},"
                        + " {\"Identifier\": \"somebody-else\"}]}"
                    : isOf(request, "us-east-1")
                        ? "{\"ResourceDescriptions\": []}"
                        : "{\"ResourceDescriptions\": [{\"Identifier\": \"groundtruth-host\"}]}"));
    aws.on(
        "GetResource",
        request ->
            new FakeAws.Answer(
                200,
                JsonMapper.shared()
                    .createObjectNode()
                    .set(
                        "ResourceDescription",
                        JsonMapper.shared()
                            .createObjectNode()
                            .put(
                                "Properties",
                                request
                                        .json()
                                        .path("Identifier")
                                        .asString("")
                                        .equals("groundtruth-of-others")
                                    ? "{}"
                                    : "{\"Tags\": " + old + "}"))
                    .toString()));
  }

  @Test
  void finds_what_has_expired_on_all_pages_in_both_regions_and_leaves_others_alone() {
    answerTagged();

    List<Leftover> found =
        sweep.find(Selection.expired("groundtruth", Instant.parse("2027-01-02T12:00:00Z")));

    assertThat(found)
        .extracting(Leftover::arn)
        .containsExactly(
            "arn:aws:autoscaling:eu-west-3:123456789012:autoScalingGroup:-:autoScalingGroupName/groundtruth-host",
            "arn:aws:cloudfront::123456789012:distribution/E1",
            EC2 + "subnet/subnet-1",
            EC2 + "vpc/vpc-1",
            "arn:aws:iam::123456789012:role/groundtruth-task");
    assertThat(found.get(3))
        .hasToString(EC2 + "vpc/vpc-1 (run r1 of me, expires 2027-01-01T00:00:00Z)");
    assertThat(aws.requests("DeleteResource")).isEmpty();
    assertThat(aws.requests("GetResource"))
        .extracting(request -> request.json().path("Identifier").asString(""))
        .doesNotContain("somebody-else")
        .contains("groundtruth-of-others");
  }

  @Test
  void finds_all_of_a_run() {
    answerTagged();

    assertThat(sweep.find(Selection.run("groundtruth", "r3")))
        .extracting(Leftover::arn)
        .containsExactly(EC2 + "vpc/vpc-3");
    assertThat(aws.requests("GetResources").get(0).json().path("TagFilters").toString())
        .contains("{\"Key\":\"Run\",\"Values\":[\"r3\"]}")
        .contains("{\"Key\":\"Project\",\"Values\":[\"groundtruth\"]}");
  }

  @Test
  void says_what_may_not_be_asked() {
    aws.on("GetResources", jsonError(400, "AccessDeniedException", "no"));

    assertThatThrownBy(() -> sweep.find(Selection.run("groundtruth", "r1")))
        .isInstanceOf(AwsException.class)
        .hasMessage(
            "the credentials may not tag:GetResources on *, perhaps you should allow"
                + " tag:GetResources in the policy");
  }

  @Test
  void asks_again_when_there_were_too_many_requests() {
    AtomicInteger asked = new AtomicInteger();
    aws.on(
        "GetResources",
        request ->
            asked.incrementAndGet() == 1
                ? jsonError(400, "ThrottledException", "slow down").apply(request)
                : new FakeAws.Answer(200, "{\"ResourceTagMappingList\": []}"));

    assertThat(sweep.find(Selection.run("groundtruth", "r1"))).isEmpty();
    assertThat(asked).hasValue(3);
  }

  @Test
  void removes_again_and_again_while_something_goes() {
    aws.on(
        "DeleteResource",
        request -> {
          boolean isVpc = request.json().path("TypeName").asString("").equals("AWS::EC2::VPC");
          boolean isHeld = isVpc && aws.requests("DeleteResource").size() < 5;
          return new FakeAws.Answer(200, isHeld ? HELD : SUCCESS);
        });

    SweepResult result =
        sweep.remove(List.of(leftover(EC2 + "vpc/vpc-1"), leftover(EC2 + "subnet/subnet-1")));

    assertThat(result.left()).isEmpty();
    assertThat(result.removed())
        .extracting(Leftover::arn)
        .containsExactly(EC2 + "subnet/subnet-1", EC2 + "vpc/vpc-1");
  }

  @Test
  void waits_for_what_takes_its_time() {
    AtomicInteger looks = new AtomicInteger();
    aws.on("DeleteResource", json(LATER));
    aws.on(
        "GetResourceRequestStatus",
        request -> new FakeAws.Answer(200, looks.incrementAndGet() < 3 ? LATER : SUCCESS));

    SweepResult result = sweep.remove(List.of(leftover(EC2 + "natgateway/nat-1")));

    assertThat(result.left()).isEmpty();
    assertThat(looks).hasValue(3);
  }

  @Test
  void tells_what_could_not_be_removed_and_why() {
    aws.on(
        "DeleteResource",
        request ->
            switch (request.json().path("TypeName").asString("")) {
              case "AWS::EC2::VPC" -> new FakeAws.Answer(200, HELD);
              case "AWS::KMS::Key" -> jsonError(400, "AccessDeniedException", "no").apply(request);
              default -> jsonError(400, "ResourceNotFoundException", "gone").apply(request);
            });
    Leftover vpc = leftover(EC2 + "vpc/vpc-1");
    Leftover key = leftover("arn:aws:kms:eu-west-3:123456789012:key/k-1");
    Leftover snapshot = leftover(EC2 + "snapshot/snap-1");
    Leftover subnet = leftover(EC2 + "subnet/subnet-1");

    SweepResult result = sweep.remove(List.of(vpc, key, snapshot, subnet));

    assertThat(result.removed()).containsExactly(subnet);
    assertThat(result.left())
        .containsOnly(
            Map.entry(vpc, "it has dependencies"),
            Map.entry(
                key,
                "the credentials may not cloudformation:DeleteResource on *, perhaps you should"
                    + " allow cloudformation:DeleteResource in the policy"),
            Map.entry(
                snapshot,
                "no way to remove this kind is known here, perhaps you should remove it by hand"));
  }

  @Test
  void removes_what_stands_in_the_way_first() {
    aws.on("DeleteResource", json(SUCCESS));
    aws.on(
        "DescribeSecurityGroups",
        xml(
            "<securityGroupInfo><item><groupId>sg-1</groupId><ipPermissions><item>"
                + "<ipProtocol>tcp</ipProtocol><fromPort>80</fromPort><toPort>80</toPort>"
                + "<groups><item><groupId>sg-2</groupId></item></groups></item></ipPermissions>"
                + "</item></securityGroupInfo>"));
    aws.on(
        "DescribeInternetGateways",
        xml(
            "<internetGatewaySet><item><internetGatewayId>igw-1</internetGatewayId>"
                + "<attachmentSet><item><vpcId>vpc-1</vpcId></item></attachmentSet></item>"
                + "</internetGatewaySet>"));

    sweep.remove(
        List.of(leftover(EC2 + "security-group/sg-1"), leftover(EC2 + "internet-gateway/igw-1")));

    assertThat(aws.requests("RevokeSecurityGroupIngress"))
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.parameters())
                    .containsEntry("GroupId", "sg-1")
                    .containsEntry("IpPermissions.1.Groups.1.GroupId", "sg-2"));
    assertThat(aws.requests("RevokeSecurityGroupEgress")).isEmpty();
    assertThat(aws.requests("DeleteResource"))
        .extracting(request -> request.json().path("Identifier").asString(""))
        .containsExactly("sg-1", "IGW|vpc-1", "igw-1");
  }

  @Test
  void removes_what_cloud_control_does_not_know_by_the_services_themselves() {
    SweepResult result =
        sweep.remove(
            List.of(
                leftover("arn:aws:ecs:eu-west-3:123456789012:task/groundtruth/0a1b"),
                leftover("arn:aws:ecs:eu-west-3:123456789012:task-definition/groundtruth:3"),
                leftover(EC2 + "elastic-ip/eipalloc-1")));

    assertThat(result.left()).isEmpty();
    assertThat(aws.requests("StopTask").get(0).json().path("cluster").asString(""))
        .isEqualTo("groundtruth");
    assertThat(aws.requests("DeregisterTaskDefinition")).hasSize(1);
    assertThat(aws.requests("ReleaseAddress").get(0).parameters())
        .containsEntry("AllocationId", "eipalloc-1");
  }

  @Test
  void empties_a_hosted_zone_before_it_removes_it() {
    aws.on("DeleteResource", json(SUCCESS));
    String record =
        "<ResourceRecordSet><Name>%s.internal.</Name><Type>%s</Type><TTL>60</TTL><ResourceRecords>"
            + "<ResourceRecord><Value>10.0.0.1</Value></ResourceRecord></ResourceRecords>"
            + "</ResourceRecordSet>";
    aws.on(
        "GET /2013-04-01/hostedzone/Z1/rrset",
        request ->
            new FakeAws.Answer(
                200,
                "<ListResourceRecordSetsResponse><ResourceRecordSets>"
                    + record.formatted("zone", "SOA")
                    + record.formatted("database", "A")
                    + "</ResourceRecordSets><IsTruncated>false</IsTruncated>"
                    + "</ListResourceRecordSetsResponse>"));
    String change = "POST /2013-04-01/hostedzone/Z1/rrset/";
    aws.on(change, request -> new FakeAws.Answer(200, "<ChangeResourceRecordSetsResponse/>"));

    SweepResult result = sweep.remove(List.of(leftover("arn:aws:route53:::hostedzone/Z1")));

    assertThat(result.left()).isEmpty();
    assertThat(aws.requests(change))
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.body())
                    .contains("<Action>DELETE</Action>", "database.internal.")
                    .doesNotContain("zone.internal."));
  }
}
