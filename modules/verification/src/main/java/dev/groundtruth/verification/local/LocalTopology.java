package dev.groundtruth.verification.local;

import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.localmirror.ComposeMirror;
import dev.groundtruth.localmirror.ContainerVantage;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import dev.groundtruth.probing.Canary;
import dev.groundtruth.probing.Control;
import dev.groundtruth.probing.Endpoint;
import dev.groundtruth.probing.RunnerVantage;
import dev.groundtruth.probing.Vantage;
import dev.groundtruth.verification.Destination;
import dev.groundtruth.verification.Enforcement;
import dev.groundtruth.verification.Place;
import dev.groundtruth.verification.Service;
import dev.groundtruth.verification.Topology;
import dev.groundtruth.verification.WordPressContract.Tier;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The places of the local mirror: its four interfaces, and three places outside it.
 *
 * <ul>
 *   <li>{@code runner}: this JVM, on the host of the containers;
 *   <li>{@code stranger}: a container on the mirror's own network that no security group knows;
 *       nothing but the rules keeps its packets out;
 *   <li>{@code foreign}: a container on another network.
 * </ul>
 *
 * <p>The stranger also plays the outside as a destination: it answers on 443, where the stack's
 * tiers may go.
 */
final class LocalTopology implements AutoCloseable {

  private static final String VPC = "vpc";
  private static final String STRANGER = "stranger";
  private static final String FOREIGN = "foreign";
  private static final String FOREIGN_PEER = "foreign-peer";
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int MYSQL = 3306;

  private final Topology topology;
  private final CapabilityMeasurement enforcement;
  private final List<Canary> canaries;

  private LocalTopology(
      Topology topology, CapabilityMeasurement enforcement, List<Canary> canaries) {
    this.topology = topology;
    this.enforcement = enforcement;
    this.canaries = canaries;
  }

  static LocalTopology of(ComposeMirror mirror, SecurityGroups groups) {
    Map<String, ContainerVantage> outsiders =
        Map.of(STRANGER, VPC, FOREIGN, FOREIGN, FOREIGN_PEER, FOREIGN).entrySet().parallelStream()
            .map(entry -> mirror.outsider(entry.getKey(), entry.getValue()))
            .collect(Collectors.toMap(ContainerVantage::name, Function.identity()));
    ContainerVantage stranger = Objects.requireNonNull(outsiders.get(STRANGER));
    ContainerVantage foreign = Objects.requireNonNull(outsiders.get(FOREIGN));
    ContainerVantage foreignPeer = Objects.requireNonNull(outsiders.get(FOREIGN_PEER));
    List<Canary> canaries =
        List.of(
            stranger.canaryHost().open(PortSet.of(HTTPS), PortSet.NONE),
            foreignPeer.canaryHost().open(PortSet.of(HTTPS), PortSet.NONE));

    Service loadBalancer = service(mirror, Tier.LOAD_BALANCER, "load-balancer", HTTP);
    Service webA = service(mirror, Tier.WEB, "web-a", HTTP);
    Service webB = service(mirror, Tier.WEB, "web-b", HTTP);
    Service database = service(mirror, Tier.DATABASE, "database", MYSQL);
    String strangerAddress = stranger.address();

    Vantage runner = new RunnerVantage("runner");
    Control toOutside = new Control(database.vantage(), Endpoint.tcp(strangerAddress, HTTPS));
    Control toDatabase = webA.reaching(database);

    List<Place> places =
        List.of(
            Place.outside(
                runner,
                mirror.gateway("load-balancer"),
                new Control(runner, loadBalancer.endpoint()),
                true),
            Place.outside(
                stranger, strangerAddress, new Control(stranger, loadBalancer.endpoint()), true),
            Place.outside(
                foreign,
                foreign.address(),
                new Control(foreign, Endpoint.tcp(foreignPeer.address(), HTTPS)),
                false),
            loadBalancer.place(loadBalancer.reaching(webA)),
            webA.place(toDatabase),
            webB.place(webB.reaching(database)),
            database.place(toOutside));
    List<Destination> destinations =
        List.of(
            loadBalancer.destination(new Control(stranger, loadBalancer.endpoint())),
            webA.destination(loadBalancer.reaching(webA)),
            webB.destination(loadBalancer.reaching(webB)),
            database.destination(toDatabase),
            Destination.outside(stranger, HTTPS, toOutside));
    return new LocalTopology(
        new Topology(groups, places, destinations),
        Enforcement.measure(stranger, database.vantage(), database.canaries(), database.address()),
        canaries);
  }

  private static Service service(ComposeMirror mirror, Tier tier, String name, int port) {
    return Service.of(tier, mirror.vantage(name), mirror.addresses(name), port);
  }

  Topology topology() {
    return topology;
  }

  CapabilityMeasurement enforcement() {
    return enforcement;
  }

  @Override
  public void close() {
    canaries.forEach(Canary::close);
  }
}
