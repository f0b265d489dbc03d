package dev.groundtruth.localmirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.securitygroups.SecurityGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NftablesRulesTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "protocol": "tcp", "ports": "80", "from": {"cidr": "10.0.0.0/8"} | ip saddr 10.0.0.0/8 tcp dport 80 ct state new accept
          "protocol": "udp", "ports": "1024-65535", "from": {"cidr": "10.0.0.1/32"} | ip saddr 10.0.0.1/32 udp dport 1024-65535 ct state new accept
          "protocol": "tcp", "from": {"cidr": "10.0.0.0/8"} | ip saddr 10.0.0.0/8 meta l4proto 6 ct state new accept
          "protocol": "tcp", "ports": "all", "from": {"cidr": "0.0.0.0/0"} | meta nfproto ipv4 meta l4proto 6 ct state new accept
          "protocol": "tcp", "ports": "443", "from": {"cidr": "::/0"} | meta nfproto ipv6 tcp dport 443 ct state new accept
          "protocol": "tcp", "ports": "443", "from": {"cidr": "2001:db8::/32"} | ip6 saddr 2001:db8::/32 tcp dport 443 ct state new accept
          "protocol": "all", "from": {"cidr": "10.0.0.0/8"} | ip saddr 10.0.0.0/8 ct state new accept
          "protocol": "47", "from": {"cidr": "10.0.0.0/8"} | ip saddr 10.0.0.0/8 meta l4proto 47 ct state new accept
          "protocol": "icmp", "from": {"cidr": "10.0.0.0/8"} | ip saddr 10.0.0.0/8 meta l4proto 1 ct state new accept
          "protocol": "icmp", "type": 8, "code": 0, "from": {"cidr": "10.0.0.0/8"} | ip saddr 10.0.0.0/8 icmp type 8 icmp code 0 ct state new accept
          "protocol": "icmpv6", "type": 128, "from": {"cidr": "::/0"} | meta nfproto ipv6 icmpv6 type 128 ct state new accept
          """)
  void renders_a_rule(String rule, String expected) {
    assertThat(ruleLines(rule)).containsExactly("add rule inet groundtruth ingress " + expected);
  }

  @Test
  void a_group_reference_means_the_members_addresses_of_both_ip_versions() {
    assertThat(ruleLines("\"protocol\": \"tcp\", \"ports\": \"80\", \"from\": {\"group\": \"g\"}"))
        .containsExactly(
            "add rule inet groundtruth ingress ip saddr @g-v4 tcp dport 80 ct state new accept",
            "add rule inet groundtruth ingress ip6 saddr @g-v6 tcp dport 80 ct state new accept");
  }

  @Test
  void an_icmp_rule_for_a_group_is_of_its_own_ip_version_only() {
    assertThat(ruleLines("\"protocol\": \"icmp\", \"from\": {\"group\": \"g\"}"))
        .containsExactly(
            "add rule inet groundtruth ingress ip saddr @g-v4 meta l4proto 1 ct state new accept");
    assertThat(ruleLines("\"protocol\": \"icmpv6\", \"from\": {\"group\": \"g\"}"))
        .containsExactly(
            "add rule inet groundtruth ingress ip6 saddr @g-v6 meta l4proto 58 ct state new accept");
  }

  @Test
  void an_egress_rule_matches_the_destination() {
    String json =
        """
        {"groups": [{"name": "g", "ingress": [], "egress":
          [{"protocol": "tcp", "ports": "443", "to": {"cidr": "10.0.0.0/8"}}]}]}
        """;
    assertThat(NftablesRules.render(SecurityGroups.parse(json, "test.json")).get("g.nft"))
        .contains(
            "add rule inet groundtruth egress ip daddr 10.0.0.0/8 tcp dport 443 ct state new accept");
  }

  @Test
  void a_description_becomes_a_comment_that_nftables_accepts() {
    assertThat(ruleLines(described("from (the) web; all")).get(0))
        .endsWith(" comment \"from (the) web; all\"");
    assertThat(ruleLines(described("x".repeat(200))).get(0))
        .endsWith(" comment \"" + "x".repeat(127) + "\"");
  }

  @Test
  void the_base_denies_both_directions_and_names_the_file_it_was_rendered_from() {
    SecurityGroups groups = SecurityGroups.parse(json(""), "test.json");
    String base = NftablesRules.render(groups).get("base.nft");
    assertThat(base.lines().findFirst())
        .hasValue("# security-groups.json sha256 " + groups.sha256());
    assertThat(base)
        .contains(
            "hook input priority filter; policy drop;",
            "hook output priority filter; policy drop;",
            "add set inet groundtruth g-v4 { type ipv4_addr; }",
            "add set inet groundtruth g-v6 { type ipv6_addr; }");
  }

  @Test
  void rules_of_groups_that_no_longer_are_do_not_stay(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("gone.nft"), "old");
    NftablesRules.write(SecurityGroups.parse(json(""), "test.json"), folder);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("base.nft", "g.nft");
    }
  }

  @Test
  void the_committed_rules_are_those_of_the_committed_security_groups() throws IOException {
    Path compose = Path.of("../../compose");
    Map<String, String> committed = new TreeMap<>();
    try (Stream<Path> files = Files.list(compose.resolve("rules"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".nft")).toList()) {
        committed.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(committed)
        .as("compose/rules is stale, perhaps you should run bin/security-groups")
        .isEqualTo(
            NftablesRules.render(SecurityGroups.read(compose.resolve("security-groups.json"))));
  }

  private static String described(String description) {
    return "\"protocol\": \"tcp\", \"ports\": \"80\", \"from\": {\"cidr\": \"10.0.0.0/8\"}, \"description\": \""
        + description
        + "\"";
  }

  private static String json(String rule) {
    return "{\"groups\": [{\"name\": \"g\", \"ingress\": [%s], \"egress\": []}]}"
        .formatted(rule.isEmpty() ? "" : "{" + rule + "}");
  }

  private static java.util.List<String> ruleLines(String rule) {
    return NftablesRules.render(SecurityGroups.parse(json(rule), "test.json"))
        .get("g.nft")
        .lines()
        .filter(line -> line.startsWith("add rule"))
        .toList();
  }
}
