package dev.groundtruth.aws.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.awscli.Dump;
import dev.groundtruth.network.awscli.DumpReader;
import dev.groundtruth.network.diff.NetworkDiff;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.terraform.TerraformReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DriftTest {

  private static final String RULES =
      """
      {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80,
       "IpRanges": [{"CidrIp": "10.0.0.0/16"}]}
      """;

  private static final String BY_HAND =
      """
      {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
       "IpRanges": [{"CidrIp": "10.0.0.0/16"}]}
      """;

  private static String resource(String type, String name, String values) {
    return """
        {"address": "%1$s.%2$s", "mode": "managed", "type": "%1$s", "name": "%2$s",
         "provider_name": "registry.terraform.io/hashicorp/aws", "schema_version": 1,
         "values": %3$s}
        """
        .formatted(type, name, values);
  }

  private static String instance(int number) {
    return resource(
        "aws_instance",
        "web_" + number,
        """
        {"id": "i-0%1$d", "primary_network_interface_id": "eni-0%1$d", "private_ip": "10.0.0.%1$d",
         "subnet_id": "subnet-01", "vpc_security_group_ids": ["sg-01"], "public_ip": "",
         "associate_public_ip_address": false, "ipv6_addresses": []}
        """
            .formatted(number));
  }

  /** What terraform show -json prints of a state. */
  private static Network state(String vpc, String... more) {
    String resources =
        Stream.of(
                resource(
                    "aws_vpc",
                    "main",
                    """
                    {"id": "%s", "cidr_block": "10.0.0.0/16", "ipv6_cidr_block": "",
                     "default_security_group_id": "sg-00", "main_route_table_id": "rtb-00",
                     "default_route_table_id": "rtb-00", "default_network_acl_id": "acl-00"}
                    """
                        .formatted(vpc)),
                resource(
                    "aws_subnet",
                    "web",
                    """
                    {"id": "subnet-01", "vpc_id": "%s", "cidr_block": "10.0.0.0/24",
                     "ipv6_cidr_block": "", "availability_zone": "eu-west-3a",
                     "map_public_ip_on_launch": false}
                    """
                        .formatted(vpc)),
                resource(
                    "aws_security_group",
                    "web",
                    """
                    {"id": "sg-01", "vpc_id": "%s", "name": "web", "egress": [], "ingress": [
                      {"from_port": 80, "to_port": 80, "protocol": "tcp", "description": "",
                       "cidr_blocks": ["10.0.0.0/16"], "ipv6_cidr_blocks": [],
                       "prefix_list_ids": [], "security_groups": [], "self": false}]}
                    """
                        .formatted(vpc)),
                instance(4),
                instance(5),
                String.join(",", more))
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining(","));
    return new TerraformReader()
        .read(
            "state.json",
            new ByteArrayInputStream(
                """
                {"format_version": "1.0", "terraform_version": "1.13.3",
                 "values": {"root_module": {"resources": [%s]}}}
                """
                    .formatted(resources)
                    .getBytes(StandardCharsets.UTF_8)));
  }

  private static Network live(String rules, String... more) {
    String interfaces =
        Stream.of(4, 5)
            .map(
                i ->
                    """
                    {"NetworkInterfaceId": "eni-0%1$d", "SubnetId": "subnet-01", "VpcId": "vpc-01",
                     "InterfaceType": "interface", "Status": "in-use",
                     "PrivateIpAddress": "10.0.0.%1$d", "Attachment": {"InstanceId": "i-0%1$d"},
                     "Groups": [{"GroupId": "sg-01"}]}
                    """
                        .formatted(i))
            .collect(Collectors.joining(","));
    String elsewhere =
        """
        {"NetworkInterfaceId": "eni-99", "SubnetId": "subnet-99", "VpcId": "vpc-99",
         "InterfaceType": "interface", "Status": "in-use", "PrivateIpAddress": "10.9.0.9",
         "Attachment": {"InstanceId": "i-99"}, "Groups": [{"GroupId": "sg-99"}]}
        """;
    return new DumpReader()
        .read(
            "eu-west-3 of 123456789012",
            List.of(
                new Dump(
                    "vpcs.json",
                    """
                    {"Vpcs": [{"VpcId": "vpc-01", "CidrBlock": "10.0.0.0/16"},
                      {"VpcId": "vpc-99", "CidrBlock": "10.9.0.0/16"}]}
                    """),
                new Dump(
                    "subnets.json",
                    """
                    {"Subnets": [
                      {"SubnetId": "subnet-01", "VpcId": "vpc-01", "CidrBlock": "10.0.0.0/24"},
                      {"SubnetId": "subnet-99", "VpcId": "vpc-99", "CidrBlock": "10.9.0.0/24"}]}
                    """),
                new Dump(
                    "route-tables.json",
                    "{\"RouteTables\": [%s, %s]}"
                        .formatted(
                            table("rtb-00", "vpc-01", "10.0.0.0/16"),
                            table("rtb-99", "vpc-99", "10.9.0.0/16"))),
                new Dump(
                    "acls.json",
                    "{\"NetworkAcls\": [%s, %s]}"
                        .formatted(
                            acl("acl-00", "vpc-01", "subnet-01"),
                            acl("acl-99", "vpc-99", "subnet-99"))),
                new Dump(
                    "groups.json",
                    """
                    {"SecurityGroups": [
                      {"GroupId": "sg-01", "GroupName": "web", "VpcId": "vpc-01",
                       "IpPermissions": [%s], "IpPermissionsEgress": []},
                      {"GroupId": "sg-99", "GroupName": "other", "VpcId": "vpc-99",
                       "IpPermissions": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}],
                       "IpPermissionsEgress": []}]}
                    """
                        .formatted(rules)),
                new Dump(
                    "interfaces.json",
                    "{\"NetworkInterfaces\": [%s, %s%s]}"
                        .formatted(
                            interfaces,
                            elsewhere,
                            Stream.of(more).map(", "::concat).collect(Collectors.joining()))),
                new Dump(
                    "block.json",
                    "{\"VpcBlockPublicAccessOptions\": {\"InternetGatewayBlockMode\": \"off\"}}")));
  }

  private static String table(String id, String vpc, String cidr) {
    return """
        {"RouteTableId": "%s", "VpcId": "%s", "Associations": [{"Main": true}],
         "Routes": [{"DestinationCidrBlock": "%s", "GatewayId": "local", "State": "active"}]}
        """
        .formatted(id, vpc, cidr);
  }

  private static String acl(String id, String vpc, String subnet) {
    return """
        {"NetworkAclId": "%s", "VpcId": "%s", "IsDefault": true,
         "Associations": [{"SubnetId": "%s"}],
         "Entries": [
           {"CidrBlock": "0.0.0.0/0", "Egress": true, "Protocol": "-1", "RuleAction": "allow",
            "RuleNumber": 100},
           {"CidrBlock": "0.0.0.0/0", "Egress": false, "Protocol": "-1", "RuleAction": "allow",
            "RuleNumber": 100}]}
        """
        .formatted(id, vpc, subnet);
  }

  @Test
  void finds_nothing_where_the_state_is_what_is_deployed() {
    assertThat(Drift.between(state("vpc-01"), live(RULES))).hasToString("no difference");
  }

  @Test
  void knows_the_interface_of_a_recorded_nat_gateway_and_finds_that_of_another() {
    String gateway =
        resource(
            "aws_nat_gateway",
            "main",
            """
            {"id": "nat-01", "subnet_id": "subnet-01", "connectivity_type": "public",
             "private_ip": "10.0.0.9", "network_interface_id": "eni-09"}
            """);
    String made =
        """
        {"NetworkInterfaceId": "eni-09", "SubnetId": "subnet-01", "VpcId": "vpc-01",
         "InterfaceType": "nat_gateway", "Status": "in-use", "PrivateIpAddress": "10.0.0.9",
         "Description": "Interface for NAT Gateway nat-01", "Groups": []}
        """;

    assertThat(Drift.between(state("vpc-01", gateway), live(RULES, made)))
        .hasToString("no difference");
    assertThat(Drift.between(state("vpc-01"), live(RULES, made)).toString()).contains("eni-09");
  }

  @Test
  void finds_the_packets_that_a_rule_added_by_hand_admits() {
    NetworkDiff drift = Drift.between(state("vpc-01"), live(RULES + "," + BY_HAND));

    assertThat(drift.noLongerReachable()).isEmpty();
    assertThat(drift.newlyReachable())
        .extracting(change -> change.to())
        .containsExactlyInAnyOrder("aws_instance.web_4", "aws_instance.web_5");
    assertThat(drift.toString()).contains("tcp", "22");
  }

  @Test
  void finds_what_a_rule_removed_by_hand_no_longer_admits() {
    NetworkDiff drift = Drift.between(state("vpc-01"), live(""));

    assertThat(drift.newlyReachable()).isEmpty();
    assertThat(drift.noLongerReachable())
        .extracting(change -> change.to())
        .containsExactlyInAnyOrder("aws_instance.web_4", "aws_instance.web_5");
  }

  @Test
  void refuses_to_compare_with_another_account_or_a_plan() {
    Network live = live(RULES);

    assertThatThrownBy(() -> Drift.between(state("vpc-02"), live))
        .hasMessage(
            "vpc-02 of state.json is not in eu-west-3 of 123456789012, perhaps you should check the"
                + " region and the account");
    assertThatThrownBy(
            () ->
                Drift.between(
                    new TerraformReader()
                        .read(
                            "plan.json",
                            new ByteArrayInputStream(
                                "{\"format_version\": \"1.0\", \"values\": {\"root_module\": {}}}"
                                    .getBytes(StandardCharsets.UTF_8))),
                    live))
        .hasMessage(
            "plan.json names no VPC by its id, perhaps you should read the state (terraform show"
                + " -json) and not a plan");
  }
}
