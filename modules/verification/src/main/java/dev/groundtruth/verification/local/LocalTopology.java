package dev.groundtruth.verification.local;

import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.localmirror.ComposeMirror;
import dev.groundtruth.localmirror.ContainerVantage;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.securitygroups.NetworkInterface;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import dev.groundtruth.probing.Canary;
import dev.groundtruth.probing.Control;
import dev.groundtruth.probing.Endpoint;
import dev.groundtruth.probing.Observation;
import dev.groundtruth.probing.Probe;
import dev.groundtruth.probing.RunnerVantage;
import dev.groundtruth.probing.Target;
import dev.groundtruth.probing.Transport;
import dev.groundtruth.probing.Vantage;
import dev.groundtruth.verification.Destination;
import dev.groundtruth.verification.Place;
import dev.groundtruth.verification.Topology;
import dev.groundtruth.verification.WordPressContract.Tier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

  /** Where the canary listens that nobody but its own host may hear. */
  private static final int DENIED_TO_ALL = 3307;

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

    Service loadBalancer = Service.of(mirror, Tier.LOAD_BALANCER, "load-balancer", HTTP);
    Service webA = Service.of(mirror, Tier.WEB, "web-a", HTTP);
    Service webB = Service.of(mirror, Tier.WEB, "web-b", HTTP);
    Service database = Service.of(mirror, Tier.DATABASE, "database", MYSQL);
    String strangerAddress = stranger.address();

    Vantage runner = new RunnerVantage("runner");
    Control toOutside = new Control(database.vantage(), Endpoint.tcp(strangerAddress, HTTPS));
    Control toDatabase = webA.reaching(database);

    List<Place> places =
        List.of(
            outside(
                runner,
                mirror.gateway("load-balancer"),
                new Control(runner, loadBalancer.endpoint()),
                true),
            outside(
                stranger, strangerAddress, new Control(stranger, loadBalancer.endpoint()), true),
            outside(
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
            new Destination(
                Tier.OUTSIDE,
                NetworkInterface.of(STRANGER, Set.of(), strangerAddress),
                new Target(
                    STRANGER,
                    strangerAddress,
                    Optional.of(stranger.canaryHost()),
                    PortSet.of(HTTPS),
                    PortSet.NONE),
                toOutside));
    return new LocalTopology(
        new Topology(groups, places, destinations),
        measureEnforcement(stranger, database),
        canaries);
  }

  private static Place outside(Vantage vantage, String address, Control control, boolean routed) {
    return new Place(
        Tier.OUTSIDE,
        NetworkInterface.of(vantage.name(), Set.of(), address),
        vantage,
        control,
        routed,
        vantage instanceof ContainerVantage container
            ? Optional.of(container.portSweep())
            : Optional.empty());
  }

  /** A service of the mirror: what is asked of Docker about it is asked once. */
  private record Service(
      Tier tier, String group, ContainerVantage vantage, List<String> addresses, int port) {

    static Service of(ComposeMirror mirror, Tier tier, String name, int port) {
      return new Service(
          tier,
          tier.name().toLowerCase(Locale.ROOT).replace('_', '-'),
          mirror.vantage(name),
          mirror.addresses(name),
          port);
    }

    String address() {
      return addresses.get(0);
    }

    Endpoint endpoint() {
      return Endpoint.tcp(address(), port);
    }

    Control reaching(Service other) {
      return new Control(vantage, other.endpoint());
    }

    Place place(Control control) {
      return new Place(
          tier, networkInterface(), vantage, control, true, Optional.of(vantage.portSweep()));
    }

    Destination destination(Control control) {
      return new Destination(
          tier,
          networkInterface(),
          new Target(
              vantage.name(),
              address(),
              Optional.of(vantage.canaryHost()),
              PortSet.of(port),
              PortSet.NONE),
          control);
    }

    private NetworkInterface networkInterface() {
      return NetworkInterface.of(vantage.name(), Set.of(group), addresses.toArray(String[]::new));
    }
  }

  /**
   * Opens a listener where no rule admits anybody, hears it from its own host, and tries to hear it
   * from a stranger.
   */
  private static CapabilityMeasurement measureEnforcement(Vantage stranger, Service database) {
    try (Canary canary =
        database.vantage().canaryHost().open(PortSet.of(DENIED_TO_ALL), PortSet.NONE)) {
      if (!canary.listening(Transport.TCP).contains(DENIED_TO_ALL)) {
        return CapabilityMeasurement.missing(
            "no canary could be opened on database tcp/" + DENIED_TO_ALL);
      }
      Observation inside = heard(database.vantage(), "127.0.0.1");
      Observation outside = heard(stranger, database.address());
      String seen =
          "a listener on database tcp/%d, which no rule admits anybody to, was heard from its own host (%s) and from a stranger on its network: %s"
              .formatted(DENIED_TO_ALL, inside.describe(), outside.describe());
      return inside instanceof Observation.Open && outside instanceof Observation.Filtered
          ? CapabilityMeasurement.present(seen)
          : CapabilityMeasurement.missing(seen);
    }
  }

  private static Observation heard(Vantage vantage, String host) {
    return vantage.probe(List.of(Probe.of(Endpoint.tcp(host, DENIED_TO_ALL)))).get(0);
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
