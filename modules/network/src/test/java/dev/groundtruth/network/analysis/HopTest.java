package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class HopTest {

  private static Optional<String> key(Hop.Kind kind, String rule) {
    return new Hop(kind, "subject", rule, Optional.empty()).ruleKey();
  }

  @Test
  void names_the_rule_of_a_group() {
    assertThat(
            key(
                Hop.Kind.SECURITY_GROUP_INGRESS,
                "aws_security_group.web[\"a: b\"].ingress[0]: ingress tcp 80 from 0.0.0.0/0"))
        .contains("aws_security_group.web[\"a: b\"].ingress[0]");
    assertThat(key(Hop.Kind.SECURITY_GROUP_EGRESS, "sg-1.out: egress all to ::/0"))
        .contains("sg-1.out");
  }

  @Test
  void names_the_entry_of_an_acl_and_the_route() {
    assertThat(key(Hop.Kind.NETWORK_ACL_EGRESS, "replies: entry 100 (acl.egress100)"))
        .contains("acl.egress100");
    assertThat(key(Hop.Kind.ROUTE, "0.0.0.0/0 -> igw (aws_route.out[\"v4\"])"))
        .contains("aws_route.out[\"v4\"]");
  }

  @Test
  void names_nothing_where_no_rule_is_asked() {
    assertThat(key(Hop.Kind.ROUTE, "local")).isEmpty();
    assertThat(key(Hop.Kind.ROUTE, "replies: local")).isEmpty();
    assertThat(key(Hop.Kind.GATEWAY, "")).isEmpty();
    assertThat(key(Hop.Kind.SOURCE, "")).isEmpty();
  }
}
