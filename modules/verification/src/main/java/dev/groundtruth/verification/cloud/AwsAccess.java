package dev.groundtruth.verification.cloud;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.operation.Tasks;
import dev.groundtruth.aws.steady.SteadyState;
import dev.groundtruth.aws.vantage.SsmPortForwarding;
import dev.groundtruth.aws.vantage.SsmVantage;
import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.junit.terraform.TerraformEnvironment;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.securitygroups.NetworkInterface;
import dev.groundtruth.probing.Control;
import dev.groundtruth.probing.Endpoint;
import dev.groundtruth.probing.RunnerVantage;
import dev.groundtruth.verification.Destination;
import dev.groundtruth.verification.Enforcement;
import dev.groundtruth.verification.Place;
import dev.groundtruth.verification.Replica;
import dev.groundtruth.verification.Service;
import dev.groundtruth.verification.Topology;
import dev.groundtruth.verification.WordPressContract.Tier;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A stack on AWS: packets leave from tasks and from the database by Systems Manager, the database
 * is reached by a port that its instance forwards. Nobody can send from a load balancer's
 * interface, so it is no place, and replicas are reached through it only.
 *
 * <p>This has never been run: docs/aws.md.
 */
final class AwsAccess implements StackAccess {

  private static final int HTTP = 80;
  private static final int MYSQL = 3306;

  /** For a new instance's agent to be known. */
  private static final Duration AGENT = Duration.ofMinutes(5);

  private final Topology topology;
  private final CapabilityMeasurement enforcement;
  private final URI site;
  private final Supplier<SsmPortForwarding> way;
  private SsmPortForwarding toDatabase;

  private AwsAccess(
      Topology topology,
      CapabilityMeasurement enforcement,
      URI site,
      Supplier<SsmPortForwarding> way) {
    this.topology = topology;
    this.enforcement = enforcement;
    this.site = site;
    this.way = way;
    this.toDatabase = way.get();
  }

  private static Service service(Tier tier, SsmVantage vantage, String address, int port) {
    return new Service(
        tier, vantage, vantage.canaryHost(), Optional.empty(), List.of(address), port);
  }

  static AwsAccess of(TerraformEnvironment terraform) {
    if (CloudDatabase.isManaged(terraform)) {
      throw new IllegalStateException(
          "No way of the suite leads to a database of RDS in an account, perhaps you should set database_tier to ec2");
    }
    AwsClients aws = terraform.aws();
    Network live = terraform.live().network();
    String cluster = terraform.outputs().text("ecs_cluster_name");
    String instance = InstanceDatabase.instance(terraform);
    Tasks tasks = new Tasks(aws);
    SteadyState steady = new SteadyState(aws);
    steady.agent(instance, AGENT);
    List<Service> web = new ArrayList<>();
    for (StackInterfaces.Found found : StackInterfaces.of(terraform, live, Tier.WEB)) {
      String task =
          found.owner().stream()
              .filter(owner -> owner.contains(":task/"))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalStateException(found.id() + " is of no task that AWS shows"));
      String host = tasks.hostOf(cluster, task);
      steady.agent(host, AGENT);
      web.add(
          service(Tier.WEB, SsmVantage.task(aws, found.name(), host, task), found.address(), HTTP));
    }
    StackInterfaces.Found server =
        StackInterfaces.of(terraform, live, Tier.DATABASE).stream()
            .filter(found -> found.owner().contains(instance))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("AWS shows no interface of " + instance));
    Service database =
        service(
            Tier.DATABASE,
            SsmVantage.instance(aws, server.name(), instance),
            server.address(),
            MYSQL);
    if (web.isEmpty()) {
      throw new IllegalStateException(
          "AWS shows no task of the service, perhaps you should look at its events");
    }
    Service first = web.get(0);
    return new AwsAccess(
        new Topology(
            StackInterfaces.rules(terraform),
            places(terraform, web, database),
            destinations(web, database)),
        Enforcement.measure(
            first.vantage(), database.vantage(), database.canaries(), database.address()),
        URI.create(terraform.outputs().text("site_url")),
        () -> {
          steady.agent(instance, AGENT);
          return SsmPortForwarding.open(aws, instance, server.address(), MYSQL);
        });
  }

  private static List<Place> places(
      TerraformEnvironment terraform, List<Service> web, Service database) {
    List<Place> places = new ArrayList<>();
    RunnerVantage runner = new RunnerVantage("runner");
    // No route leads from the internet to private addresses, whatever the groups say.
    places.add(
        new Place(
            Tier.OUTSIDE,
            NetworkInterface.of(runner.name(), Set.of(), "198.51.100.7"),
            runner,
            new Control(
                runner, Endpoint.tcp(terraform.outputs().text("load_balancer_dns_name"), HTTP)),
            false,
            Optional.empty()));
    web.forEach(task -> places.add(task.place(task.reaching(database))));
    places.add(
        database.place(
            new Control(
                database.vantage(),
                Endpoint.tcp(
                    "secretsmanager.%s.amazonaws.com".formatted(terraform.region()), 443))));
    return places;
  }

  private static List<Destination> destinations(List<Service> web, Service database) {
    List<Destination> destinations = new ArrayList<>();
    // HTTP to a task is answered to itself in its own namespace.
    web.forEach(task -> destinations.add(task.destination(task.reaching(task))));
    destinations.add(database.destination(web.get(0).reaching(database)));
    return destinations;
  }

  @Override
  public Topology topology() {
    return topology;
  }

  @Override
  public CapabilityMeasurement enforcement() {
    return enforcement;
  }

  @Override
  public CapabilityMeasurement replicasAddressable() {
    return CapabilityMeasurement.missing(
        "nobody can send from the interface of a load balancer of AWS");
  }

  @Override
  public URI site() {
    return site;
  }

  @Override
  public List<Replica> replicas() {
    return List.of(new Replica("load-balancer", site));
  }

  @Override
  public synchronized InetSocketAddress database() {
    return toDatabase.address();
  }

  @Override
  public synchronized void restore() {
    toDatabase.close();
    toDatabase = way.get();
  }

  @Override
  public synchronized void close() {
    toDatabase.close();
  }

  @Override
  public String toString() {
    return "the ways into the stack";
  }
}
