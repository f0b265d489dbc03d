package dev.groundtruth.aws.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.FakeAws;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupRulesTest {

  private final FakeAws aws = new FakeAws();
  private final AwsClients clients = aws.clients().open();
  private final GroupRules rules = new GroupRules(clients);

  @AfterEach
  void close() {
    clients.close();
    aws.close();
  }

  private void assertAsked(String action) {
    List<FakeAws.Request> requests = aws.requests(action);
    assertThat(requests).hasSize(1);
    assertThat(requests.get(0).parameters())
        .containsEntry("GroupId", "sg-1")
        .containsEntry("IpPermissions.1.IpProtocol", "tcp")
        .containsEntry("IpPermissions.1.FromPort", "22")
        .containsEntry("IpPermissions.1.ToPort", "22")
        .containsEntry("IpPermissions.1.IpRanges.1.CidrIp", "203.0.113.0/24")
        .doesNotContainKey("IpPermissions.2.IpProtocol");
  }

  @Test
  void lets_a_block_in_and_takes_that_back() {
    rules.admitTcp("sg-1", 22, "203.0.113.0/24");
    assertAsked("AuthorizeSecurityGroupIngress");
    assertThat(aws.requests("RevokeSecurityGroupIngress")).isEmpty();

    rules.revokeTcp("sg-1", 22, "203.0.113.0/24");
    assertAsked("RevokeSecurityGroupIngress");
  }

  @Test
  void says_that_aws_refuses() {
    aws.on(
        "AuthorizeSecurityGroupIngress",
        FakeAws.ec2Error(400, "InvalidPermission.Duplicate", "the specified rule already exists"));
    aws.on(
        "RevokeSecurityGroupIngress",
        FakeAws.ec2Error(400, "InvalidGroup.NotFound", "The security group 'sg-1' does not exist"));

    assertThatThrownBy(() -> rules.admitTcp("sg-1", 22, "203.0.113.0/24"))
        .hasMessageStartingWith(
            "ec2:AuthorizeSecurityGroupIngress (InvalidPermission.Duplicate): the specified rule"
                + " already exists")
        .asInstanceOf(type(AwsException.class))
        .extracting(AwsException::kind)
        .isEqualTo(AwsException.Kind.FAILED);
    assertThatThrownBy(() -> rules.revokeTcp("sg-1", 22, "203.0.113.0/24"))
        .hasMessageStartingWith("ec2:RevokeSecurityGroupIngress (InvalidGroup.NotFound)")
        .asInstanceOf(type(AwsException.class))
        .extracting(AwsException::kind)
        .isEqualTo(AwsException.Kind.NOT_FOUND);
  }
}
