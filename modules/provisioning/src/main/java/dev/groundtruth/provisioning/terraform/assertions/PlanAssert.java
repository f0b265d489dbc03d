package dev.groundtruth.provisioning.terraform.assertions;

import dev.groundtruth.provisioning.terraform.plan.Action;
import dev.groundtruth.provisioning.terraform.plan.Change;
import dev.groundtruth.provisioning.terraform.plan.Plan;
import dev.groundtruth.provisioning.terraform.plan.PlanDifferences;
import dev.groundtruth.provisioning.terraform.plan.ResourceChange;
import dev.groundtruth.provisioning.terraform.state.CheckResult;
import dev.groundtruth.provisioning.value.SensitiveValue;
import dev.groundtruth.provisioning.value.Value;
import dev.groundtruth.provisioning.value.internal.NearMisses;
import dev.groundtruth.provisioning.value.internal.SensitiveTexts;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about a plan. */
public final class PlanAssert extends AbstractAssert<PlanAssert, Plan> {

  PlanAssert(Plan actual) {
    super(actual, PlanAssert.class);
  }

  /**
   * Verifies that the plan changes nothing. Of a plan that follows an apply this means that the
   * configuration is idempotent.
   *
   * <pre>{@code
   * assertThat(planAfterApply).hasNoChanges(); // passes if there is nothing to do
   * assertThat(planOfEmptyState).hasNoChanges(); // fails and lists addresses and attributes
   * }</pre>
   *
   * @return this
   * @throws AssertionError if something is changed; lists every address and attribute that differs.
   *     Also if the plan failed half-way or puts changes off
   */
  public PlanAssert hasNoChanges() {
    isWhole();
    PlanDifferences differences = actual.differences();
    if (!differences.isEmpty()) {
      throw failure(
          "%s",
          "Expected no changes but there are %s:\n%s"
              .formatted(differences.summary(), indented(differences.describe())));
    }
    return this;
  }

  /**
   * What is missing in a plan that failed half-way or puts changes off is not to pass as absent.
   */
  private void isWhole() {
    isNotNull();
    if (actual.errored()) {
      throw failure(
          "%s",
          "Expected a whole plan but it failed half-way, perhaps you should mend what its diagnostics name");
    }
    if (!actual.deferredChanges().isEmpty()) {
      throw failure(
          "%s",
          "Expected a whole plan but it puts off"
              + actual.deferredChanges().stream()
                  .map(
                      deferred ->
                          "\n  " + deferred.resource().address() + " (" + deferred.reason() + ")")
                  .collect(Collectors.joining()));
    }
  }

  /**
   * Verifies that the plan changes something.
   *
   * <pre>{@code
   * assertThat(planOfEmptyState).hasChanges(); // passes
   * assertThat(planAfterApply).hasChanges(); // fails if there is nothing to do
   * }</pre>
   *
   * @return this
   * @throws AssertionError if nothing is changed
   */
  public PlanAssert hasChanges() {
    isNotNull();
    if (actual.isEmpty()) {
      throw failure(
          "%s",
          "Expected changes but the plan has none among its %d resources and %d outputs"
              .formatted(actual.resourceChanges().size(), actual.outputChanges().size()));
    }
    return this;
  }

  /**
   * Verifies that an instance of a resource or data source exists once the plan is applied.
   *
   * <pre>{@code
   * assertThat(plan).hasResource("aws_subnet.public[\"a\"]"); // passes if the plan creates or keeps it
   * assertThat(plan).hasResource("aws_subnet.publik"); // fails and suggests aws_subnet.public["a"]
   * }</pre>
   *
   * @param address its absolute address
   * @return this
   * @throws AssertionError if it does not exist then; lists addresses that are near
   */
  public PlanAssert hasResource(String address) {
    isNotNull();
    ResourceChange change = actual.changesByAddress().get(address);
    if (change == null) {
      throw failure(
          "%s",
          "Expected the plan to have %s but it has not%s"
              .formatted(address, near(address, actual.changesByAddress().keySet())));
    }
    if (!existsAfter(change)) {
      throw failure(
          "%s", "Expected the plan to have %s but it %s it".formatted(address, does(change)));
    }
    return this;
  }

  /**
   * Verifies that an instance of a resource or data source does not exist once the plan is applied.
   *
   * <pre>{@code
   * assertThat(plan).doesNotHaveResource("aws_eip.nat"); // passes if it is absent or deleted
   * assertThat(plan).doesNotHaveResource("aws_vpc.main"); // fails if the plan creates or keeps it
   * }</pre>
   *
   * @param address its absolute address
   * @return this
   * @throws AssertionError if it exists then
   */
  public PlanAssert doesNotHaveResource(String address) {
    isNotNull();
    ResourceChange change = actual.changesByAddress().get(address);
    if (change != null && existsAfter(change)) {
      throw failure(
          "%s", "Expected the plan not to have %s but it %s it".formatted(address, does(change)));
    }
    return this;
  }

  /**
   * Verifies how many instances of a type exist once the plan is applied, in all modules.
   *
   * <pre>{@code
   * assertThat(plan).hasResourceCount("aws_subnet", 6); // passes with six subnets
   * assertThat(plan).hasResourceCount("aws_subnet", 5); // fails and lists the six
   * }</pre>
   *
   * @param type for example {@code aws_subnet}
   * @param count how many
   * @return this
   * @throws AssertionError if there are more or fewer; lists them, or types that are near
   */
  public PlanAssert hasResourceCount(String type, int count) {
    isNotNull();
    Set<String> addresses = new LinkedHashSet<>();
    Set<String> types = new LinkedHashSet<>();
    for (ResourceChange change : actual.changesByAddress().values()) {
      if (existsAfter(change)) {
        types.add(change.type());
        if (change.type().equals(type)) {
          addresses.add(change.address());
        }
      }
    }
    if (addresses.size() != count) {
      throw failure(
          "%s",
          "Expected %d of type %s but there are %d%s"
              .formatted(
                  count,
                  type,
                  addresses.size(),
                  addresses.isEmpty() ? near(type, types) : listed(addresses)));
    }
    return this;
  }

  /**
   * Goes on with what the plan does to an instance of a resource or data source.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_instance.web").isUpdated(); // passes if the plan updates it
   * assertThat(plan).resource("aws_instance.wep").isUpdated(); // fails and suggests aws_instance.web
   * }</pre>
   *
   * @param address its absolute address
   * @return the assertion about it
   * @throws AssertionError if the plan does not know it; lists addresses that are near
   */
  public ResourceChangeAssert resource(String address) {
    isNotNull();
    ResourceChange change = actual.changesByAddress().get(address);
    if (change == null) {
      throw failure(
          "%s",
          "Expected the plan to know %s but it does not%s"
              .formatted(address, near(address, actual.changesByAddress().keySet())));
    }
    return new ResourceChangeAssert(change, actual.secrets());
  }

  /**
   * Verifies that of the resources exactly these are changed, moved or imported.
   *
   * <pre>{@code
   * assertThat(plan).onlyChanges("aws_instance.web"); // passes if nothing else is changed
   * assertThat(plan).onlyChanges(); // fails and lists what is done to aws_instance.web
   * }</pre>
   *
   * @param addresses their absolute addresses
   * @return this
   * @throws AssertionError if others are changed too, or one of these is not. Also if the plan
   *     failed half-way or puts changes off
   */
  public PlanAssert onlyChanges(String... addresses) {
    isWhole();
    Set<String> wanted = new LinkedHashSet<>(Arrays.asList(addresses));
    Set<String> missing = new LinkedHashSet<>(wanted);
    StringBuilder surplus = new StringBuilder();
    for (ResourceChange change : actual.resourceChanges()) {
      if (change.isChange()) {
        missing.remove(change.address());
        if (!wanted.contains(change.address())) {
          surplus.append("\n  the plan ").append(does(change)).append(' ').append(change.address());
        }
      }
    }
    for (String address : missing) {
      surplus
          .append("\n  ")
          .append(address)
          .append(
              actual.changesByAddress().containsKey(address)
                  ? " is not changed"
                  : " is not in the plan" + near(address, actual.changesByAddress().keySet()));
    }
    if (!surplus.isEmpty()) {
      throw failure(
          "%s",
          "Expected only %s to be changed but%s"
              .formatted(wanted.isEmpty() ? "nothing" : String.join(", ", wanted), surplus));
    }
    return this;
  }

  /**
   * Verifies that nothing is deleted, neither by itself nor by a replacement.
   *
   * <pre>{@code
   * assertThat(planThatCreates).destroysNothing(); // passes
   * assertThat(planThatReplaces).destroysNothing(); // fails and names what is replaced, and why
   * }</pre>
   *
   * @return this
   * @throws AssertionError if something is deleted; lists it with the reason. Also if the plan
   *     failed half-way or puts changes off
   */
  public PlanAssert destroysNothing() {
    isWhole();
    String destroyed =
        actual.resourceChanges().stream()
            .filter(change -> change.action().isDestructive())
            .map(
                change -> "\n  the plan " + does(change) + " " + change.address() + because(change))
            .collect(Collectors.joining());
    if (!destroyed.isEmpty()) {
      throw failure("%s", "Expected nothing to be destroyed but" + destroyed);
    }
    return this;
  }

  /**
   * Verifies that nothing was changed outside of Terraform.
   *
   * <pre>{@code
   * assertThat(plan).hasNoDrift(); // passes if the refresh found everything as it was
   * assertThat(planAfterAClickInTheConsole).hasNoDrift(); // fails and names what was changed
   * }</pre>
   *
   * @return this
   * @throws AssertionError if something was; lists it
   */
  public PlanAssert hasNoDrift() {
    isNotNull();
    List<ResourceChange> drift =
        actual.drift().stream().filter(change -> change.action() != Action.NO_OP).toList();
    if (!drift.isEmpty()) {
      throw failure(
          "%s",
          "Expected no drift but outside of Terraform"
              + drift.stream()
                  .map(
                      change ->
                          "\n  "
                              + change.address()
                              + (change.action() == Action.DELETE
                                  ? " was deleted"
                                  : " was changed"))
                  .collect(Collectors.joining()));
    }
    return this;
  }

  /**
   * Verifies that no condition of a check block, resource, output or variable is known to fail. One
   * that is known only after the apply does not fail.
   *
   * <pre>{@code
   * assertThat(plan).hasNoFailedChecks(); // passes if all assertions hold or are not known yet
   * assertThat(planOfAnUnhealthyStack).hasNoFailedChecks(); // fails with their error messages
   * }</pre>
   *
   * @return this
   * @throws AssertionError if one fails; lists them with what they say
   */
  public PlanAssert hasNoFailedChecks() {
    isNotNull();
    List<CheckResult> failed =
        actual.checks().stream()
            .filter(check -> check.status().equals("fail") || check.status().equals("error"))
            .toList();
    if (!failed.isEmpty()) {
      throw failure(
          "%s",
          "Expected no failed checks but"
              + failed.stream()
                  .map(
                      check ->
                          "\n  %s: %s %s"
                              .formatted(
                                  check.address(),
                                  check.status(),
                                  String.join("; ", check.problems()))
                              .stripTrailing())
                  .collect(Collectors.joining()));
    }
    return this;
  }

  /**
   * Verifies the value that an output of the root module has once the plan is applied. Whether it
   * is sensitive does not matter.
   *
   * <pre>{@code
   * assertThat(plan).hasOutput("subnets", List.of("a", "b")); // passes if these are the elements
   * assertThat(plan).hasOutput("subnets", "a"); // fails and shows the list
   * }</pre>
   *
   * @param name its name
   * @param expected the value, as {@link Value#of} takes it
   * @return this
   * @throws AssertionError if there is no such output then, or its value is another or not known
   *     yet
   */
  public PlanAssert hasOutput(String name, @Nullable Object expected) {
    Value value = output(name);
    Value wanted = Value.of(expected);
    if (!value.sameAs(wanted)) {
      Value shown = shown(value);
      boolean masked = shown.hasSensitiveParts() || wanted.hasSensitiveParts();
      throw failure(
          "%s",
          "Expected output \"%s\" to be\n  %s\nbut it is %s%s"
              .formatted(
                  name, masked ? SensitiveValue.MARK : wanted, masked ? "another " : "", shown));
    }
    return this;
  }

  /**
   * Verifies that the value of an output is known only after the apply.
   *
   * <pre>{@code
   * assertThat(planOfEmptyState).outputIsKnownAfterApply("vpc_id"); // passes
   * assertThat(planAfterApply).outputIsKnownAfterApply("vpc_id"); // fails and shows the id
   * }</pre>
   *
   * @param name its name
   * @return this
   * @throws AssertionError if there is no such output then, or its value is known
   */
  public PlanAssert outputIsKnownAfterApply(String name) {
    Value value = output(name);
    if (value.isKnown()) {
      throw failure(
          "%s",
          "Expected output \"%s\" to be (known after apply) but it is %s"
              .formatted(name, shown(value)));
    }
    return this;
  }

  /**
   * Verifies that an output is sensitive.
   *
   * <pre>{@code
   * assertThat(plan).outputIsSensitive("password"); // passes if it is declared as sensitive
   * assertThat(plan).outputIsSensitive("vpc_id"); // fails
   * }</pre>
   *
   * @param name its name
   * @return this
   * @throws AssertionError if there is no such output then, or it is not sensitive
   */
  public PlanAssert outputIsSensitive(String name) {
    Value value = output(name);
    if (!value.isSensitive()) {
      throw failure(
          "%s",
          "Expected output \"%s\" to be sensitive but it is not: its kind is %s"
              .formatted(name, value.kind()));
    }
    return this;
  }

  private Value output(String name) {
    isNotNull();
    Map<String, Change> changes = actual.outputChanges();
    Change change = changes.get(name);
    if (change == null) {
      throw failure(
          "%s",
          "Expected the plan to have output \"%s\" but it has not%s"
              .formatted(name, near(name, changes.keySet())));
    }
    if (change.action() == Action.DELETE) {
      throw failure(
          "%s", "Expected the plan to have output \"%s\" but it deletes it".formatted(name));
    }
    return change.after();
  }

  /** What is sensitive elsewhere in the plan is masked here too. */
  private Value shown(Value value) {
    return SensitiveTexts.in(actual.secrets().stream().map(Value::of).toList()).mask(value);
  }

  private static boolean existsAfter(ResourceChange change) {
    return change.action() != Action.DELETE && change.action() != Action.FORGET;
  }

  private static String does(ResourceChange change) {
    String deposed = change.deposed().isPresent() ? " a deposed object of" : "";
    return switch (change.action()) {
      case NO_OP ->
          change.change().importing().isPresent()
              ? "imports"
              : change.previousAddress().map(from -> "moves " + from + " to").orElse("keeps");
      case CREATE -> "creates";
      case READ -> "reads";
      case UPDATE -> "updates";
      case DELETE_THEN_CREATE, CREATE_THEN_DELETE, CREATE_THEN_FORGET -> "replaces";
      case DELETE -> "deletes" + deposed;
      case FORGET -> "forgets" + deposed;
      case OTHER -> "changes in an unknown way";
    };
  }

  private static String because(ResourceChange change) {
    if (!change.change().replacePaths().isEmpty()) {
      return " because of "
          + change.change().replacePaths().stream()
              .map(Object::toString)
              .collect(Collectors.joining(", "));
    }
    return change.actionReason().map(reason -> " (" + reason + ")").orElse("");
  }

  static String near(String wanted, Collection<String> existing) {
    List<String> near = NearMisses.of(wanted, existing, 5);
    if (!near.isEmpty()) {
      return ", perhaps you mean" + listed(near);
    }
    return existing.isEmpty() ? ", and no other" : ", only" + listed(existing);
  }

  private static String listed(Collection<String> names) {
    String more = names.size() > 20 ? "\n  and %d more".formatted(names.size() - 20) : "";
    return names.stream().limit(20).map(name -> "\n  " + name).collect(Collectors.joining()) + more;
  }

  private static String indented(String text) {
    return text.lines().map(line -> "  " + line).collect(Collectors.joining("\n"));
  }
}
