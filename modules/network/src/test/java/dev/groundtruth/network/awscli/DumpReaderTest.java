package dev.groundtruth.network.awscli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.analysis.Verdict;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.TrafficMatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DumpReaderTest {

  private static final TrafficMatch HTTPS = TrafficMatch.of(Protocol.TCP, PortRange.of(443));

  private static final TrafficMatch MYSQL = TrafficMatch.of(Protocol.TCP, PortRange.of(3306));

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

  @BeforeEach
  void dumps_block_public_access() throws IOException {
    write(
        "block.json",
        """
        {"VpcBlockPublicAccessOptions": {"State": "default-state", "InternetGatewayBlockMode": "off"}}
        """);
  }

  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RouteTableAssociationState.html
  @ParameterizedTest
  @CsvSource({
    "associated, rtb-2",
    "associating, rtb-2",
    "disassociating, rtb-1",
    "disassociated, rtb-1",
    "failed, rtb-1"
  })
  void takes_no_association_that_has_ended(String state, String table) throws IOException {
    write(
        "private.json",
        """
        {"RouteTables": [{"RouteTableId": "rtb-2", "VpcId": "vpc-1", "Routes": [],
          "Associations": [{"Main": false, "RouteTableId": "rtb-2", "SubnetId": "subnet-1",
            "AssociationState": {"State": "%s"}}]}]}
        """
            .formatted(state));
    assertThat(new DumpReader().read(folder).subnets().get(0).routeTable()).contains(table);
  }

  @Test
  void reads_from_memory_what_it_reads_from_a_folder() throws IOException {
    List<Dump> dumps = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        dumps.add(new Dump(file.getFileName().toString(), Files.readString(file)));
      }
    }

    Network network = new DumpReader().read(folder.toString(), dumps);

    assertThat(network).isEqualTo(new DumpReader().read(folder));
    assertThat(network.interfaces()).hasSize(1);
  }

  @Test
  void names_the_dump_in_memory_that_is_malformed() {
    assertThatThrownBy(
            () -> new DumpReader().read("live", List.of(new Dump("vpcs.json", "{\"Vpcs\": 1}"))))
        .isInstanceOf(UnusableDumpException.class)
        .hasMessage("vpcs.json:1:2: Vpcs: is no list, perhaps you should dump without --query");
    assertThatThrownBy(() -> new DumpReader().read("live", List.of()))
        .isInstanceOf(UnusableDumpException.class)
        .hasMessage("live: holds no dump, perhaps you should read it again");
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
  void knows_the_mount_target_and_the_file_system_of_an_interface() throws IOException {
    write(
        "mounts.json",
        """
        {"NetworkInterfaces": [{
          "NetworkInterfaceId": "eni-9", "SubnetId": "subnet-1", "VpcId": "vpc-1",
          "PrivateIpAddress": "10.0.1.9", "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.9"}],
          "Groups": [], "InterfaceType": "interface",
          "Description": "EFS mount target for fs-0a1 (fsmt-0b2)"
        }]}
        """);

    assertThat(new DumpReader().read(folder).interfaces())
        .filteredOn(found -> found.identity().key().equals("eni-9"))
        .singleElement()
        .satisfies(found -> assertThat(found.owner()).contains("fs-0a1", "fsmt-0b2"));
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

  @Test
  void claims_no_reachability_where_block_public_access_is_not_dumped() throws IOException {
    Files.delete(folder.resolve("block.json"));
    Network network = new DumpReader().read(folder);

    assertThat(network.remarks())
        .singleElement()
        .satisfies(r -> assertThat(r.kind()).isEqualTo(Remark.Kind.IGNORED))
        .satisfies(r -> assertThat(r.subject()).contains("block-public-access-options"));
    assertThat(reachable(network, HTTPS)).isInstanceOf(Verdict.Unknown.class);
    assertThat(isolated(network, MYSQL).isProved()).isTrue();
  }

  // https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html: IPv6 is blocked as
  // well.
  @Test
  void claims_no_reachability_of_ipv6_where_block_public_access_is_not_dumped() throws IOException {
    for (String[] edit :
        new String[][] {
          {"subnets.json", "\"CidrBlock\"", SIX + "\"2600:1f18:1::/64\"}], \"CidrBlock\""},
          {"vpcs.json", "\"CidrBlock\"", SIX + "\"2600:1f18:1::/56\"}], \"CidrBlock\""},
          {
            "routes.json",
            "\"DestinationCidrBlock\": \"0.0.0.0/0\"",
            "\"DestinationIpv6CidrBlock\": \"::/0\""
          },
          {"acls.json", "\"CidrBlock\": \"0.0.0.0/0\"", "\"Ipv6CidrBlock\": \"::/0\""},
          {"groups.json", "\"CidrIp\": \"0.0.0.0/0\"", "\"CidrIp\": \"192.0.2.0/24\""},
          {"groups.json", "\"Ipv6Ranges\": []", "\"Ipv6Ranges\": [{\"CidrIpv6\": \"::/0\"}]"},
          {
            "interfaces.json",
            "\"Groups\"",
            "\"Ipv6Addresses\": [{\"Ipv6Address\": \"2600:1f18:1::10\"}], \"Groups\""
          }
        }) {
      Path file = folder.resolve(edit[0]);
      Files.writeString(file, Files.readString(file).replace(edit[1], edit[2]));
    }
    assertThat(reachable(new DumpReader().read(folder), HTTPS)).isInstanceOf(Verdict.Proved.class);

    Files.delete(folder.resolve("block.json"));
    assertThat(reachable(new DumpReader().read(folder), HTTPS)).isInstanceOf(Verdict.Unknown.class);
  }

  private static final String SIX =
      "\"Ipv6CidrBlockAssociationSet\": [{\"Ipv6CidrBlockState\": {\"State\": \"associated\"}, \"Ipv6CidrBlock\": ";

  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
  @Test
  void lets_a_network_load_balancer_without_groups_take_everything() throws IOException {
    write(
        "interfaces.json",
        """
        {"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1",
          "VpcId": "vpc-1", "InterfaceType": "network_load_balancer",
          "PrivateIpAddress": "10.0.1.10", "Description": "ELB net/front/50dc6c495c0c9188",
          "Association": {"PublicIp": "203.0.113.7", "IpOwnerId": "amazon-elb"}, "Groups": []}]}
        """);

    assertThat(reachable(new DumpReader().read(folder), MYSQL)).isInstanceOf(Verdict.Proved.class);
  }

  @Test
  void follows_what_block_public_access_keeps_out() throws IOException {
    write(
        "block.json",
        """
        {"VpcBlockPublicAccessOptions": {"InternetGatewayBlockMode": "block-ingress"}}
        """);
    Network network = new DumpReader().read(folder);
    assertThat(network.remarks())
        .singleElement()
        .hasToString(
            "NOT_UNDERSTOOD aws ec2 describe-vpc-block-public-access-exclusions: no dump of it is"
                + " there, so it may except what is blocked, perhaps you should run aws ec2"
                + " describe-vpc-block-public-access-exclusions > any-name.json");
    assertThat(isolated(network, HTTPS)).isInstanceOf(Verdict.Unknown.class);

    write("exclusions.json", "{\"VpcBlockPublicAccessExclusions\": []}");
    assertThat(isolated(new DumpReader().read(folder), HTTPS).isProved()).isTrue();

    write("exclusions.json", "{\"VpcBlockPublicAccessExclusions\": [{\"ExclusionId\": \"e-1\"}]}");
    assertThat(isolated(new DumpReader().read(folder), HTTPS)).isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void knows_no_route_where_the_route_tables_are_not_dumped() throws IOException {
    Files.delete(folder.resolve("routes.json"));
    Network network = new DumpReader().read(folder);

    assertThat(network.remarks()).anyMatch(r -> r.message().contains("describe-route-tables"));
    assertThat(reachable(network, HTTPS)).isInstanceOf(Verdict.Unknown.class);
    assertThat(isolated(network, HTTPS)).isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void says_which_dumps_decide_nothing_and_which_could() throws IOException {
    write("targets.json", "{\"TargetGroups\": [{\"TargetGroupArn\": \"arn:t\"}]}");
    write("rules.json", "{\"SecurityGroupRules\": [{\"SecurityGroupRuleId\": \"sgr-1\"}]}");
    write(
        "attachments.json",
        "{\"TransitGatewayAttachments\": [{\"TransitGatewayAttachmentId\": \"tgw-attach-1\"}]}");

    assertThat(new DumpReader().read(folder).remarks())
        .extracting(Remark::kind, Remark::subject)
        .containsExactlyInAnyOrder(
            tuple(Remark.Kind.IGNORED, "aws elbv2 describe-target-groups"),
            tuple(Remark.Kind.IGNORED, "aws ec2 describe-security-group-rules"),
            tuple(Remark.Kind.NOT_UNDERSTOOD, "aws ec2 describe-transit-gateway-attachments"));
  }

  @Test
  void drops_packets_into_a_black_hole() throws IOException {
    replace(
        "routes.json", "\"igw-1\", \"State\": \"active\"", "\"igw-1\", \"State\": \"blackhole\"");
    Network network = new DumpReader().read(folder);

    assertThat(network.routeTables().get(0).routes().get(1).target())
        .isEqualTo(new RouteTarget.Blackhole());
    assertThat(isolated(network, HTTPS).isProved()).isTrue();
  }

  @Test
  void reads_ipv6_blocks_addresses_rules_and_entries() throws IOException {
    replace(
        "vpcs.json",
        "\"10.0.0.0/16\"",
        """
        "10.0.0.0/16", "Ipv6CidrBlockAssociationSet": [
          {"Ipv6CidrBlock": "2001:db8:1::/56", "Ipv6CidrBlockState": {"State": "associated"}},
          {"Ipv6CidrBlock": "2001:db8:2::/56", "Ipv6CidrBlockState": {"State": "disassociated"}}]
        """);
    replace(
        "interfaces.json",
        "\"Description\"",
        "\"Ipv6Addresses\": [{\"Ipv6Address\": \"2001:db8:1::a\"}], \"Description\"");
    replace("groups.json", "\"Ipv6Ranges\": []", "\"Ipv6Ranges\": [{\"CidrIpv6\": \"::/0\"}]");
    replace(
        "acls.json",
        "\"CidrBlock\": \"0.0.0.0/0\", \"Egress\": false",
        "\"Ipv6CidrBlock\": \"::/0\", \"Egress\": false");
    Network network = new DumpReader().read(folder);

    assertThat(network.vpcs().get(0).cidrs())
        .containsExactly(
            Maybe.of(Cidr.parse("10.0.0.0/16")), Maybe.of(Cidr.parse("2001:db8:1::/56")));
    assertThat(network.interfaces().get(0).addresses())
        .contains(Cidr.parseAddress("2001:db8:1::a"));
    assertThat(network.securityGroups().get(0).rules())
        .extracting(SecurityGroupRule::peer)
        .contains(new Peer.CidrPeer(Cidr.parse("::/0")));
    assertThat(network.networkAcls().get(0).entries())
        .extracting(NetworkAclEntry::cidr)
        .contains(Maybe.of(Cidr.parse("::/0")));
  }

  @Test
  void reads_icmp_types_and_codes_with_minus_one_for_all() throws IOException {
    replace(
        "groups.json",
        "\"tcp\", \"FromPort\": 443, \"ToPort\": 443",
        "\"icmp\", \"FromPort\": 8, \"ToPort\": -1");
    replace(
        "acls.json",
        "\"Egress\": false, \"Protocol\": \"-1\"",
        "\"Egress\": false, \"Protocol\": \"1\", \"IcmpTypeCode\": {\"Type\": 3, \"Code\": 4}");
    Network network = new DumpReader().read(folder);

    assertThat(network.securityGroups().get(0).rules().get(0).match())
        .isEqualTo(
            Maybe.of(
                new TrafficMatch(
                    Protocol.ICMP, PortRange.ALL, OptionalInt.of(8), OptionalInt.empty())));
    assertThat(network.networkAcls().get(0).entries())
        .extracting(NetworkAclEntry::match)
        .contains(
            Maybe.of(
                new TrafficMatch(
                    Protocol.ICMP, PortRange.ALL, OptionalInt.of(3), OptionalInt.of(4))));
  }

  @Test
  void does_not_know_a_prefix_list_without_its_entries() throws IOException {
    replace("groups.json", "[{\"CidrIp\": \"0.0.0.0/0\", \"Description\": \"everybody\"}]", "[]");
    replace(
        "groups.json",
        "\"PrefixListIds\": []",
        "\"PrefixListIds\": [{\"PrefixListId\": \"pl-0123456789abcdef0\"}]");
    write("lists.json", "{\"PrefixLists\": [{\"PrefixListId\": \"pl-0123456789abcdef0\"}]}");
    assertThat(reachable(new DumpReader().read(folder), HTTPS)).isInstanceOf(Verdict.Unknown.class);

    write("pl-0123456789abcdef0.json", "{\"Entries\": [{\"Cidr\": \"9.9.9.0/24\"}]}");
    assertThat(reachable(new DumpReader().read(folder), HTTPS).isProved()).isTrue();
  }

  @Test
  void remarks_a_group_of_another_account() throws IOException {
    replace(
        "groups.json",
        "\"UserIdGroupPairs\": []",
        "\"UserIdGroupPairs\": [{\"UserId\": \"999999999999\", \"GroupId\": \"sg-9\"}]");

    assertThat(new DumpReader().read(folder).remarks())
        .anyMatch(r -> r.subject().equals("sg-1") && r.message().contains("sg-9"));
  }

  @Test
  void expands_delegated_prefixes_and_remarks_those_it_cannot() throws IOException {
    replace(
        "interfaces.json",
        "\"Description\"",
        "\"Ipv4Prefixes\": [{\"Ipv4Prefix\": \"10.0.1.32/28\"}], \"Description\"");
    Network network = new DumpReader().read(folder);
    assertThat(network.interfaces().get(0).addresses())
        .hasSize(17)
        .contains(Cidr.parseAddress("10.0.1.32"), Cidr.parseAddress("10.0.1.47"));
    assertThat(network.remarks()).isEmpty();

    replace(
        "interfaces.json",
        "\"Description\"",
        "\"Ipv6Prefixes\": [{\"Ipv6Prefix\": \"2001:db8:1::/80\"}], \"Description\"");
    assertThat(new DumpReader().read(folder).remarks())
        .anyMatch(r -> r.subject().equals("eni-1") && r.message().contains("delegated"));
  }

  @Test
  void takes_the_interfaces_of_the_instances_where_none_are_dumped() throws IOException {
    Files.delete(folder.resolve("interfaces.json"));
    write(
        "instances.json",
        """
        {"Reservations": [{"Instances": [{"InstanceId": "i-1", "NetworkInterfaces": [
          {"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "PrivateIpAddress": "10.0.1.10",
           "Groups": [{"GroupId": "sg-1"}]}]}]}]}
        """);
    Network network = new DumpReader().read(folder);

    assertThat(network.interfaces())
        .singleElement()
        .satisfies(i -> assertThat(i.owner()).containsExactly("i-1"))
        .satisfies(i -> assertThat(i.kind()).isEqualTo(NetworkInterface.Kind.INSTANCE));
    assertThat(network.remarks())
        .anyMatch(r -> r.message().contains("describe-network-interfaces"));
  }

  @Test
  void says_of_each_region_what_is_missing_in_it() throws IOException {
    Path first = Files.createDirectory(folder.resolve("eu-west-3"));
    for (String name : ALL) {
      Files.move(folder.resolve(name + ".json"), first.resolve(name + ".json"));
    }
    Path second = Files.createDirectory(folder.resolve("us-east-1"));
    Files.writeString(
        second.resolve("vpcs.json"),
        "{\"Vpcs\": [{\"VpcId\": \"vpc-2\", \"CidrBlock\": \"10.1.0.0/16\"}]}");
    Network network = new DumpReader().read(folder);

    assertThat(network.vpcs()).hasSize(2);
    assertThat(network.remarks())
        .allMatch(r -> r.subject().endsWith("(us-east-1)"))
        .anyMatch(r -> r.subject().equals("aws ec2 describe-security-groups (us-east-1)"));
  }

  private static final List<String> ALL =
      List.of("vpcs", "subnets", "routes", "acls", "groups", "interfaces", "block");

  @Test
  void keeps_whole_regions_apart() throws IOException {
    Path first = Files.createDirectory(folder.resolve("eu-west-3"));
    Path second = Files.createDirectory(folder.resolve("us-east-1"));
    for (String name : ALL) {
      String file = name + ".json";
      String json = Files.readString(folder.resolve(file));
      Files.move(folder.resolve(file), first.resolve(file));
      Files.writeString(
          second.resolve(file),
          json.replaceAll("(vpc|subnet|rtb|acl|sg|eni|igw)-1", "$1-2")
              .replace("\"10.0.", "\"10.1.")
              .replace("443", "3306"));
    }
    Files.writeString(
        second.resolve("gateways.json"),
        """
        {"InternetGateways": [{"InternetGatewayId": "igw-2", "Attachments": []}]}
        """);
    Network network = new DumpReader().read(folder);
    Endpoint here = Endpoint.of("eni-1", List.of(network.interfaces().get(0)));
    Endpoint there = Endpoint.of("eni-2", List.of(network.interfaces().get(1)));
    Reachability reachability = Reachability.of(network);

    assertThat(network.remarks()).isEmpty();
    assertThat(network.subnets())
        .extracting(subnet -> subnet.networkAcl().orElseThrow())
        .containsExactly("acl-1", "acl-2");
    assertThat(reachability.reachable(Endpoint.internet(), here, HTTPS).isProved()).isTrue();
    assertThat(reachability.isolated(Endpoint.internet(), here, MYSQL).isProved()).isTrue();
    assertThat(reachability.isolated(Endpoint.internet(), there, MYSQL).isProved())
        .as("the gateway of the second region is attached to nothing")
        .isTrue();
    assertThat(reachability.isolated(here, there, TrafficMatch.ALL).isProved()).isTrue();

    Files.delete(second.resolve("gateways.json"));
    Files.writeString(
        second.resolve("block.json"),
        "{\"VpcBlockPublicAccessOptions\": {\"InternetGatewayBlockMode\": \"block-ingress\"}}");
    network = new DumpReader().read(folder);
    assertThat(network.vpcs())
        .extracting(vpc -> vpc.blockPublicAccess().name())
        .containsExactly("OFF", "BLOCK_INGRESS");
  }

  @Test
  void proves_nothing_about_tasks_databases_and_load_balancers_without_their_interfaces()
      throws IOException {
    Files.delete(folder.resolve("interfaces.json"));
    write("balancers.json", "{\"LoadBalancers\": [{\"LoadBalancerArn\": \"arn:lb\"}]}");
    write("databases.json", "{\"DBInstances\": [{\"DBInstanceArn\": \"arn:db\"}]}");
    write("tasks.json", "{\"tasks\": [{\"taskArn\": \"arn:t1\"}, {\"taskArn\": \"arn:t2\"}]}");
    Network network = new DumpReader().read(folder);

    assertThat(network.remarks())
        .singleElement()
        .hasToString(
            "NOT_UNDERSTOOD aws ec2 describe-network-interfaces: no dump of it is there, so that"
                + " nobody knows where 1 load balancers, 1 databases and 2 tasks are, perhaps you"
                + " should run aws ec2 describe-network-interfaces > any-name.json");
    assertThat(
            Reachability.of(network)
                .isolated(
                    Endpoint.internet(),
                    Endpoint.of(AddressSet.of(Cidr.parse("10.0.1.0/24"))),
                    MYSQL))
        .isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void refuses_an_empty_folder_and_one_without_dumps() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    assertThatThrownBy(() -> new DumpReader().read(other))
        .isInstanceOf(UnusableDumpException.class)
        .hasMessageContaining("is empty, perhaps you should run aws ec2");
    Files.writeString(other.resolve("notes.txt"), "hello");
    assertThatThrownBy(() -> new DumpReader().read(other))
        .isInstanceOf(UnusableDumpException.class)
        .hasMessageContaining("no file in it is a dump");
  }

  @Test
  void reports_a_file_of_no_known_kind() throws IOException {
    write("buckets.json", "{\"Buckets\": []}");

    assertThat(new DumpReader().read(folder).remarks())
        .singleElement()
        .satisfies(r -> assertThat(r.subject()).isEqualTo("buckets.json"))
        .satisfies(r -> assertThat(r.message()).contains("Buckets"));
  }

  @Test
  void reports_what_stands_beside_elements_and_is_of_no_known_kind() throws IOException {
    replace("vpcs.json", "{\"Vpcs\"", "{\"VpnGateways\": [{}], \"Empty\": [], \"Vpcs\"");

    assertThat(new DumpReader().read(folder).remarks())
        .singleElement()
        .hasToString(
            "NOT_UNDERSTOOD vpcs.json: no dump is known by some of its top-level keys"
                + " (VpnGateways), perhaps you should keep the file elsewhere or dump without"
                + " --query");
  }

  @Test
  void refuses_what_is_cut_off_whatever_its_name_is() throws IOException {
    String interfaces = Files.readString(folder.resolve("interfaces.json"));
    Files.delete(folder.resolve("interfaces.json"));
    write("interfaces", interfaces.substring(0, interfaces.lastIndexOf(']')) + ", {");

    assertThatThrownBy(() -> new DumpReader().read(folder))
        .isInstanceOf(UnusableDumpException.class)
        .hasMessageContaining("interfaces:")
        .hasMessageContaining("is not JSON");
  }

  @ParameterizedTest
  @CsvSource({
    "routes.json, Routes",
    "acls.json, Entries",
    "groups.json, IpPermissions",
    "groups.json, IpPermissionsEgress"
  })
  void refuses_elements_without_what_they_allow(String file, String field) throws IOException {
    replace(file, "\"" + field + "\":", "\"Other\":");

    assertThatThrownBy(() -> new DumpReader().read(folder))
        .isInstanceOf(UnusableDumpException.class)
        .hasMessageContaining(
            field + ": is missing, perhaps you should dump again without --query");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acls.json | \"allow\" | \"Allow\" | RuleAction: is neither allow nor deny",
        "interfaces.json | [{\"GroupId\" | [{\"GroupId\": \"sg-2\"}, {\"Id\" | GroupId: is missing",
        "pl-0123456789abcdef0.json | \"Cidr\" | \"cidr\" | Cidr: is missing"
      })
  void refuses_parts_that_do_not_say_what_they_are_for(
      String file, String old, String by, String message) throws IOException {
    write("lists.json", "{\"PrefixLists\": [{\"PrefixListId\": \"pl-0123456789abcdef0\"}]}");
    write("pl-0123456789abcdef0.json", "{\"Entries\": [{\"Cidr\": \"192.0.2.0/24\"}]}");
    replace(file, old, by);

    assertThatThrownBy(() -> new DumpReader().read(folder))
        .isInstanceOf(UnusableDumpException.class)
        .hasMessageContaining(message);
  }

  @Test
  void follows_links_and_refuses_those_that_lead_nowhere(@TempDir Path other) throws IOException {
    Path link = Files.createSymbolicLink(other.resolve("live"), folder);
    assertThat(new DumpReader().read(link).interfaces()).hasSize(1);
    assertThat(new DumpReader().read(other).interfaces()).hasSize(1);

    Path loop = Files.createSymbolicLink(folder.resolve("again"), folder);
    assertThatThrownBy(() -> new DumpReader().read(folder))
        .isInstanceOf(UnusableDumpException.class)
        .hasMessageContaining("links to itself at")
        .hasMessageContaining("again, perhaps you should remove that link");

    Files.delete(loop);
    Files.createSymbolicLink(folder.resolve("gone.json"), folder.resolve("nowhere.json"));
    assertThatThrownBy(() -> new DumpReader().read(folder))
        .isInstanceOf(UnusableDumpException.class)
        .hasMessage("gone.json: is no file, or a link to none, perhaps you should remove it");
  }

  @Test
  void remarks_endpoints_that_it_does_not_follow() throws IOException {
    write(
        "endpoints.json",
        """
        {"VpcEndpoints": [
          {"VpcEndpointId": "vpce-1", "VpcId": "vpc-1", "VpcEndpointType": "Interface"},
          {"VpcEndpointId": "vpce-2", "VpcId": "vpc-1", "VpcEndpointType": "GatewayLoadBalancer"}]}
        """);

    assertThat(new DumpReader().read(folder).remarks())
        .singleElement()
        .satisfies(r -> assertThat(r.subject()).isEqualTo("vpce-2"))
        .satisfies(r -> assertThat(r.kind()).isEqualTo(Remark.Kind.NOT_UNDERSTOOD));
  }

  @Test
  void takes_no_part_of_an_interface_that_is_attached_to_nothing() throws IOException {
    int before = new DumpReader().read(folder).interfaces().size();
    write(
        "more.json",
        """
        {"NetworkInterfaces": [
          {"NetworkInterfaceId": "eni-spare", "SubnetId": "subnet-1", "VpcId": "vpc-1",
           "Status": "available", "PrivateIpAddress": "10.0.1.77",
           "Groups": [{"GroupId": "sg-1"}]},
          {"NetworkInterfaceId": "eni-used", "SubnetId": "subnet-1", "VpcId": "vpc-1",
           "Status": "in-use", "PrivateIpAddress": "10.0.1.78",
           "Groups": [{"GroupId": "sg-1"}]}]}
        """);
    Network network = new DumpReader().read(folder);
    assertThat(network.interfaces()).hasSize(before + 1);
    assertThat(network.remarks())
        .anyMatch(
            remark -> remark.subject().equals("eni-spare") && remark.kind() == Remark.Kind.IGNORED);
  }

  private Verdict reachable(Network network, TrafficMatch traffic) {
    return Reachability.of(network)
        .reachable(Endpoint.internet(), Endpoint.of("front", network.interfaces()), traffic);
  }

  private Verdict isolated(Network network, TrafficMatch traffic) {
    return Reachability.of(network)
        .isolated(Endpoint.internet(), Endpoint.of("front", network.interfaces()), traffic);
  }

  private void replace(String name, String old, String by) throws IOException {
    String text = Files.readString(folder.resolve(name));
    assertThat(text).contains(old);
    write(name, text.replace(old, by));
  }

  private void write(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json);
  }
}
