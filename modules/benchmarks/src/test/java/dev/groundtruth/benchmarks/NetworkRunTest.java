package dev.groundtruth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.terraform.TerraformReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What is measured is run once and in small, without JMH. */
class NetworkRunTest {

  private final NetworkBenchmark benchmark = new NetworkBenchmark();

  @Test
  void proves_the_contract_of_the_stack() {
    assertThat(benchmark.contract(new NetworkBenchmark.WordPress()).missing()).isEmpty();
  }

  @Test
  void reads_a_plan_with_as_many_stacks_as_it_says() {
    byte[] plan = BlownUpPlan.ofWordPress().copies(3);
    Network one = read(BlownUpPlan.wordpress("plan.json"));
    Network three = read(plan);

    assertThat(three.interfaces()).hasSize(3 * one.interfaces().size());
    assertThat(three.securityGroups()).hasSize(3 * one.securityGroups().size());
    assertThat(three.remarks())
        .extracting(Remark::kind)
        .hasSize(3 * one.remarks().size())
        .containsOnly(Remark.Kind.IGNORED);
    assertThat(new String(plan, StandardCharsets.UTF_8))
        .contains("\"references\":[\"aws_vpc.this_0002.id\",\"aws_vpc.this_0002\"]");
  }

  @Test
  void makes_a_plan_at_least_as_long_as_asked_for_and_at_most_a_stack_longer() {
    int stack = BlownUpPlan.ofWordPress().copies(1).length;
    assertThat(BlownUpPlan.ofWordPress().json(300_000).length).isBetween(300_000, 300_000 + stack);
  }

  @Test
  void reads_what_jackson_reads() {
    NetworkBenchmark.Plan plan = new NetworkBenchmark.Plan();
    plan.bytes = 1;
    plan.make();
    assertThat(benchmark.tree(plan).path("resource_changes").size()).isEqualTo(48);
    assertThat(benchmark.read(plan).interfaces()).hasSize(4);
  }

  @Test
  void proves_the_isolation_of_an_interface_with_many_rules() {
    NetworkBenchmark.Quota quota = new NetworkBenchmark.Quota();
    quota.rules = 20;
    quota.make();
    assertThat(benchmark.quota(quota).isProved()).isTrue();
  }

  @Test
  void asks_about_all_pairs_of_classes() {
    NetworkBenchmark.Crowd crowd = new NetworkBenchmark.Crowd();
    crowd.interfaces = 5;
    crowd.make();
    assertThat(benchmark.pairs(crowd)).hasSize(5 * 4);
    assertThat(
            CrowdedNetwork.of(400, NetworkBenchmark.CLASSES).interfaces().stream()
                .map(NetworkInterface::groups)
                .distinct())
        .hasSize(200);
  }

  @Test
  void jmh_finds_all_that_is_measured() {
    assertThat(
            BenchmarkList.defaultList()
                .getAll(
                    OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                    List.of()))
        .extracting(each -> each.getUsername().replaceFirst(".*\\.", ""))
        .containsExactlyInAnyOrder("contract", "pairs", "quota", "read", "tree");
  }

  @Test
  void is_met_only_if_all_targets_are() {
    Comparison fast =
        new Comparison("network", Duration.ofMillis(150), Duration.ofMillis(100), 1.5);
    Comparison slow =
        new Comparison("network", Duration.ofMillis(151), Duration.ofMillis(100), 1.5);
    Figure held = new Figure("a proof", Duration.ofMillis(19), Duration.ofMillis(20));
    Figure missed = new Figure("a proof", Duration.ofMillis(20), Duration.ofMillis(20));

    assertThat(new NetworkRun.Outcome(List.of(held), fast, new TreeMap<>()).isMet()).isTrue();
    assertThat(new NetworkRun.Outcome(List.of(held), slow, new TreeMap<>()).isMet()).isFalse();
    assertThat(new NetworkRun.Outcome(List.of(held, missed), fast, new TreeMap<>()).isMet())
        .isFalse();
    assertThat(held.line()).endsWith("19 ms   under 20 ms   held");
    assertThat(missed.line()).endsWith("20 ms   under 20 ms   MISSED");
  }

  @Test
  void plots_each_figure_where_it_belongs() {
    String svg =
        GrowthPlot.svg(
            new TreeMap<>(Map.of(10, Duration.ofMillis(1), 1_000, Duration.ofMillis(100))));

    assertThat(svg)
        .contains("<circle cx=\"80\" cy=\"340\"", ">10: 1.00 ms<")
        .contains("<circle cx=\"400\" cy=\"40\"", ">1,000: 100 ms<")
        .contains("d=\"M80,340 L400,40\"");
  }

  private static Network read(byte[] json) {
    return new TerraformReader().read("plan.json", new ByteArrayInputStream(json));
  }
}
