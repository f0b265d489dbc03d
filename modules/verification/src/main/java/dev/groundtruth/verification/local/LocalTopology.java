package dev.groundtruth.verification.local;

import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.localmirror.ComposeMirror;
import dev.groundtruth.localmirror.ContainerVantage;
import dev.groundtruth.network.NetworkInterface;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.network.SecurityGroups;
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

    Vantage loadBalancer = mirror.vantage("load-balancer");
    Vantage webA = mirror.vantage("web-a");
    Vantage webB = mirror.vantage("web-b");
    Vantage database = mirror.vantage("database");
    String loadBalancerAddress = address(mirror, "load-balancer");
    String strangerAddress = stranger.address();

    Control toLoadBalancer = new Control(stranger, Endpoint.tcp(loadBalancerAddress, HTTP));
    List<Place> places =
        List.of(
            outside(
                new RunnerVantage("runner"),
                mirror.gateway("load-balancer"),
                new Control(new RunnerVantage("runner"), Endpoint.tcp(loadBalancerAddress, HTTP)),
                true),
            outside(stranger, strangerAddress, toLoadBalancer, true),
            outside(
                foreign,
                foreign.address(),
                new Control(foreign, Endpoint.tcp(foreignPeer.address(), HTTPS)),
                false),
            new Place(
                Tier.LOAD_BALANCER,
                member(mirror, "load-balancer", "load-balancer"),
                loadBalancer,
                new Control(loadBalancer, Endpoint.tcp(address(mirror, "web-a"), HTTP)),
                true),
            web(mirror, "web-a", webA),
            web(mirror, "web-b", webB),
            new Place(
                Tier.DATABASE,
                member(mirror, "database", "database"),
                database,
                new Control(database, Endpoint.tcp(strangerAddress, HTTPS)),
                true));
    List<Destination> destinations =
        List.of(
            destination(
                mirror, Tier.LOAD_BALANCER, "load-balancer", "load-balancer", HTTP, toLoadBalancer),
            destination(
                mirror,
                Tier.WEB,
                "web-a",
                "web",
                HTTP,
                new Control(loadBalancer, Endpoint.tcp(address(mirror, "web-a"), HTTP))),
            destination(
                mirror,
                Tier.WEB,
                "web-b",
                "web",
                HTTP,
                new Control(loadBalancer, Endpoint.tcp(address(mirror, "web-b"), HTTP))),
            destination(
                mirror,
                Tier.DATABASE,
                "database",
                "database",
                MYSQL,
                new Control(webA, Endpoint.tcp(address(mirror, "database"), MYSQL))),
            new Destination(
                Tier.OUTSIDE,
                NetworkInterface.of(STRANGER, Set.of(), strangerAddress),
                new Target(
                    STRANGER,
                    strangerAddress,
                    Optional.of(stranger.canaryHost()),
                    PortSet.of(HTTPS),
                    PortSet.NONE),
                new Control(webA, Endpoint.tcp(strangerAddress, HTTPS))));
    return new LocalTopology(
        new Topology(groups, places, destinations),
        measureEnforcement(mirror, stranger, database),
        canaries);
  }

  private static Place outside(Vantage vantage, String address, Control control, boolean routed) {
    return new Place(
        Tier.OUTSIDE,
        NetworkInterface.of(vantage.name(), Set.of(), address),
        vantage,
        control,
        routed);
  }

  private static Place web(ComposeMirror mirror, String service, Vantage vantage) {
    return new Place(
        Tier.WEB,
        member(mirror, service, "web"),
        vantage,
        new Control(vantage, Endpoint.tcp(address(mirror, "database"), MYSQL)),
        true);
  }

  private static Destination destination(
      ComposeMirror mirror, Tier tier, String service, String group, int port, Control control) {
    return new Destination(
        tier,
        member(mirror, service, group),
        new Target(
            service,
            address(mirror, service),
            Optional.of(mirror.canaries(service)),
            PortSet.of(port),
            PortSet.NONE),
        control);
  }

  private static NetworkInterface member(ComposeMirror mirror, String service, String group) {
    return NetworkInterface.of(
        service, Set.of(group), mirror.addresses(service).toArray(String[]::new));
  }

  private static String address(ComposeMirror mirror, String service) {
    return mirror.addresses(service).get(0);
  }

  /**
   * Opens a listener where no rule admits anybody, hears it from its own host, and tries to hear it
   * from a stranger.
   */
  private static CapabilityMeasurement measureEnforcement(
      ComposeMirror mirror, Vantage stranger, Vantage database) {
    String address = address(mirror, "database");
    try (Canary canary =
        mirror.canaries("database").open(PortSet.of(DENIED_TO_ALL), PortSet.NONE)) {
      if (!canary.listening(Transport.TCP).contains(DENIED_TO_ALL)) {
        return CapabilityMeasurement.missing(
            "no canary could be opened on database tcp/" + DENIED_TO_ALL);
      }
      Observation inside = heard(database, "127.0.0.1");
      Observation outside = heard(stranger, address);
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
