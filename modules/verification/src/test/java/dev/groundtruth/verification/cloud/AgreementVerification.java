package dev.groundtruth.verification.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.groundtruth.aws.network.CrossCheck;
import dev.groundtruth.aws.network.Drift;
import dev.groundtruth.aws.network.ReachabilityAnalyzer;
import dev.groundtruth.aws.operation.GroupRules;
import dev.groundtruth.junit.Evidence;
import dev.groundtruth.junit.RequiresEnvironment;
import dev.groundtruth.junit.VerifiesInfrastructure;
import dev.groundtruth.junit.terraform.TerraformEnvironment;
import dev.groundtruth.localmirror.SecurityGroupsExport;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.assertions.NetworkAssertions;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.contract.Tier;
import dev.groundtruth.network.diff.NetworkDiff;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import dev.groundtruth.verification.Topology;
import io.qameta.allure.Epic;
import io.qameta.allure.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the plan says and what AWS says agree; that the wire agrees with both is what {@code
 * NetworkVerification} shows with packets.
 */
@VerifiesInfrastructure
@RequiresEnvironment(CloudWordPressStack.class)
@Tag("cloud")
@Order(2)
@Epic("WordPress on MySQL")
@Feature("Plan and AWS")
@DisplayName("Plan and AWS")
class AgreementVerification {

  /** The groups by the tiers of the contract. */
  private static final Map<String, String> GROUPS =
      Map.of(
          "load-balancer", "load-balancer",
          "web", "web",
          "hosts", "container-instance",
          "database", "database");

  private static final int SSH = 22;
  private static final String ANYBODY = "0.0.0.0/0";

  /** The property that has Reachability Analyzer asked. */
  private static final String ANALYZER = "groundtruth.reachability-analyzer";

  private static final int HTTP = 80;
  private static final int MYSQL = 3306;

  private final CloudWordPressStack stack;
  private final TerraformEnvironment terraform;
  private final Evidence evidence;

  AgreementVerification(CloudWordPressStack stack, Evidence evidence) {
    this.stack = stack;
    this.terraform = stack.terraform();
    this.evidence = evidence;
  }

  @Test
  void second_plan_is_empty() {
    terraform.verifyUnchanged();
  }

  @Test
  void live_network_is_the_one_that_terraform_recorded() {
    NetworkDiff drift = Drift.between(terraform.recorded(), terraform.live().network());
    evidence.attach("drift", "text/plain", drift.toString());

    assertThat(drift.changes()).as("what the live network admits otherwise").isEmpty();
    assertThat(drift.notUnderstood()).as("what more may differ").isEmpty();
  }

  @Test
  void plan_keeps_the_contract() {
    NetworkAssertions.assertThat(terraform.planned()).satisfies(stack.contract());
  }

  @Test
  void live_network_keeps_the_contract() {
    NetworkAssertions.assertThat(terraform.live().network()).satisfies(liveContract());
  }

  /** Exact port sets of every pair of places, by the rules as planned and as they are. */
  @Test
  void groups_admit_what_the_plan_says_on_every_pair() {
    SecurityGroups planned = stack.topology().securityGroups();
    String name = stack.name();
    SecurityGroups live =
        SecurityGroups.parse(
            new SecurityGroupsExport(terraform.live().network(), name)
                .json(List.of("load-balancer", "web", "database")),
            "AWS");
    List<String> disagreements = new ArrayList<>();
    for (Topology.Pair pair : stack.topology().pairs()) {
      for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
        PortSet first =
            planned.admitted(
                pair.from().networkInterface(), pair.to().networkInterface(), protocol);
        PortSet second =
            live.admitted(pair.from().networkInterface(), pair.to().networkInterface(), protocol);
        if (!first.equals(second)) {
          disagreements.add(
              "PLAN_VS_DEPLOYED %s %s: planned %s, deployed %s"
                  .formatted(pair, protocol, first, second));
        }
      }
    }

    assertThat(disagreements).as("pairs on which plan and AWS disagree").isEmpty();
  }

  @Test
  void database_has_no_public_address() {
    List<String> addressed =
        members(terraform.live().network(), "database").stream()
            .filter(
                found ->
                    !(found.publicAddress() instanceof Maybe.Known<Boolean> known
                        && !known.value()))
            .map(found -> found.identity().toString())
            .toList();

    assertThat(addressed).as("interfaces of the database with a public address").isEmpty();
  }

  @Test
  void database_is_in_no_subnet_that_leads_to_the_internet() {
    Network live = terraform.live().network();
    Set<String> leading =
        live.routeTables().stream()
            .filter(
                table ->
                    table.routes().stream()
                        .anyMatch(route -> route.target() instanceof RouteTarget.InternetGateway))
            .map(table -> table.identity().key())
            .collect(Collectors.toSet());
    Set<String> databases =
        members(live, "database").stream()
            .flatMap(found -> found.subnets().stream())
            .collect(Collectors.toSet());
    List<String> open =
        live.subnets().stream()
            .filter(subnet -> databases.contains(subnet.identity().key()))
            .filter(subnet -> subnet.routeTable().filter(leading::contains).isPresent())
            .map(subnet -> subnet.identity().key())
            .toList();

    assertThat(leading).as("route tables that lead to the internet").isNotEmpty();
    assertThat(open).as("subnets of the database with a route to an internet gateway").isEmpty();
  }

  @Test
  void nothing_of_the_internet_reaches_the_database() {
    NetworkAssertions.assertThat(terraform.live().network())
        .isIsolated("internet", group("database"));
  }

  @Test
  void group_that_was_changed_by_hand_is_found_with_what_it_admits() {
    GroupRules rules = new GroupRules(terraform.aws());
    NetworkDiff drift;
    evidence.observed("tcp/22 of the database's group is opened to everybody, past Terraform");
    rules.admitTcp(group("database"), SSH, ANYBODY);
    try {
      drift = Drift.between(terraform.recorded(), terraform.live().network());
    } finally {
      rules.revokeTcp(group("database"), SSH, ANYBODY);
    }
    evidence.attach("drift", "text/plain", drift.toString());

    assertThat(drift.newlyReachable())
        .as("what the change admits")
        .isNotEmpty()
        .allSatisfy(change -> assertThat(change.toString()).contains("tcp 22"))
        .anySatisfy(change -> assertThat(change.toString()).contains(group("database")));
    assertThat(drift.noLongerReachable()).as("what the change takes away").isEmpty();
  }

  /**
   * What AWS's own Reachability Analyzer says of the way to the database, and of the one back,
   * which is none. AWS charges for each analysis, so it is asked only where somebody wants it.
   */
  @Test
  void reachability_analyzer_agrees_about_web_and_database() {
    assumeThat(terraform.emulator())
        .as("NOT_OBSERVABLE: an emulator has no Reachability Analyzer")
        .isEmpty();
    assumeThat(Boolean.getBoolean(ANALYZER))
        .as("AWS charges for each analysis, -D%s=true has two made", ANALYZER)
        .isTrue();
    Network live = terraform.live().network();
    String web = members(live, "web").get(0).identity().key();
    String database = members(live, "database").get(0).identity().key();
    ReachabilityAnalyzer analyzer = new ReachabilityAnalyzer(terraform.aws());
    List<CrossCheck> checks =
        List.of(analyzer.tcp(web, database, MYSQL, true), analyzer.tcp(database, web, HTTP, false));
    checks.forEach(check -> evidence.observed(check.toString()));

    assertThat(checks).as("what AWS says, and what we say").allMatch(CrossCheck::agrees);
  }

  private String group(String tier) {
    return terraform.outputs().get("security_group_ids").at(tier).text();
  }

  private List<NetworkInterface> members(Network network, String tier) {
    return network.interfaces().stream()
        .filter(found -> found.groups().contains(group(tier)))
        .toList();
  }

  /** The same flows between the same tiers, which are told by their groups there. */
  private NetworkContract liveContract() {
    NetworkContract planned = stack.contract();
    return new NetworkContract(
        planned.tiers().stream()
            .map(
                tier ->
                    new Tier(
                        tier.name(),
                        List.of(group(GROUPS.getOrDefault(tier.name(), tier.name()))),
                        Optional.empty()))
            .toList(),
        planned.flows());
  }
}
