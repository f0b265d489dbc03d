package dev.groundtruth.network.securitygroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.Direction;
import dev.groundtruth.network.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityGroupsReaderTest {

  private static final String VALID =
      """
      {
        "groups": [
          {
            "name": "web",
            "description": "The web servers",
            "ingress": [
              { "protocol": "tcp", "ports": "80", "from": { "group": "balancer" },
                "description": "HTTP" },
              { "protocol": "icmp", "type": 8, "code": 0, "from": { "cidr": "10.0.0.0/8" } },
              { "protocol": 50, "from": { "cidr": "2001:db8::/32" } }
            ],
            "egress": [
              { "protocol": "all", "to": { "cidr": "0.0.0.0/0" } },
              { "protocol": "17", "ports": "1024-65535", "to": { "group": "web" } }
            ]
          },
          { "name": "balancer" }
        ]
      }
      """;

  @TempDir Path folder;

  @Test
  void reads_every_form_of_rule_and_remembers_where_it_is() {
    SecurityGroups groups = SecurityGroups.parse(VALID, "groups.json");

    assertThat(groups.groups()).extracting(SecurityGroup::name).containsExactly("web", "balancer");
    SecurityGroup web = groups.group("web").orElseThrow();
    assertThat(web.description()).isEqualTo("The web servers");
    assertThat(web.location()).hasToString("groups.json:3:5");
    assertThat(web.ingress())
        .extracting(SecurityGroupRule::toString)
        .containsExactly(
            "web ingress tcp 80 from group balancer (groups.json:7:9)",
            "web ingress icmp type 8 code 0 from 10.0.0.0/8 (groups.json:9:9)",
            "web ingress 50 from 2001:db8::/32 (groups.json:10:9)");
    assertThat(web.egress())
        .extracting(SecurityGroupRule::toString)
        .containsExactly(
            "web egress all to 0.0.0.0/0 (groups.json:13:9)",
            "web egress udp 1024-65535 to group web (groups.json:14:9)");
    assertThat(web.ingress().get(0).description()).isEqualTo("HTTP");
    assertThat(web.ingress().get(1).icmpType()).isEqualTo(OptionalInt.of(8));
    assertThat(web.egress().get(1).protocol()).isEqualTo(Protocol.UDP);
    assertThat(groups.group("balancer").orElseThrow().rules(Direction.INGRESS)).isEmpty();
    assertThat(groups.group("nobody")).isEmpty();
  }

  @Test
  void reads_a_file_and_its_digest() throws IOException {
    Path file = Files.writeString(folder.resolve("groups.json"), VALID);

    SecurityGroups groups = SecurityGroups.read(file);

    assertThat(groups.source()).isEqualTo(file.toString());
    assertThat(groups.sha256())
        .matches("[0-9a-f]{64}")
        .isEqualTo(SecurityGroups.parse(VALID, "other").sha256())
        .isNotEqualTo(SecurityGroups.parse(VALID + " ", "other").sha256());
    // As sha256sum says.
    assertThat(SecurityGroups.parse("{\"groups\": [{\"name\": \"g\"}]}", "other").sha256())
        .isEqualTo("433d3c3f8d7880f6494b577198d66997ff33075787fa10738d83c2be342b8059");
    Path bom = folder.resolve("bom.json");
    Files.write(bom, ("\uFEFF" + VALID).getBytes(StandardCharsets.UTF_8));
    assertThat(SecurityGroups.read(bom).groups()).isNotEmpty();
  }

  @Test
  void collects_all_problems_in_the_order_of_the_file() {
    String json =
        """
        {
          "version": 1,
          "groups": [
            { "name": "web", "ingress": [
              { "protocol": "tcp", "ports": "80-", "from": { "cidr": "10.0.0.1/8" } },
              { "protocol": "icmp", "type": 256, "from": { "group": "wbe" } } ] },
            { "name": "web", "colour": "red" }
          ]
        }
        """;

    assertThatExceptionOfType(MalformedSecurityGroupsException.class)
        .isThrownBy(() -> SecurityGroups.parse(json, "compose/g.json"))
        .withMessage(
            """
            7 problems in compose/g.json:
              compose/g.json:2:3: version: is not a known key, perhaps you should write one of groups
              compose/g.json:5:37: groups[0].ingress[0].ports: "80-" is not a port range, perhaps you should write "80" or "80-90"
              compose/g.json:5:62: groups[0].ingress[0].from.cidr: "10.0.0.1/8" has bits set after its prefix, perhaps you should write "10.0.0.0/8"
              compose/g.json:6:37: groups[0].ingress[1].type: is the number 256, perhaps you should write a number from 0 to 255
              compose/g.json:6:61: groups[0].ingress[1].from.group: there is no group "wbe", perhaps you should write one of web
              compose/g.json:7:15: groups[1].name: "web" is already the name of the group at line 4, perhaps you should rename one
              compose/g.json:7:22: groups[1].colour: is not a known key, perhaps you should write one of description, egress, ingress, name""")
        .satisfies(e -> assertThat(e.problems()).hasSize(7));
  }

  @Test
  void refuses_the_key_of_the_other_direction() {
    assertRule("ingress", "'protocol': 'tcp', 'to': {'cidr': '10.0.0.0/8'}")
        .containsExactly("r.to: ingress rules have no \"to\", perhaps you should write \"from\"");
    assertRule("egress", "'protocol': 'tcp', 'from': {'cidr': '10.0.0.0/8'}")
        .containsExactly("r.from: egress rules have no \"from\", perhaps you should write \"to\"");
    assertRule("ingress", "'protocol': 'tcp', 'from': {'group': 'g'}, 'to': {'group': 'g'}")
        .containsExactly("r.to: ingress rules have no \"to\", perhaps you should write \"from\"");
  }

  @Test
  void refuses_no_peer_and_two_peers() {
    assertRule("ingress", "'protocol': 'tcp'")
        .containsExactly("r: has no peer, perhaps you should add \"from\": {...}");
    assertRule("ingress", "'protocol': 'tcp', 'from': {}")
        .containsExactly(
            "r.from: names nobody, perhaps you should write {\"cidr\": ...} or {\"group\": ...}");
    assertRule("egress", "'protocol': 'tcp', 'to': {'cidr': '10.0.0.0/8', 'group': 'g'}")
        .containsExactly(
            "r.to: names both a block and a group, perhaps you should write two rules, one for each");
    assertRule("egress", "'protocol': 'tcp', 'to': {'prefix-list': 'pl-1'}")
        .containsExactly(
            "r.to: names nobody, perhaps you should write {\"cidr\": ...} or {\"group\": ...}",
            "r.to.prefix-list: is not a known key, perhaps you should write one of cidr, group");
    assertRule("egress", "'protocol': 'tcp', 'to': '10.0.0.0/8'")
        .containsExactly(
            "r.to: is a string, perhaps you should write {\"cidr\": \"10.0.0.0/8\"} or {\"group\":"
                + " \"name\"}");
  }

  @Test
  void refuses_ports_and_types_of_protocols_that_have_none() {
    assertRule("ingress", "'protocol': 'all', 'ports': '80', 'from': {'group': 'g'}")
        .containsExactly(
            "r.ports: protocol all has no ports, perhaps you should remove \"ports\" or write"
                + " \"tcp\" or \"udp\"");
    assertRule("ingress", "'protocol': 'icmp', 'ports': 'all', 'from': {'group': 'g'}")
        .containsExactly(
            "r.ports: protocol icmp has no ports, perhaps you should remove \"ports\" or write"
                + " \"tcp\" or \"udp\"");
    assertRule("ingress", "'protocol': 'tcp', 'type': 8, 'from': {'group': 'g'}")
        .containsExactly(
            "r.type: protocol tcp has no ICMP type, perhaps you should remove it or write"
                + " \"icmp\" or \"icmpv6\"");
    assertRule("ingress", "'protocol': 'icmp', 'code': 0, 'from': {'group': 'g'}")
        .containsExactly("r.code: there is a code but no type, perhaps you should add \"type\"");
    assertRule("ingress", "'protocol': 'icmp', 'type': -1, 'from': {'group': 'g'}")
        .containsExactly(
            "r.type: is the number -1, perhaps you should write a number from 0 to 255");
    assertRule("ingress", "'protocol': 'icmp', 'type': 'echo', 'from': {'group': 'g'}")
        .containsExactly("r.type: is \"echo\", perhaps you should write a number from 0 to 255");
    assertRule("ingress", "'protocol': 'icmpv6', 'from': {'cidr': '0.0.0.0/0'}")
        .containsExactly(
            "r.protocol: icmpv6 and 0.0.0.0/0 never meet, perhaps you should write \"icmp\"");
  }

  @Test
  void refuses_unknown_protocols_and_wrong_kinds() {
    assertRule("ingress", "'protocol': 'TCP', 'from': {'group': 'g'}")
        .containsExactly("r.protocol: \"TCP\" is not a protocol, perhaps you should write \"tcp\"");
    assertRule("ingress", "'protocol': 256, 'from': {'group': 'g'}")
        .containsExactly(
            "r.protocol: \"256\" is not a protocol, perhaps you should write tcp, udp, icmp,"
                + " icmpv6, all or a number from 0 to 255");
    assertRule("ingress", "'protocol': null, 'from': {'group': 'g'}")
        .containsExactly("r.protocol: is null, perhaps you should write a string");
    assertRule("ingress", "'from': {'group': 'g'}")
        .containsExactly("r: has no protocol, perhaps you should add \"protocol\": \"tcp\"");
    assertRule(
            "ingress", "'protocol': 'tcp', 'from': {'group': 'g'}, 'description': 'say \\\"hi\\\"'")
        .hasSize(1)
        .first()
        .asString()
        .startsWith("r.description: has more than 255 characters or some that AWS does not allow");
  }

  @Test
  void refuses_a_repeated_rule_but_not_one_with_other_ports() {
    String rule = "{'protocol': 'tcp', 'ports': '%s', 'from': {'group': 'g'}}";
    assertThat(
            problems(
                "{'groups': [{'name': 'g', 'ingress': [%s, %s, %s]}]}"
                    .formatted(
                        rule.formatted("80"), rule.formatted("81"), rule.formatted("80-80"))))
        .containsExactly(
            "groups[0].ingress[2]: repeats the rule at line 1, perhaps you should remove it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Web", "1web", "web_a", "web-", "", "b\u00fcro", "a b", "web\\\\n"})
  void refuses_names_that_are_no_dns_label(String name) {
    assertThat(problems("{'groups': [{'name': '" + name + "'}]}"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("groups[0].name: \"")
        .endsWith(
            "\" is not a group name, perhaps you should use lower-case letters, digits and hyphens"
                + " only, at most 63, beginning with a letter");
  }

  @Test
  void refuses_groups_without_a_usable_name() {
    assertThat(problems("{'groups': [{}, {'name': 7}, {'name': 'sg-1'}, 5]}"))
        .containsExactly(
            "groups[0]: has no name, perhaps you should add \"name\"",
            "groups[1].name: is the number 7, perhaps you should write a string",
            "groups[2].name: \"sg-1\" begins with \"sg-\", which AWS keeps for identifiers, perhaps"
                + " you should leave that out",
            "groups[3]: is the number 5, perhaps you should write {\"name\": ..., \"ingress\":"
                + " [...], \"egress\": [...]}");
  }

  @Test
  void refuses_a_file_of_another_shape() {
    assertThat(problems("[]"))
        .containsExactly("is an array, perhaps you should write {\"groups\": [...]}");
    assertThat(problems("{}"))
        .containsExactly("has no \"groups\", perhaps you should write {\"groups\": [...]}");
    assertThat(problems("{'groups': []}"))
        .containsExactly("groups: is empty, perhaps you should add a group");
    assertThat(problems("{'groups': {}}"))
        .containsExactly("groups: is an object, perhaps you should write an array");
    assertThat(problems("{'groups': [{'name': 'g', 'egress': 'none'}]}"))
        .containsExactly("groups[0].egress: is a string, perhaps you should write an array");
    assertThat(problems("{'groups': [{'name': 'g', 'egress': ['x']}]}"))
        .containsExactly(
            "groups[0].egress[0]: is a string, perhaps you should write {\"protocol\": \"tcp\","
                + " \"ports\": \"80\", \"to\": {...}}");
  }

  @Test
  void refuses_a_repeated_key_beside_the_other_problems() {
    assertThatThrownBy(
            () ->
                SecurityGroups.parse(
                    """
                    {"groups": [
                      {"name": "g",
                       "egress": [],
                       "egress": [{"protocol": "tcp", "to": {"cidr": "0.0.0.0/0"}}],
                       "x": 1}]}
                    """,
                    "g.json"))
        .hasMessage(
            """
            2 problems in g.json:
              g.json:4:4: groups[0].egress: is already written at line 3, perhaps you should keep one of them
              g.json:5:4: groups[0].x: is not a known key, perhaps you should write one of description, egress, ingress, name""");
  }

  @Test
  void says_where_the_json_ends_to_be_json() {
    assertThatThrownBy(() -> SecurityGroups.parse("{\"groups\": [\n  {\"name\": }]}", "g.json"))
        .isInstanceOf(MalformedSecurityGroupsException.class)
        .hasMessageStartingWith("g.json:2:12: groups[0]: is not JSON (Unexpected character")
        .hasMessageEndingWith("perhaps you should mend it here");
    assertThatThrownBy(() -> SecurityGroups.parse("{\"groups\": [", "g.json"))
        .hasMessageStartingWith("g.json:1:13: groups[0]: is not JSON (Unexpected end-of-input");
    assertThatThrownBy(() -> SecurityGroups.parse("{\"groups\": [{\"name\": \"g\"}]} {}", "g.json"))
        .hasMessage(
            "g.json:1:29: something follows the end of the JSON, perhaps you should remove it");
    assertThatThrownBy(() -> SecurityGroups.parse("[".repeat(5000), "g.json"))
        .isInstanceOf(MalformedSecurityGroupsException.class)
        .hasMessageContaining("is not JSON (");
    assertThatThrownBy(() -> SecurityGroups.parse("{\"groups\": [] // none\n}", "g.json"))
        .isInstanceOf(MalformedSecurityGroupsException.class);
  }

  @Test
  void refuses_empty_missing_and_unreadable_files() throws IOException {
    assertThatThrownBy(() -> SecurityGroups.parse(" \n", "g.json"))
        .hasMessage("g.json: is empty, perhaps you should write {\"groups\": [...]}");
    Path missing = folder.resolve("missing.json");
    assertThatThrownBy(() -> SecurityGroups.read(missing))
        .isInstanceOf(MalformedSecurityGroupsException.class)
        .hasMessage(missing + ": there is no such file, perhaps you should check the path");
    assertThatThrownBy(() -> SecurityGroups.read(folder))
        .isInstanceOf(MalformedSecurityGroupsException.class)
        .hasMessageStartingWith(folder + ": cannot be read (")
        .hasMessageEndingWith("perhaps you should give a readable file");
    Path latin = folder.resolve("latin.json");
    Files.write(latin, "{\"groups\": \"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> SecurityGroups.read(latin))
        .hasMessage(latin + ": is not UTF-8, perhaps you should save it in that encoding");
  }

  private static org.assertj.core.api.ListAssert<String> assertRule(String direction, String rule) {
    return assertThat(
        problems("{'groups': [{'name': 'g', '%s': [{%s}]}]}".formatted(direction, rule)).stream()
            .map(problem -> problem.replace("groups[0]." + direction + "[0]", "r"))
            .toList());
  }

  /** Paths and messages of the problems of a file in which ' stands for ". */
  private static List<String> problems(String json) {
    try {
      SecurityGroups.parse(json.replace('\'', '"'), "g.json");
      return List.of();
    } catch (MalformedSecurityGroupsException e) {
      return e.problems().stream()
          .map(p -> p.path().isEmpty() ? p.message() : p.path() + ": " + p.message())
          .toList();
    }
  }
}
