package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.StackBuilder;
import dev.groundtruth.network.model.Network;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointExpressionTest {

  private final Network network =
      StackBuilder.wordpress()
          .group("empty")
          .member("module.app[\"a\"].aws_instance.this", "web", false, "10.0.1.20", "web")
          .build();

  private List<String> interfaces(String expression) {
    Endpoint endpoint = EndpointExpression.resolve(network, expression);
    assertThat(endpoint.name()).isEqualTo(expression);
    return ((Endpoint.Interfaces) endpoint)
        .interfaces().stream().map(each -> each.owner().get(0)).toList();
  }

  @Test
  void knows_the_internet_and_the_outside() {
    assertThat(EndpointExpression.resolve(network, "internet")).isEqualTo(Endpoint.internet());
    assertThat(EndpointExpression.resolve(network, "outside"))
        .isEqualTo(new Endpoint.Addresses("outside", AddressSet.ALL));
  }

  @ParameterizedTest
  @CsvSource({"10.0.1.7,10.0.1.7/32", "10.0.0.0/8,10.0.0.0/8", "2001:db8::/32,2001:db8::/32"})
  void reads_addresses_and_blocks(String expression, String block) {
    assertThat(EndpointExpression.resolve(network, expression))
        .isEqualTo(new Endpoint.Addresses(expression, AddressSet.of(Cidr.parse(block))));
  }

  @ParameterizedTest
  @CsvSource({
    "aws_lb.this, aws_lb.this",
    "aws_lb.this.eni, aws_lb.this",
    "aws_instance.web[1], aws_instance.web[1]",
    "aws_instance.web, aws_instance.web[0]+aws_instance.web[1]",
    "aws_instance.web[*], aws_instance.web[0]+aws_instance.web[1]",
    "db, aws_instance.db",
    "database, aws_instance.db",
    "subnet:database, aws_instance.db",
    "tag:Name=aws_instance.db, aws_instance.db",
    "module.app, 'module.app[\"a\"].aws_instance.this'",
    "module.app[*].aws_instance.this, 'module.app[\"a\"].aws_instance.this'",
    "lb, aws_lb.this",
  })
  void finds_interfaces(String expression, String owners) {
    assertThat(interfaces(expression)).containsExactlyInAnyOrder(owners.split("\\+"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aws_instance.dbs | nothing is called aws_instance.dbs, perhaps you should write aws_instance.db",
        "tag:Name=aws_lb.thiz | no interface has the tag Name=aws_lb.thiz, perhaps you should write tag:Name=aws_lb.this",
        "tag:Name | names no tag, perhaps you should write tag:Key=Value",
        "subnet:databse | there is no subnet databse, perhaps you should write subnet:database",
        "empty | no interface is in it, perhaps you should attach it to one",
        "zzzzzzzzzz | perhaps you should write internet, an address or CIDR block",
        "10.0.0.1/8 | has bits set after its prefix",
        "10.0.1 | is not an IP address",
      })
  void names_what_is_written_alike(String expression, String message) {
    assertThatThrownBy(() -> EndpointExpression.resolve(network, expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
