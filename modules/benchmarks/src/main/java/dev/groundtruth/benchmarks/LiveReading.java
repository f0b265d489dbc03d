package dev.groundtruth.benchmarks;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandRunner;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long it takes to read a live network of 500 interfaces from an emulator, as one of one
 * moment, beside the AWS CLI asking the same once, one command after the other.
 */
final class LiveReading {

  static final String NAME = "live-network";

  /** It asks at least twice what the CLI asks once. */
  static final double TARGET = 1;

  static final Duration LIMIT = Duration.ofSeconds(5);

  private static final String REGION = "eu-west-3";

  /** What the CLI ends with if the service refuses: the emulator has not all operations. */
  private static final Integer[] ENDS = {0, 254, 255};

  private static final List<String> QUESTIONS =
      List.of(
          "ec2 describe-network-interfaces",
          "ec2 describe-instances",
          "ec2 describe-security-groups",
          "ec2 describe-vpcs",
          "ec2 describe-subnets",
          "ec2 describe-route-tables",
          "ec2 describe-network-acls",
          "ec2 describe-internet-gateways",
          "ec2 describe-egress-only-internet-gateways",
          "ec2 describe-nat-gateways",
          "ec2 describe-vpc-peering-connections",
          "ec2 describe-vpc-endpoints",
          "ec2 describe-transit-gateway-vpc-attachments",
          "ec2 describe-vpc-block-public-access-exclusions",
          "ec2 describe-vpc-block-public-access-options",
          "ec2 describe-managed-prefix-lists",
          "elbv2 describe-load-balancers",
          "rds describe-db-instances",
          "ecs list-clusters");

  private final URI endpoint;
  private final CommandRunner commands;
  private final PrintStream out;

  /**
   * The benchmark.
   *
   * @param endpoint of an emulator
   * @param commands runs {@code java} and {@code aws}
   * @param out is printed to
   */
  LiveReading(URI endpoint, CommandRunner commands, PrintStream out) {
    this.endpoint = endpoint;
    this.commands = commands;
    this.out = out;
  }

  /**
   * What came out.
   *
   * @param figure the slowest reading, with its limit
   * @param comparison the median reading beside the CLI
   */
  record Outcome(Figure figure, Comparison comparison) {

    boolean isMet() {
      return figure.isMet() && comparison.isMet();
    }
  }

  /**
   * What one process said of a reading.
   *
   * @param interfaces how many it read
   * @param time how long it took
   */
  record Said(int interfaces, Duration time) {

    /**
     * Reads a line of {@link LiveReadMain}.
     *
     * @throws IllegalStateException if the network was not of one moment
     */
    static Said parse(String line) {
      String[] columns = line.split("\t", -1);
      if (columns.length != 4 || !columns[3].equals("true")) {
        throw new IllegalStateException(
            "\"%s\" is no consistent reading, perhaps you should try again".formatted(line));
      }
      return new Said(Integer.parseInt(columns[1]), Duration.ofNanos(Long.parseLong(columns[2])));
    }
  }

  /** Makes the network and measures. */
  Outcome run(Arguments arguments) throws InterruptedException {
    CrowdedVpc crowd = CrowdedVpc.FIVE_HUNDRED;
    crowd.makeAt(endpoint, REGION);
    out.printf(
        "%d interfaces, %d subnets, %d security groups; %d pairs%n",
        crowd.interfaces(), crowd.subnets(), crowd.groups(), arguments.pairs());
    List<Duration> firsts = new ArrayList<>();
    List<Duration> plains = new ArrayList<>();
    // In turns, so that what else the machine does meets both alike.
    for (int pair = 1; pair <= arguments.pairs(); pair++) {
      List<Said> said = reading();
      if (said.get(0).interfaces() < crowd.interfaces()) {
        throw new IllegalStateException(
            "only %d of %d interfaces were read"
                .formatted(said.get(0).interfaces(), crowd.interfaces()));
      }
      Duration plain = asking();
      firsts.add(said.get(0).time());
      plains.add(plain);
      out.printf(
          "pair %d: reading %s (again %s), AWS CLI %s%n",
          pair,
          Figure.text(said.get(0).time()),
          Figure.text(said.get(1).time()),
          Figure.text(plain));
    }
    Comparison comparison = Comparison.ofMedians(NAME, firsts, plains, TARGET);
    out.printf(
        "median: reading %s, AWS CLI %s%n",
        Figure.text(comparison.measured()), Figure.text(comparison.reference()));
    return new Outcome(
        new Figure(
            "slowest reading of %d interfaces".formatted(crowd.interfaces()),
            firsts.stream().max(Duration::compareTo).orElseThrow(),
            LIMIT),
        comparison);
  }

  private List<Said> reading() throws InterruptedException {
    return commands
        .run(
            Command.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                // As the suite's JVM is started, see modules/verification/pom.xml.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LiveReadMain.class.getName(),
                endpoint.toString(),
                REGION))
        .stdout()
        .lines()
        .filter(line -> line.contains("\t"))
        .map(Said::parse)
        .toList();
  }

  private Duration asking() throws InterruptedException {
    long from = System.nanoTime();
    for (String question : QUESTIONS) {
      commands.run(
          Command.builder("aws", question.split(" ", -1))
              .arguments("--endpoint-url", endpoint.toString(), "--region", REGION)
              .arguments("--output", "json")
              .environment("AWS_PAGER", "")
              .environment("AWS_ACCESS_KEY_ID", "test")
              .environment("AWS_SECRET_ACCESS_KEY", "test")
              .successCodes(ENDS)
              .build());
    }
    return Duration.ofNanos(System.nanoTime() - from);
  }
}
