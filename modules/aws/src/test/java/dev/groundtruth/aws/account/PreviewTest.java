package dev.groundtruth.aws.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PreviewTest {

  private static final Preview.Where WHERE =
      new Preview.Where(
          "123456789012", "eu-west-3", "run-7", "me", Instant.parse("2027-01-31T04:00:00Z"));

  private static final String GROUP =
      """
      {"address": "aws_autoscaling_group.host", "mode": "managed", "type": "aws_autoscaling_group",
       "name": "host", "provider_name": "registry.terraform.io/hashicorp/aws",
       "change": {"actions": ["create"], "before": null,
         "after": {"min_size": 1, "max_size": 3, "launch_template": [{}]},
         "after_unknown": {"desired_capacity": true, "launch_template": [{"id": true}]}}}""";

  private static String made(String type, String after) {
    return change(type, "[\"create\"]", "null", after);
  }

  private static String change(String type, String actions, String before, String after) {
    return """
    {"address": "%1$s.a", "mode": "managed", "type": "%1$s", "name": "a",
     "provider_name": "registry.terraform.io/hashicorp/aws",
     "change": {"actions": %2$s, "before": %3$s, "after": %4$s, "after_unknown": {}}}"""
        .formatted(type, actions, before, after);
  }

  private static Preview preview(String... changes) {
    return Preview.of(
        WHERE,
        """
        {"format_version": "1.2", "terraform_version": "1.13.3", "planned_values": {}, "resource_changes": [%s],
         "configuration": {"root_module": {"resources": [
           {"address": "aws_autoscaling_group.host", "mode": "managed",
            "type": "aws_autoscaling_group", "name": "host", "provider_config_key": "aws",
            "schema_version": 0,
            "expressions": {"launch_template": [{"id": {"references":
              ["aws_launch_template.a.id", "aws_launch_template.a"]}}]}}]}}}
        """
            .formatted(Arrays.stream(changes).collect(Collectors.joining(","))));
  }

  @Test
  void tells_where_what_and_at_what_cost() {
    Preview preview =
        preview(
            made("aws_vpc", "{}"),
            made("aws_nat_gateway", "{}"),
            made("aws_eip", "{}"),
            made("aws_ebs_volume", "{\"size\": 100, \"type\": \"gp3\"}"),
            made("aws_opensearch_domain", "{}"));

    assertThat(preview)
        .hasToString(
            """
            account 123456789012, region eu-west-3
            run run-7 of me, expires 2027-01-31T04:00:00Z
            5 resources will be made
                 1 aws_ebs_volume
                 1 aws_eip
                 1 aws_nat_gateway
                 1 aws_opensearch_domain
                 1 aws_vpc
            about 0.068 USD an hour (rounded list prices of eu-west-3 as of 2025-06)
              0.013  100 EBS GiB gp3
              0.050  1 NAT gateway
              0.005  1 public IPv4 address
            and by use
              aws_nat_gateway: data through the gateway, by GiB
            not priced
              aws_opensearch_domain""");
  }

  @Test
  void takes_what_has_no_price_for_not_priced_and_never_for_nothing() {
    Cost cost =
        preview(
                made("aws_instance", "{\"instance_type\": \"x1e.32xlarge\"}"),
                made(
                    "aws_db_instance",
                    "{\"engine\": \"postgres\", \"instance_class\": \"db.t3.small\"}"),
                made("aws_ecs_service", "{\"launch_type\": \"FARGATE\"}"))
            .cost();

    assertThat(cost.items()).isEmpty();
    assertThat(cost.notPriced())
        .containsExactlyInAnyOrder(
            "1 EC2 x1e.32xlarge",
            "a database that is no MySQL of aws_db_instance.a",
            "its tasks on Fargate of aws_ecs_service.a");
  }

  @Test
  void counts_a_group_by_the_type_of_its_launch_template() {
    Cost cost =
        preview(
                GROUP,
                made(
                    "aws_launch_template",
                    """
                    {"instance_type": "t3.small", "monitoring": [{"enabled": true}],
                     "block_device_mappings": [{"ebs": [{"volume_size": 30, "volume_type": "gp3"}]}]}
                    """))
            .cost();

    assertThat(cost.items())
        .extracting(item -> item.of() + " " + item.number() + "-" + item.atMost())
        .containsExactly("EBS GiB gp3 30-90", "EC2 t3.small 1-3", "detailed monitoring 1-3");
    assertThat(cost.hourlyAtMost()).isGreaterThan(cost.hourly());
    assertThat(cost.notPriced()).isEmpty();
  }

  @Test
  void says_that_a_group_is_of_a_launch_template_it_does_not_know() {
    assertThat(preview(GROUP).cost().notPriced())
        .containsExactly(
            "its instances, whose launch template the plan does not make of"
                + " aws_autoscaling_group.host");
  }

  @Test
  void counts_a_standby_twice() {
    String database =
        """
        {"engine": "mysql", "instance_class": "db.t3.small", "multi_az": %s,
         "allocated_storage": 20, "storage_type": "gp2"}""";

    BigDecimal alone = preview(made("aws_db_instance", database.formatted(false))).cost().hourly();
    BigDecimal withStandby =
        preview(made("aws_db_instance", database.formatted(true))).cost().hourly();

    assertThat(withStandby).isEqualByComparingTo(alone.multiply(BigDecimal.valueOf(2)));
  }

  @Test
  void counts_endpoints_and_addresses_by_zone() {
    Cost cost =
        preview(
                made("aws_subnet", "{\"availability_zone\": \"eu-west-3a\"}"),
                made("aws_subnet", "{\"availability_zone\": \"eu-west-3b\"}"),
                made("aws_lb", "{\"internal\": false}"),
                made("aws_vpc_endpoint", "{\"vpc_endpoint_type\": \"Interface\"}"),
                made("aws_vpc_endpoint", "{\"vpc_endpoint_type\": \"Gateway\"}"))
            .cost();

    assertThat(cost.items())
        .extracting(item -> item.number() + " " + item.of())
        .containsExactly(
            "1 application load balancer", "2 interface endpoint", "2 public IPv4 address");
  }

  @Test
  void counts_the_secrets_that_cloudformation_makes() {
    Cost cost =
        preview(
                made(
                    "aws_cloudformation_stack",
                    """
                    {"template_body": "{\\"Resources\\": {\\"A\\": {\\"Type\\": \\"AWS::SecretsManager::Secret\\"}, \\"B\\": {\\"Type\\": \\"AWS::RDS::DBInstance\\"}}}"}
                    """))
            .cost();

    assertThat(cost.items())
        .extracting(item -> item.number() + " " + item.of())
        .containsExactly("1 secret");
    assertThat(cost.notPriced())
        .containsExactly("AWS::RDS::DBInstance of aws_cloudformation_stack.a");
  }

  @Test
  void tells_what_is_there_already_apart() {
    Preview preview =
        preview(
            change("aws_eip", "[\"delete\"]", "{}", "null"),
            change("aws_vpc", "[\"no-op\"]", "{}", "{}"),
            change("aws_nat_gateway", "[\"delete\", \"create\"]", "{}", "{}"));

    assertThat(preview.made()).containsOnlyKeys("aws_nat_gateway");
    assertThat(preview.changed()).isEqualTo(2);
    assertThat(preview.toString())
        .contains("1 resources will be made, 2 that exist are changed or deleted");
  }

  @Test
  void says_that_prices_are_of_another_region() {
    Preview preview =
        Preview.of(
            new Preview.Where("123456789012", "us-east-1", "r", "me", Instant.EPOCH),
            "{\"format_version\": \"1.2\", \"terraform_version\": \"1.13.3\", \"planned_values\": {}}");

    assertThat(preview.toString()).contains("of eu-west-3 as of 2025-06, not of us-east-1)");
  }

  @Test
  void knows_the_page_of_every_price() {
    assertThat(PriceList.read().prices())
        .isNotEmpty()
        .allSatisfy(
            price -> {
              assertThat(price.source()).startsWith("https://aws.amazon.com/");
              assertThat(price.per()).isIn("hour", "month");
              assertThat(price.usd()).isPositive();
            })
        .extracting(PriceList.Price::of)
        .doesNotHaveDuplicates();
  }
}
