package dev.groundtruth.benchmarks;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.Arrival;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.analysis.Verdict;
import dev.groundtruth.network.contract.ContractReader;
import dev.groundtruth.network.contract.ContractReport;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.contract.Outcome;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.terraform.TerraformReader;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code bin/bench network} measures. Public for JMH, which runs it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NetworkBenchmark {

  static final int PLAN_BYTES = 10_000_000;
  static final int RULES = 1_000;
  static final int CLASSES = 200;

  /** The WordPress stack as its plan describes it, and its contract. */
  @State(Scope.Benchmark)
  public static class WordPress {

    private final Network network =
        new TerraformReader()
            .read("plan.json", new ByteArrayInputStream(BlownUpPlan.wordpress("plan.json")));

    private final NetworkContract contract =
        ContractReader.read(BlownUpPlan.wordpress("contract.json"), "contract.json");
  }

  /** A plan as it is read from a file. */
  @State(Scope.Benchmark)
  public static class Plan {

    /** How long it is at least. */
    @Param("" + PLAN_BYTES)
    int bytes;

    private final JsonMapper mapper = JsonMapper.builder().build();
    private byte[] json = {};

    /** Makes the plan. */
    @Setup
    public void make() {
      json = BlownUpPlan.ofWordPress().json(bytes);
    }
  }

  /** An interface with many rules. */
  @State(Scope.Benchmark)
  public static class Quota {

    /** How many rules. */
    @Param("" + RULES)
    int rules;

    private Network network = CrowdedNetwork.ofRules(0);

    /** Makes the network. */
    @Setup
    public void make() {
      network = CrowdedNetwork.ofRules(rules);
    }
  }

  /** Many interfaces of few classes. */
  @State(Scope.Benchmark)
  public static class Crowd {

    /** How many interfaces. */
    @Param({"10", "100", "1000", "5000"})
    int interfaces;

    private Network network = CrowdedNetwork.ofRules(0);

    /** Makes the network. */
    @Setup
    public void make() {
      network = CrowdedNetwork.of(interfaces, Math.min(interfaces, CLASSES));
    }
  }

  /**
   * Proves the contract, from the plan as it was read.
   *
   * @param stack the stack
   * @return the proof
   */
  @Benchmark
  public ContractReport contract(WordPress stack) {
    ContractReport report = stack.contract.check(stack.network);
    if (report.outcome() != Outcome.HOLDS) {
      throw new IllegalStateException(report.toString());
    }
    return report;
  }

  /**
   * Reads a plan.
   *
   * @param plan the plan
   * @return the network
   */
  @Benchmark
  public Network read(Plan plan) {
    return new TerraformReader().read("plan.json", new ByteArrayInputStream(plan.json));
  }

  /**
   * Reads the same bytes into Jackson's tree.
   *
   * @param plan the plan
   * @return the tree
   */
  @Benchmark
  public JsonNode tree(Plan plan) {
    return plan.mapper.readTree(new ByteArrayInputStream(plan.json));
  }

  /**
   * Proves that nobody at all, neither outside nor inside, reaches an interface over SSH.
   *
   * @param quota the interface with its rules
   * @return the proof
   */
  @Benchmark
  public Verdict quota(Quota quota) {
    Verdict verdict =
        Reachability.of(quota.network)
            .isolated(
                Endpoint.of(AddressSet.ALL),
                Endpoint.of("quota", quota.network.interfaces().subList(0, 1)),
                TrafficMatch.of(Protocol.TCP, PortRange.of(22)));
    if (!verdict.isProved()) {
      throw new IllegalStateException(verdict.toString());
    }
    return verdict;
  }

  /**
   * Finds out what each interface can send to each.
   *
   * @param crowd the interfaces
   * @return what arrives, for all pairs of classes
   */
  @Benchmark
  public List<Arrival> pairs(Crowd crowd) {
    Endpoint all = Endpoint.of("all", crowd.network.interfaces());
    return Reachability.of(crowd.network).arrivals(all, all);
  }
}
