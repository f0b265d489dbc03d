package dev.groundtruth.network.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.TrafficMatch;
import dev.groundtruth.network.terraform.TerraformReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plans and what became of them: {@code applied.json} is what {@code terraform show -json} says of
 * the state after the configuration beside it was applied to the AWS emulator, to which the file
 * that {@code EmulatedSettings} of the module aws writes leads.
 */
class AppliedTest {

  private static final Path PLANS = Path.of("src", "test", "resources", "plans");

  /** It is in a subnet that a variable names, and that there is not. */
  private static final String ELSEWHERE = "aws_instance.elsewhere";

  /** A group is chosen that a plan does not show: the reader says that it takes all of them. */
  private static final String CHOSEN = "aws_instance.constant_condition";

  static List<Path> applied() throws IOException {
    try (Stream<Path> files = Files.walk(PLANS)) {
      return files.filter(file -> file.endsWith("applied.json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("applied")
  void agrees_with_the_packet_by_packet_evaluator_on_a_state(Path state) {
    Agreement agreement = new Agreement();

    agreement.check(new TerraformReader().read(state), state.toString(), new Random(0));

    assertThat(agreement.packets()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("applied")
  void what_arrives_is_all_that_the_plan_was_sure_of_and_nothing_that_it_thought_impossible(
      Path state) {
    Network planned = new TerraformReader().read(state.resolveSibling("plan.json"));
    Network applied = new TerraformReader().read(state);
    Reachability before = Reachability.of(planned);
    Reachability after = Reachability.of(applied);
    boolean isAllUnderstood =
        planned.remarks().stream().noneMatch(each -> each.kind() == Remark.Kind.NOT_UNDERSTOOD);
    Set<String> keys = keys(planned);
    assertThat(keys(applied)).isEqualTo(keys);
    keys.add(EndpointExpression.INTERNET);
    int compared = 0;
    for (String from : keys) {
      for (String to : keys) {
        PacketSet arriving = possible(after, applied, from, to);
        PacketSet question = question(applied, from, to);
        compared += arriving.isEmpty() ? 0 : 1;
        boolean isShown = !from.equals(ELSEWHERE) && !to.equals(ELSEWHERE);
        if (isAllUnderstood && isShown) {
          assertThat(arriving.minus(possible(before, planned, from, to)))
              .as("%s -> %s arrives, and was thought impossible", from, to)
              .isEqualTo(PacketSet.none());
        }
        if (to.equals(CHOSEN)) {
          continue;
        }
        assertThat(
                certain(before, planned, from, to)
                    .intersection(question)
                    .minus(certain(after, applied, from, to)))
            .as("%s -> %s was thought certain, and does not arrive", from, to)
            .isEqualTo(PacketSet.none());
      }
    }
    assertThat(compared).as("something arrives").isPositive();
  }

  private static Set<String> keys(Network network) {
    return network.interfaces().stream()
        .map(each -> each.identity().key())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Endpoint endpoint(Network network, String key) {
    return key.equals(EndpointExpression.INTERNET)
        ? Endpoint.internet()
        : Endpoint.of(key, List.of(find(network, key)));
  }

  private static NetworkInterface find(Network network, String key) {
    return network.interfaces().stream()
        .filter(each -> each.identity().key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static PacketSet question(Network network, String from, String to) {
    return PacketSet.of(addresses(network, from), addresses(network, to), TrafficMatch.ALL);
  }

  private static AddressSet addresses(Network network, String key) {
    return key.equals(EndpointExpression.INTERNET)
        ? AddressSet.INTERNET
        : AddressSet.ofAddresses(find(network, key).addresses());
  }

  private static PacketSet possible(
      Reachability reachability, Network network, String from, String to) {
    return reachability.arrivals(endpoint(network, from), endpoint(network, to)).stream()
        .map(Arrival::possible)
        .reduce(PacketSet.none(), PacketSet::union);
  }

  private static PacketSet certain(
      Reachability reachability, Network network, String from, String to) {
    return reachability.arrivals(endpoint(network, from), endpoint(network, to)).stream()
        .map(Arrival::certain)
        .reduce(PacketSet.none(), PacketSet::union);
  }
}
