package dev.groundtruth.verification.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.network.assertions.NetworkAssertions;
import dev.groundtruth.network.contract.ContractReader;
import dev.groundtruth.provisioning.terraform.Terraform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Copies of the configuration with the mistakes of {@link StackBreak}: each is found by its rule,
 * at its resource.
 */
@Tag("plan")
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(600)
class BrokenStackIT {

  /** Who is on a host may talk to the database. */
  private static final String HOLE =
      """
      resource "aws_security_group_rule" "hole_out" {
        security_group_id        = aws_security_group.host.id
        type                     = "egress"
        protocol                 = "tcp"
        from_port                = 3306
        to_port                  = 3306
        source_security_group_id = aws_security_group.database.id
      }

      resource "aws_security_group_rule" "hole_in" {
        security_group_id        = aws_security_group.database.id
        type                     = "ingress"
        protocol                 = "tcp"
        from_port                = 3306
        to_port                  = 3306
        source_security_group_id = aws_security_group.host.id
      }

      """;

  private final Path temporary;
  private final Map<BrokenPlan, PlannedStack> broken = new EnumMap<>(BrokenPlan.class);

  BrokenStackIT() throws Exception {
    Tool.TERRAFORM_1_13.path();
    temporary = Files.createTempDirectory("groundtruth-broken-plan-");
    for (BrokenPlan plan : BrokenPlan.values()) {
      StackFolder folder = StackFolder.copyTo(temporary.resolve(plan.name()), Tool.TERRAFORM_1_13);
      for (StackBreak each : StackBreak.values()) {
        if (each.plan() == plan) {
          folder.replace(each.file(), each.text(), each.by());
        }
      }
      if (plan == BrokenPlan.FIRST) {
        folder.replace(
            "modules/security/groups.tf",
            "# --- to the outside ---",
            HOLE + "# --- to the outside ---");
      }
      try (Terraform terraform = folder.open()) {
        broken.put(plan, folder.plan(terraform, plan.variables()));
      }
    }
  }

  private PlannedStack broken(BrokenPlan plan) {
    return Objects.requireNonNull(broken.get(plan));
  }

  @AfterAll
  void remove() throws Exception {
    PlannedStacks.remove(temporary);
  }

  @ParameterizedTest
  @EnumSource
  void is_found(StackBreak each) {
    assertThat(each.rule().findings(broken(each.plan())))
        .anyMatch(finding -> finding.contains(each.finding()));
  }

  @Test
  void is_a_mistake_for_every_rule() {
    Set<StackRule> broken =
        Stream.of(StackBreak.values())
            .map(StackBreak::rule)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(StackRule.class)));
    assertThat(broken).containsExactly(StackRule.values());
  }

  @Test
  void is_against_the_contract() {
    assertThatThrownBy(
            () ->
                NetworkAssertions.assertThat(broken(BrokenPlan.FIRST).network())
                    .satisfies(
                        ContractReader.read(
                            StackFolder.ORIGINAL.resolve("contract-production.json"))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("hosts")
        .hasMessageContaining("database")
        .hasMessageContaining("tcp 3306")
        .hasMessageContaining("hole_in");
  }
}
