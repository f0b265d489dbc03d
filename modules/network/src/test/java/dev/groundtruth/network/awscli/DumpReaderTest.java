package dev.groundtruth.network.awscli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.TrafficMatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpReaderTest {

  private static final TrafficMatch HTTPS = TrafficMatch.of(Protocol.TCP, PortRange.of(443));

  @TempDir private Path folder;

  @BeforeEach
  void dumps_one_public_interface() throws IOException {
    write(
        "vpcs.json",
        """
        {"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}]}
        """);
    write(
        "subnets.json",
        """
        {"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24"}]}
        """);
    write(
        "routes.json",
        """
        {"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1",
          "Associations": [{"Main": true, "RouteTableId": "rtb-1"}],
          "Routes": [
            {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"},
            {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active"}]}]}
        """);
    write(
        "acls.json",
        """
        {"NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-1", "IsDefault": true,
          "Associations": [{"NetworkAclId": "acl-1", "SubnetId": "subnet-1"}],
          "Entries": [
            {"CidrBlock": "0.0.0.0/0", "Egress": true, "Protocol": "-1", "RuleAction": "allow",
             "RuleNumber": 100},
            {"CidrBlock": "0.0.0.0/0", "Egress": false, "Protocol": "-1", "RuleAction": "allow",
             "RuleNumber": 100}]}]}
        """);
    write(
        "groups.json",
        """
        {"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "web", "VpcId": "vpc-1",
          "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
            "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "everybody"}],
            "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []}],
          "IpPermissionsEgress": []}]}
        """);
    write(
        "interfaces.json",
        """
        {"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1",
          "VpcId": "vpc-1", "InterfaceType": "interface", "PrivateIpAddress": "10.0.1.10",
          "Description": "ELB app/front/50dc6c495c0c9188",
          "Association": {"PublicIp": "203.0.113.7", "IpOwnerId": "amazon-elb"},
          "Groups": [{"GroupId": "sg-1", "GroupName": "web"}]}]}
        """);
  }

  @Test
  void admits_the_internet_to_the_load_balancer_on_its_port_only() {
    Network network = new DumpReader().read(folder);
    Endpoint balancer = Endpoint.of("front", network.interfaces());
    Reachability reachability = Reachability.of(network);

    assertThat(network.remarks()).isEmpty();
    assertThat(network.interfaces().get(0).owner()).contains("front");
    assertThat(reachability.reachable(Endpoint.internet(), balancer, HTTPS).isProved()).isTrue();
    assertThat(
            reachability
                .isolated(
                    Endpoint.internet(),
                    balancer,
                    TrafficMatch.of(Protocol.TCP, PortRange.of(3306)))
                .isProved())
        .isTrue();
  }

  @Test
  void proves_nothing_where_the_network_acls_are_not_dumped() throws IOException {
    Files.delete(folder.resolve("acls.json"));
    Network network = new DumpReader().read(folder);
    Endpoint balancer = Endpoint.of("front", network.interfaces());

    assertThat(network.remarks()).anyMatch(r -> r.message().contains("describe-network-acls"));
    assertThat(Reachability.of(network).reachable(Endpoint.internet(), balancer, HTTPS).isProved())
        .isFalse();
  }

  @Test
  void says_that_a_dump_with_a_token_left_is_incomplete() throws IOException {
    write("more.json", "{\"Vpcs\": [], \"NextToken\": \"abc\"}");

    assertThat(new DumpReader().read(folder).remarks())
        .anyMatch(r -> r.subject().equals("more.json") && r.message().contains("NextToken"));
  }

  @Test
  void refuses_dumps_that_contradict_each_other() throws IOException {
    write("old.json", "{\"Vpcs\": [{\"VpcId\": \"vpc-1\", \"CidrBlock\": \"10.9.0.0/16\"}]}");

    assertThatThrownBy(() -> new DumpReader().read(folder))
        .isInstanceOf(UnusableDumpException.class)
        .hasMessageContaining("perhaps you should remove the older dump");
  }

  @Test
  void refuses_what_is_not_json_and_a_missing_folder() throws IOException {
    write("broken.json", "Unable to locate credentials");

    assertThatThrownBy(() -> new DumpReader().read(folder))
        .isInstanceOf(UnusableDumpException.class)
        .hasMessageContaining("broken.json:1:");
    assertThatThrownBy(() -> new DumpReader().read(folder.resolve("nowhere")))
        .isInstanceOf(UnusableDumpException.class)
        .hasMessageContaining("does not exist, perhaps you should check the path");
  }

  private void write(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json);
  }
}
