package dev.groundtruth.verification.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.aws.account.Cost;
import dev.groundtruth.aws.account.Preview;
import dev.groundtruth.verification.plan.PlannedStacks.Plans;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the committed variable files cost an hour, as a run in an account shows it beforehand. */
@Tag("plan")
@ExtendWith(PlannedStacks.class)
@Timeout(600)
class StackCostIT {

  private final Plans plans;

  StackCostIT(Plans plans) {
    this.plans = plans;
  }

  private Preview preview(VariableFile file) {
    return Preview.of(
        new Preview.Where("123456789012", "eu-west-3", "r", "me", Instant.EPOCH),
        plans.of(file).json().toString());
  }

  @ParameterizedTest
  @EnumSource(VariableFile.class)
  void has_a_price_for_all_but_the_volumes_that_are_as_large_as_the_image(VariableFile file) {
    Preview preview = preview(file);

    assertThat(preview.cost().notPriced())
        .allMatch(each -> each.startsWith("a volume that is as large as the image says of "));
    assertThat(preview.made()).containsKeys("aws_vpc", "aws_lb", "aws_ecs_service");
    assertThat(preview.changed()).isZero();
  }

  @Test
  void costs_cents_as_the_seed_and_more_in_production() {
    Cost seed = preview(VariableFile.SEED).cost();
    Cost production = preview(VariableFile.PRODUCTION).cost();

    assertThat(seed.hourly()).isBetween(new BigDecimal("0.12"), new BigDecimal("0.25"));
    assertThat(production.hourly()).isGreaterThan(seed.hourly());
    assertThat(production.hourlyAtMost()).isBetween(new BigDecimal("1"), new BigDecimal("2"));
  }

  @Test
  void counts_what_is_in_every_zone() {
    assertThat(preview(VariableFile.PRODUCTION).cost().items())
        .extracting(item -> item.number() + " " + item.of())
        .contains(
            "2 NAT gateway", "4 public IPv4 address", "4 EC2 m5.large", "13 secret", "1 web ACL");
    assertThat(preview(VariableFile.PRODUCTION_ON_RDS).cost().items())
        .extracting(item -> item.number() + " " + item.of())
        .contains("26 interface endpoint", "2 RDS MySQL db.m5.large", "200 RDS GiB gp2");
  }
}
