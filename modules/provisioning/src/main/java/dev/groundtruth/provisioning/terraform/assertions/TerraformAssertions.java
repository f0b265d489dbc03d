package dev.groundtruth.provisioning.terraform.assertions;

import dev.groundtruth.provisioning.terraform.plan.Plan;
import dev.groundtruth.provisioning.terraform.plan.ResourceChange;
import dev.groundtruth.provisioning.terraform.state.Outputs;
import dev.groundtruth.provisioning.terraform.state.State;
import dev.groundtruth.provisioning.terraform.state.StateResource;
import java.util.Set;

/**
 * Where assertions about what Terraform says begin.
 *
 * <pre>{@code
 * assertThat(plan).destroysNothing().onlyChanges("aws_instance.web");
 * assertThat(plan).resource("aws_instance.web").isUpdated().hasAttribute("tags.Name", "web");
 * }</pre>
 */
public final class TerraformAssertions {

  private TerraformAssertions() {}

  /**
   * Begins an assertion about a plan.
   *
   * @param actual the plan
   * @return the assertion
   */
  public static PlanAssert assertThat(Plan actual) {
    return new PlanAssert(actual);
  }

  /**
   * Begins an assertion about what a plan does to a resource.
   *
   * @param actual the change
   * @return the assertion
   */
  public static ResourceChangeAssert assertThat(ResourceChange actual) {
    return new ResourceChangeAssert(actual, Set.of());
  }

  /**
   * Begins an assertion about a state.
   *
   * @param actual the state
   * @return the assertion
   */
  public static StateAssert assertThat(State actual) {
    return new StateAssert(actual);
  }

  /**
   * Begins an assertion about a resource in a state.
   *
   * @param actual the resource
   * @return the assertion
   */
  public static StateResourceAssert assertThat(StateResource actual) {
    return new StateResourceAssert(actual, Set.of());
  }

  /**
   * Begins an assertion about outputs.
   *
   * @param actual the outputs
   * @return the assertion
   */
  public static OutputsAssert assertThat(Outputs actual) {
    return new OutputsAssert(actual);
  }
}
