package dev.groundtruth.provisioning.terraform.assertions;

import dev.groundtruth.provisioning.terraform.state.State;
import dev.groundtruth.provisioning.terraform.state.StateResource;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/** Assertions about a state, or about the values that a plan leads to. */
public final class StateAssert extends AbstractAssert<StateAssert, State> {

  StateAssert(State actual) {
    super(actual, StateAssert.class);
  }

  /**
   * Verifies that the state has an instance of a resource or data source.
   *
   * <pre>{@code
   * assertThat(state).hasResource("aws_vpc.main"); // passes
   * assertThat(state).hasResource("aws_vpc.mian"); // fails and suggests aws_vpc.main
   * }</pre>
   *
   * @param address its absolute address
   * @return this
   * @throws AssertionError if it has not; lists addresses that are near
   */
  public StateAssert hasResource(String address) {
    resource(address);
    return this;
  }

  /**
   * Verifies that the state has no such instance.
   *
   * <pre>{@code
   * assertThat(state).doesNotHaveResource("aws_eip.nat"); // passes
   * assertThat(state).doesNotHaveResource("aws_vpc.main"); // fails
   * }</pre>
   *
   * @param address its absolute address
   * @return this
   * @throws AssertionError if it has
   */
  public StateAssert doesNotHaveResource(String address) {
    isNotNull();
    if (actual.find(address).isPresent()) {
      throw failure("%s", "Expected the state not to have %s but it has".formatted(address));
    }
    return this;
  }

  /**
   * Verifies how many instances of a type the state has, in all modules.
   *
   * <pre>{@code
   * assertThat(state).hasResourceCount("aws_subnet", 6); // passes with six subnets
   * assertThat(state).hasResourceCount("aws_subnet", 5); // fails and lists the six
   * }</pre>
   *
   * @param type for example {@code aws_subnet}
   * @param count how many
   * @return this
   * @throws AssertionError if it has more or fewer; lists them
   */
  public StateAssert hasResourceCount(String type, int count) {
    isNotNull();
    List<String> found = actual.resourcesOfType(type).stream().map(StateResource::address).toList();
    if (found.size() != count) {
      throw failure(
          "%s",
          "Expected %d of type %s but there are %d: %s"
              .formatted(count, type, found.size(), String.join(", ", found)));
    }
    return this;
  }

  /**
   * Goes on with an instance of a resource or data source.
   *
   * <pre>{@code
   * assertThat(state).resource("aws_instance.web").hasAttribute("tags.Name", "web"); // passes
   * assertThat(state).resource("aws_instance.wep"); // fails and suggests aws_instance.web
   * }</pre>
   *
   * @param address its absolute address
   * @return the assertion about it
   * @throws AssertionError if the state has none; lists addresses that are near
   */
  public StateResourceAssert resource(String address) {
    isNotNull();
    Optional<StateResource> found = actual.find(address);
    if (found.isEmpty()) {
      throw failure(
          "%s",
          "Expected the state to have %s but it has not%s"
              .formatted(address, PlanAssert.near(address, actual.resources().keySet())));
    }
    return new StateResourceAssert(found.get(), actual.secrets());
  }
}
