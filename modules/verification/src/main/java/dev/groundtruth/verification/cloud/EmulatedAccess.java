package dev.groundtruth.verification.cloud;

import dev.groundtruth.aws.emulator.Emulator;
import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.junit.terraform.TerraformEnvironment;
import dev.groundtruth.localmirror.ContainerVantage;
import dev.groundtruth.localmirror.Tunnel;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.probing.Canary;
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
import java.util.ArrayList;
import java.util.List;

/**
 * The places of an emulated stack, found as AWS says they are: the interfaces of load balancer,
 * tasks and database, and two places that no security group knows.
 *
 * <ul>
 *   <li>{@code runner}: this JVM, on the host of the emulator's network;
 *   <li>{@code stranger}: a container in that network, which also answers on 443 as the outside.
 * </ul>
 */
final class EmulatedAccess implements StackAccess {

  private static final String STRANGER = "stranger";
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int MYSQL = 3306;

  private final Topology topology;
  private final CapabilityMeasurement enforcement;
  private final List<Service> services;
  private final List<Canary> canaries;
  private final List<Tunnel> tunnels = new ArrayList<>();
  private final List<Replica> replicas = new ArrayList<>();
  private final Tunnel toDatabase;

  private EmulatedAccess(
      Topology topology,
      CapabilityMeasurement enforcement,
      List<Service> services,
      List<Canary> canaries) {
    this.topology = topology;
    this.enforcement = enforcement;
    this.services = services;
    this.canaries = canaries;
    Service loadBalancer = first(services, Tier.LOAD_BALANCER);
    for (Service task : of(services, Tier.WEB)) {
      Tunnel tunnel = Tunnel.open(container(loadBalancer), task.address(), task.port());
      tunnels.add(tunnel);
      replicas.add(new Replica(task.name(), URI.create("http://127.0.0.1:" + tunnel.port())));
    }
    Service database = first(services, Tier.DATABASE);
    toDatabase =
        Tunnel.open(container(first(services, Tier.WEB)), database.address(), database.port());
  }

  static EmulatedAccess of(TerraformEnvironment terraform, Emulator emulator) {
    if (emulator.run().isEmpty()) {
      throw new IllegalStateException(
          "The suite sends packets in the emulated VPC, perhaps you should let it start the emulator itself");
    }
    Network live = terraform.live().network();
    List<Service> services = new ArrayList<>();
    for (Tier tier : List.of(Tier.LOAD_BALANCER, Tier.WEB, Tier.DATABASE)) {
      services.addAll(services(terraform, emulator, live, tier));
    }
    Service loadBalancer = first(services, Tier.LOAD_BALANCER);
    Service database = first(services, Tier.DATABASE);
    List<Service> web = of(services, Tier.WEB);
    ContainerVantage stranger = emulator.outsider(STRANGER);
    List<Canary> canaries = List.of(stranger.canaryHost().open(PortSet.of(HTTPS), PortSet.NONE));
    RunnerVantage runner = new RunnerVantage("runner");
    Control toOutside = new Control(database.vantage(), Endpoint.tcp(stranger.address(), HTTPS));

    List<Place> places = new ArrayList<>();
    places.add(
        Place.outside(
            runner, emulator.gateway(), new Control(runner, loadBalancer.endpoint()), true));
    places.add(
        Place.outside(
            stranger, stranger.address(), new Control(stranger, loadBalancer.endpoint()), true));
    places.add(loadBalancer.place(loadBalancer.reaching(web.get(0))));
    web.forEach(task -> places.add(task.place(task.reaching(database))));
    places.add(database.place(toOutside));

    List<Destination> destinations = new ArrayList<>();
    destinations.add(loadBalancer.destination(new Control(stranger, loadBalancer.endpoint())));
    web.forEach(task -> destinations.add(task.destination(loadBalancer.reaching(task))));
    destinations.add(database.destination(web.get(0).reaching(database)));
    destinations.add(Destination.outside(stranger, HTTPS, toOutside));
    return new EmulatedAccess(
        new Topology(StackInterfaces.rules(terraform), places, destinations),
        Enforcement.measure(stranger, database.vantage(), database.canaries(), database.address()),
        services,
        canaries);
  }

  private static List<Service> services(
      TerraformEnvironment terraform, Emulator emulator, Network live, Tier tier) {
    return StackInterfaces.of(terraform, live, tier).stream()
        .map(
            found ->
                Service.of(
                    tier,
                    emulator.vantage(found.name(), found.id()),
                    List.of(found.address()),
                    tier == Tier.DATABASE ? MYSQL : HTTP))
        .toList();
  }

  private static List<Service> of(List<Service> services, Tier tier) {
    List<Service> found = services.stream().filter(service -> service.tier() == tier).toList();
    if (found.isEmpty()) {
      throw new IllegalStateException(
          "AWS has no interface in the security group of the tier %s, perhaps you should look at what runs there"
              .formatted(tier.group()));
    }
    return found;
  }

  /** All that is made here is in one. */
  private static ContainerVantage container(Service service) {
    return (ContainerVantage) service.vantage();
  }

  private static Service first(List<Service> services, Tier tier) {
    return of(services, tier).get(0);
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
    return replicas.size() > 1
        ? CapabilityMeasurement.present(
            replicas.size() + " tasks are reached through the load balancer's interface")
        : CapabilityMeasurement.missing("the stack has one task");
  }

  @Override
  public URI site() {
    return URI.create("http://" + first(services, Tier.LOAD_BALANCER).address());
  }

  @Override
  public List<Replica> replicas() {
    return replicas;
  }

  @Override
  public InetSocketAddress database() {
    return toDatabase.address();
  }

  @Override
  public void restore() {
    // The way to the database begins at a task.
  }

  @Override
  public void close() {
    tunnels.forEach(Tunnel::close);
    toDatabase.close();
    canaries.forEach(Canary::close);
  }

  @Override
  public String toString() {
    return "the ways into the stack";
  }
}
