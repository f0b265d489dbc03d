package dev.groundtruth.localmirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import dev.groundtruth.network.terraform.TerraformReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecurityGroupsExportTest {

  private static final String RULE =
      """
      {"address":"aws_security_group_rule.%1$s","mode":"managed","type":"aws_security_group_rule","name":"%1$s","values":
        {"security_group_id":"sg-0000000000000000%2$s","type":"%3$s","protocol":"tcp","from_port":%4$s,"to_port":%4$s,%5$s,"description":"%1$s"}}""";

  private static Network network() {
    String group =
        """
        {"address":"aws_security_group.%1$s","mode":"managed","type":"aws_security_group","name":"%1$s","values":
          {"id":"sg-0000000000000000%2$s","name":"shop-%1$s","vpc_id":"vpc-00000000000000001"}}""";
    String json =
        """
        {"format_version":"1.0","terraform_version":"1.13.3","values":{"root_module":{"resources":[
        {"address":"aws_vpc.main","mode":"managed","type":"aws_vpc","name":"main","values":
          {"id":"vpc-00000000000000001","cidr_block":"10.0.0.0/16"}},
        %s]}}}"""
            .formatted(
                String.join(
                    ",",
                    group.formatted("web", "1"),
                    group.formatted("database", "2"),
                    group.formatted("host", "3"),
                    group.formatted("listed", "4"),
                    RULE.formatted("one", "1", "ingress", "80", "\"cidr_blocks\":[\"0.0.0.0/0\"]"),
                    RULE.formatted(
                        "two",
                        "2",
                        "ingress",
                        "3306",
                        "\"source_security_group_id\":\"sg-00000000000000001\""),
                    RULE.formatted(
                        "three",
                        "2",
                        "ingress",
                        "22",
                        "\"source_security_group_id\":\"sg-00000000000000003\""),
                    RULE.formatted(
                        "four",
                        "4",
                        "egress",
                        "443",
                        "\"prefix_list_ids\":[\"pl-00000000000000001\"]")));
    return new TerraformReader()
        .read("test", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void exports_the_tiers_that_the_mirror_has_and_the_rules_between_them() {
    String json = new SecurityGroupsExport(network(), "shop").json(List.of("web", "database"));
    assertThat(json)
        .isEqualTo(
            """
            {
              "groups": [
                {
                  "name": "web",
                  "ingress": [
                    { "protocol": "tcp", "ports": "80", "from": { "cidr": "0.0.0.0/0" }, "description": "one" }
                  ],
                  "egress": []
                },
                {
                  "name": "database",
                  "ingress": [
                    { "protocol": "tcp", "ports": "3306", "from": { "group": "web" }, "description": "two" }
                  ],
                  "egress": []
                }
              ]
            }
            """);
    assertThat(SecurityGroups.parse(json, "test").groups()).hasSize(2);
  }

  @Test
  void refuses_a_tier_that_the_plan_does_not_have() {
    assertThatThrownBy(() -> new SecurityGroupsExport(network(), "shop").json(List.of("cache")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The plan has no security group cache, perhaps you should export one of [web, database, host, listed]");
  }

  @Test
  void refuses_a_peer_that_the_mirror_cannot_have() {
    assertThatThrownBy(() -> new SecurityGroupsExport(network(), "shop").json(List.of("listed")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not say the addresses of aws_security_group_rule.four");
  }
}
