package dev.groundtruth.network.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.StackBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractReaderTest {

  private static final String WORDPRESS =
      """
      {
        "tiers": {
          "load balancer": "aws_lb.this",
          "web": ["aws_instance.web[0]", "aws_instance.web[1]"],
          "database": "aws_instance.db"
        },
        "flows": [
          {"from": "internet", "to": "load balancer", "protocol": "tcp", "ports": "80,443"},
          {"from": "load balancer", "to": "web", "protocol": "tcp", "ports": "80"},
          {"from": "web", "to": "database", "protocol": "tcp", "ports": "3306"},
          {"from": ["web", "database"], "to": "outside", "protocol": "tcp", "ports": "443",
           "reason": "packages"},
          {"from": "web", "to": "database", "protocol": "icmp", "icmpType": 8, "required": false}
        ]
      }
      """;

  private static NetworkContract read(String json) {
    return ContractReader.read(json.getBytes(StandardCharsets.UTF_8), "contract.json");
  }

  @Test
  void reads_the_contract_of_the_stack(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("contract.json"), WORDPRESS);
    NetworkContract contract = ContractReader.read(file);
    assertThat(contract.tiers())
        .extracting(Tier::name)
        .containsExactly("load balancer", "web", "database");
    assertThat(contract.flows())
        .extracting(Flow::toString)
        .containsExactly(
            "internet -> load balancer: tcp 80, tcp 443",
            "load balancer -> web: tcp 80",
            "web -> database: tcp 3306",
            "web -> outside: tcp 443",
            "database -> outside: tcp 443",
            "web -> database: icmp type 8");
    assertThat(contract.flows().get(3).reason()).isEqualTo("packages");
    assertThat(contract.flows().get(5).isRequired()).isFalse();
    assertThat(contract.flows().get(2).location().orElseThrow().line()).isEqualTo(10);
    assertThat(contract.check(StackBuilder.wordpress().build()).outcome()).isEqualTo(Outcome.HOLDS);
  }

  @Test
  void names_every_problem_with_its_place() {
    String json =
        """
        {"tier": 1,
         "tiers": {"web": [], "internet": "x", "db": "aws_instance.db"},
         "flows": [
          {"from": "webb", "to": "db", "protocol": "tpc", "ports": "80"},
          {"from": "web", "protocol": "tcp"},
          {"from": "web", "to": "db", "protocol": "udp", "ports": "53", "icmpType": 8},
          {"from": "web", "to": "db", "protocol": "icmp", "icmpType": 999, "required": 1},
          7
         ]}
        """;
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(MalformedContractException.class)
        .hasMessageContaining(
            "contract.json:1:2: tier: is unknown, perhaps you should write one of")
        .hasMessageContaining("tiers.web: is an empty array, perhaps you should write a string")
        .hasMessageContaining("\"internet\" means the same in every contract")
        .hasMessageContaining("flows[0].from: there is no tier \"webb\", perhaps you should name")
        .hasMessageContaining("flows[0].protocol: \"tpc\" is not a protocol")
        .hasMessageContaining("flows[1]: has no \"to\"")
        .hasMessageContaining("flows[1]: has no ports")
        .hasMessageContaining("flows[2].icmpType: udp has no such thing")
        .hasMessageContaining("flows[3].icmpType: is the number 999")
        .hasMessageContaining("flows[3].required: is the number 1")
        .hasMessageContaining("flows[4]: is the number 7");
  }

  @Test
  void refuses_what_is_no_object_and_what_lacks_both_parts() {
    assertThatThrownBy(() -> read("[]")).hasMessageContaining("is an array, perhaps you should");
    assertThatThrownBy(() -> read("{}"))
        .hasMessageContaining("has no tiers")
        .hasMessageContaining("has no flows");
    assertThatThrownBy(() -> read("{")).hasMessageContaining("is not JSON");
  }
}
