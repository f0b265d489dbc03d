package dev.groundtruth.verification.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.aws.operation.GroupRules;
import dev.groundtruth.verification.SuiteClasses;
import dev.groundtruth.verification.SuiteRun;
import java.util.Arrays;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs classes of the suite within a test, on the stack that it holds, as it is then. */
final class HeldSuite {

  static final String ANYWHERE = "0.0.0.0/0";
  static final int MYSQL = 3306;

  private HeldSuite() {}

  static SuiteRun run(Class<?>... suite) {
    return run(
        Arrays.stream(suite)
            .map(DiscoverySelectors::selectClass)
            .toArray(DiscoverySelector[]::new));
  }

  static SuiteRun run(DiscoverySelector... suite) {
    return SuiteRun.of(
        EngineTestKit.engine("junit-jupiter")
            .configurationParameter("groundtruth.target", HeldStack.TARGET)
            .selectors(suite)
            .execute());
  }

  /** Opens the database's group to the world, and expects plan, account and wire to disagree. */
  static void findsTheDatabaseOpenedToTheWorld(CloudWordPressStack stack) {
    GroupRules rules = new GroupRules(stack.terraform().aws());
    String group = stack.terraform().outputs().get("security_group_ids").at("database").text();
    rules.admitTcp(group, MYSQL, ANYWHERE);
    try {
      assertThat(run(AgreementVerification.class, SuiteClasses.network()).failures())
          .hasEntrySatisfying(
              "AgreementVerification#live_network_is_the_one_that_terraform_recorded",
              message -> assertThat(message).contains("tcp 3306"))
          .hasEntrySatisfying(
              "AgreementVerification#groups_admit_what_the_plan_says_on_every_pair",
              message -> assertThat(message).contains("PLAN_VS_DEPLOYED").contains("3306"))
          .hasEntrySatisfying(
              "NetworkVerification#wire_agrees_with_the_contract_in_every_cell",
              message -> assertThat(message).contains("stranger -> database tcp/3306"));
    } finally {
      rules.revokeTcp(group, MYSQL, ANYWHERE);
    }
  }
}
