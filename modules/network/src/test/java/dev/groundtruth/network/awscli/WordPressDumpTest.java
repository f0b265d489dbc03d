package dev.groundtruth.network.awscli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.analysis.Verdict;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.NetworkInterface.Kind;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.TrafficMatch;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A WordPress of two availability zones, in the shapes of the AWS CLI's documentation. */
class WordPressDumpTest {

  private final Network network =
      new DumpReader().read(Path.of("src/test/resources/dumps/wordpress"));

  private final Reachability reachability = Reachability.of(network);

  @Test
  void understands_all_of_it() {
    assertThat(network.remarks()).extracting(Remark::kind).containsOnly(Remark.Kind.IGNORED);
    assertThat(network.remarks())
        .extracting(Remark::subject)
        .containsExactlyInAnyOrder("aws elbv2 describe-target-groups", "nat-0a1b2c3d4e5f60713");
    assertThat(network.subnets()).hasSize(6);
    assertThat(network.gateways()).hasSize(3);
  }

  @Test
  void knows_whom_each_interface_belongs_to() {
    assertThat(owned("wordpress"))
        .extracting(NetworkInterface::kind)
        .containsExactly(
            Kind.APPLICATION_LOAD_BALANCER,
            Kind.APPLICATION_LOAD_BALANCER,
            Kind.ECS_TASK,
            Kind.INSTANCE,
            Kind.RDS);
    assertThat(owned("i-0a1b2c3d4e5f60718")).hasSize(1);
    assertThat(owned("nat-0a1b2c3d4e5f60711"))
        .extracting(NetworkInterface::kind)
        .containsExactly(Kind.NAT_GATEWAY);
    assertThat(of(Kind.ECS_TASK).get(0).identity().tags()).containsEntry("tier", "app");
    assertThat(of(Kind.RDS).get(0).identity().tags()).containsEntry("Name", "wordpress-database");
  }

  @Test
  void lets_the_internet_reach_the_load_balancer_only() {
    assertThat(fromInternet(Kind.APPLICATION_LOAD_BALANCER, 443).isProved()).isTrue();
    assertThat(isolated(Kind.APPLICATION_LOAD_BALANCER, tcp(22))).isTrue();
    assertThat(isolated(Kind.ECS_TASK, TrafficMatch.ALL)).isTrue();
    assertThat(isolated(Kind.INSTANCE, TrafficMatch.ALL)).isTrue();
    assertThat(isolated(Kind.RDS, TrafficMatch.ALL)).isTrue();
    assertThat(isolated(Kind.NAT_GATEWAY, TrafficMatch.ALL)).isTrue();
  }

  @Test
  void leads_from_tier_to_tier_across_zones() {
    assertThat(between(Kind.APPLICATION_LOAD_BALANCER, Kind.ECS_TASK, 8080).isProved()).isTrue();
    assertThat(between(Kind.APPLICATION_LOAD_BALANCER, Kind.INSTANCE, 8080).isProved()).isTrue();
    assertThat(between(Kind.INSTANCE, Kind.RDS, 3306).isProved()).isTrue();
    assertThat(between(Kind.ECS_TASK, Kind.OTHER, 2049).isProved()).isTrue();
    assertThat(between(Kind.APPLICATION_LOAD_BALANCER, Kind.RDS, 3306))
        .isInstanceOf(Verdict.Refuted.class);
  }

  @Test
  void lets_the_application_out_through_its_nat_gateway() {
    assertThat(
            reachability
                .reachable(Endpoint.of("app", of(Kind.INSTANCE)), Endpoint.internet(), tcp(443))
                .isProved())
        .isTrue();
    assertThat(
            reachability
                .isolated(
                    Endpoint.of("database", of(Kind.RDS)), Endpoint.internet(), TrafficMatch.ALL)
                .isProved())
        .isTrue();
  }

  private Verdict fromInternet(Kind kind, int port) {
    return reachability.reachable(
        Endpoint.internet(), Endpoint.of(kind.toString(), of(kind)), tcp(port));
  }

  private boolean isolated(Kind kind, TrafficMatch traffic) {
    return reachability
        .isolated(Endpoint.internet(), Endpoint.of(kind.toString(), of(kind)), traffic)
        .isProved();
  }

  private Verdict between(Kind from, Kind to, int port) {
    return reachability.reachable(
        Endpoint.of(from.toString(), of(from)), Endpoint.of(to.toString(), of(to)), tcp(port));
  }

  private static TrafficMatch tcp(int port) {
    return TrafficMatch.of(Protocol.TCP, PortRange.of(port));
  }

  private List<NetworkInterface> of(Kind kind) {
    return network.interfaces().stream().filter(each -> each.kind() == kind).toList();
  }

  private List<NetworkInterface> owned(String owner) {
    return network.interfaces().stream().filter(each -> each.owner().contains(owner)).toList();
  }
}
