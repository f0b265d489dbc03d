package dev.groundtruth.provisioning.terraform.assertions;

import static dev.groundtruth.provisioning.terraform.assertions.TerraformAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.provisioning.terraform.plan.Action;
import dev.groundtruth.provisioning.terraform.plan.Plan;
import dev.groundtruth.provisioning.terraform.plan.PlanReader;
import dev.groundtruth.provisioning.terraform.scenario.Facts;
import dev.groundtruth.provisioning.terraform.scenario.Scenario;
import dev.groundtruth.provisioning.terraform.state.Outputs;
import dev.groundtruth.provisioning.terraform.state.State;
import dev.groundtruth.provisioning.terraform.state.StateReader;
import dev.groundtruth.provisioning.value.Value;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each assertion passes and fails once, on what a real Terraform wrote. */
class TerraformAssertionsTest {

  private final Scenario scenario = Scenario.recorded();
  private final Plan created = Facts.plan(scenario, "plan.json");
  private final Plan changed = Facts.plan(scenario, "changed-plan.json");
  private final Plan unchanged = Facts.plan(scenario, "unchanged-plan.json");
  private final Plan clock = Facts.plan(scenario, "clock-plan.json");
  private final State state = new StateReader().read(scenario.document("state.json"));
  private final Outputs outputs = Outputs.read(scenario.document("outputs.json"));

  private static void fails(ThrowingCallable assertion, String... message) {
    assertThatThrownBy(assertion)
        .isInstanceOf(AssertionError.class)
        .hasMessage(String.join("\n", message))
        .satisfies(
            error -> Assertions.assertThat(error.getMessage()).doesNotContain(Scenario.CANARIES));
  }

  @Test
  void has_no_changes() {
    assertThat(unchanged).hasNoChanges();

    assertThatThrownBy(() -> assertThat(clock).hasNoChanges())
        .isInstanceOf(AssertionError.class)
        .message()
        .startsWith(
            """
            Expected no changes but there are 1 to update, 1 output to change:
              terraform_data.clock is updated
                input.now: "2026-""")
        .contains("input.secret: (sensitive value) -> (sensitive value)")
        .doesNotContain(Scenario.CANARIES);
  }

  @Test
  void a_plan_that_is_not_whole_does_not_pass_for_one_without_changes() {
    Plan failed =
        new PlanReader()
            .read("{\"format_version\":\"1.2\",\"planned_values\":{},\"errored\":true}");
    Plan deferring =
        new PlanReader()
            .read(
                "{\"format_version\":\"1.2\",\"planned_values\":{},\"deferred_changes\":[{\"reason\":\"provider_config_unknown\",\"resource_change\":{\"address\":\"a.b\",\"change\":{\"actions\":[\"create\"]}}}]}");

    for (ThrowingCallable assertion :
        List.<ThrowingCallable>of(
            () -> assertThat(failed).hasNoChanges(),
            () -> assertThat(failed).destroysNothing(),
            () -> assertThat(failed).onlyChanges())) {
      fails(
          assertion,
          "Expected a whole plan but it failed half-way, perhaps you should mend what its diagnostics name");
    }
    fails(
        () -> assertThat(deferring).hasNoChanges(),
        "Expected a whole plan but it puts off",
        "  a.b (provider_config_unknown)");
  }

  @Test
  void has_changes() {
    assertThat(clock).hasChanges();

    fails(
        () -> assertThat(unchanged).hasChanges(),
        "Expected changes but the plan has none among its 15 resources and 9 outputs");
  }

  @Test
  void has_resource() {
    assertThat(changed)
        .hasResource("terraform_data.counted[2]")
        .hasResource("terraform_data.each[\"b.c/d\"]");

    fails(
        () -> assertThat(changed).hasResource("terraform_data.plian"),
        "Expected the plan to have terraform_data.plian but it has not, perhaps you mean",
        "  terraform_data.plain");
    fails(
        () -> assertThat(changed).hasResource("terraform_data.deleted"),
        "Expected the plan to have terraform_data.deleted but it deletes it");
  }

  @Test
  void does_not_have_resource() {
    assertThat(changed)
        .doesNotHaveResource("terraform_data.deleted")
        .doesNotHaveResource("terraform_data.forgotten")
        .doesNotHaveResource("aws_vpc.main");

    fails(
        () -> assertThat(changed).doesNotHaveResource("terraform_data.plain"),
        "Expected the plan not to have terraform_data.plain but it keeps it");
  }

  @Test
  void has_resource_count() {
    assertThat(created).hasResourceCount("terraform_data", 15).hasResourceCount("aws_vpc", 0);

    fails(
        () -> assertThat(created).hasResourceCount("terraform_remote_state", 2),
        "Expected 2 of type terraform_remote_state but there are 1",
        "  data.terraform_remote_state.other");
    fails(
        () -> assertThat(created).hasResourceCount("terraform_date", 2),
        "Expected 2 of type terraform_date but there are 0, perhaps you mean",
        "  terraform_data");
  }

  @Test
  void resource() {
    assertThat(changed).resource("terraform_data.deleted").isDeleted();

    fails(
        () -> assertThat(changed).resource("x"),
        "Expected the plan to know x but it does not, only",
        changed.changesByAddress().keySet().stream()
            .map(address -> "  " + address)
            .collect(java.util.stream.Collectors.joining("\n")));
  }

  @Test
  void only_changes() {
    assertThat(clock).onlyChanges("terraform_data.clock");
    assertThat(unchanged).onlyChanges();

    fails(
        () -> assertThat(clock).onlyChanges(),
        "Expected only nothing to be changed but",
        "  the plan updates terraform_data.clock");
    fails(
        () ->
            assertThat(changed)
                .onlyChanges(
                    "terraform_data.counted[2]",
                    "terraform_data.deleted",
                    "terraform_data.forgotten",
                    "terraform_data.plain",
                    "terraform_data.replaced_gently",
                    "terraform_data.updatet",
                    "module.child[\"two\"].terraform_data.inner"),
        "Expected only terraform_data.counted[2], terraform_data.deleted, terraform_data.forgotten, terraform_data.plain, terraform_data.replaced_gently, terraform_data.updatet, module.child[\"two\"].terraform_data.inner to be changed but",
        "  the plan imports terraform_data.imported",
        "  the plan moves terraform_data.old_name to terraform_data.new_name",
        "  the plan replaces terraform_data.replaced",
        "  the plan updates terraform_data.updated",
        "  the plan creates module.child[\"three\"].terraform_data.inner",
        "  terraform_data.plain is not changed",
        "  terraform_data.updatet is not in the plan, perhaps you mean",
        "  terraform_data.updated");
  }

  @Test
  void destroys_nothing() {
    assertThat(created).destroysNothing();

    fails(
        () -> assertThat(changed).destroysNothing(),
        "Expected nothing to be destroyed but",
        "  the plan deletes terraform_data.deleted (delete_because_no_resource_config)",
        "  the plan replaces terraform_data.replaced because of triggers_replace",
        "  the plan replaces terraform_data.replaced_gently because of triggers_replace",
        "  the plan deletes module.child[\"two\"].terraform_data.inner (delete_because_no_module)");
  }

  @Test
  void has_no_drift() {
    assertThat(created).hasNoDrift();

    fails(
        () ->
            assertThat(
                    new PlanReader()
                        .read(
                            "{\"format_version\":\"1.2\",\"planned_values\":{},\"resource_drift\":[{\"address\":\"a.b\",\"change\":{\"actions\":[\"update\"]}},{\"address\":\"a.c\",\"change\":{\"actions\":[\"delete\"]}}]}"))
                .hasNoDrift(),
        "Expected no drift but outside of Terraform",
        "  a.b was changed",
        "  a.c was deleted");
  }

  @Test
  void has_no_failed_checks() {
    assertThat(clock).hasNoFailedChecks();

    fails(
        () -> assertThat(created).hasNoFailedChecks(),
        "Expected no failed checks but",
        "  check.names: fail There are only 2 names.");
  }

  @Test
  void has_output() {
    assertThat(created)
        .hasOutput("number", Facts.SIZE)
        .hasOutput("texts", List.of("a", "b"))
        .hasOutput("password", Scenario.CANARY);

    fails(
        () -> assertThat(created).hasOutput("text", "another"),
        "Expected output \"text\" to be",
        "  \"another\"",
        "but it is \"a text\"");
    fails(
        () -> assertThat(created).hasOutput("password", "another"),
        "Expected output \"password\" to be",
        "  (sensitive value)",
        "but it is another (sensitive value)");
    fails(
        () -> assertThat(created).hasOutput("textes", "x"),
        "Expected the plan to have output \"textes\" but it has not, perhaps you mean",
        "  text",
        "  texts");
    fails(
        () -> assertThat(changed).hasOutput("flag", true),
        "Expected the plan to have output \"flag\" but it deletes it");
  }

  @Test
  void output_is_known_after_apply() {
    assertThat(created).outputIsKnownAfterApply("id");

    fails(
        () -> assertThat(created).outputIsKnownAfterApply("text"),
        "Expected output \"text\" to be (known after apply) but it is \"a text\"");
  }

  @Test
  void output_is_sensitive() {
    assertThat(created).outputIsSensitive("password").outputIsSensitive("account");

    fails(
        () -> assertThat(created).outputIsSensitive("texts"),
        "Expected output \"texts\" to be sensitive but it is not: its kind is list of 2");
  }

  @Test
  void has_attribute() {
    assertThat(created)
        .resource("terraform_data.plain")
        .hasAttribute("input.size", Facts.SIZE)
        .hasAttribute("input.flags", List.of(true, false))
        .hasAttribute("input.nothing", null);
    assertThat(created)
        .resource("terraform_data.secret")
        .hasAttribute("input.password", Scenario.CANARY);

    fails(
        () ->
            assertThat(created).resource("terraform_data.plain").hasAttribute("input.name", "plan"),
        "Expected input.name of terraform_data.plain to be",
        "  \"plan\"",
        "but it is \"plain\"");
    fails(
        () ->
            assertThat(created)
                .resource("terraform_data.secret")
                .hasAttribute("input.password", "another"),
        "Expected input.password of terraform_data.secret to be",
        "  (sensitive value)",
        "but it is another (sensitive value)");
    fails(
        () ->
            assertThat(created)
                .resource("terraform_data.unknown")
                .hasAttribute("input.list[1]", "x"),
        "Expected input.list[1] of terraform_data.unknown to be",
        "  \"x\"",
        "but it is (known after apply)");
    fails(
        () -> assertThat(created).resource("terraform_data.plain").hasAttribute("input.nmae", "x"),
        "Expected input.nmae of terraform_data.plain",
        "but terraform_data.plain has no input.nmae: input is an object with flags, name, nothing, size, perhaps you should ask for name");
    fails(
        () -> assertThat(changed).resource("terraform_data.deleted").hasAttribute("input", "goes"),
        "Expected an attribute of terraform_data.deleted after the apply but it is deleted, perhaps you should ask for hadAttribute");
  }

  @Test
  void a_failure_masks_what_is_marked_elsewhere_only() {
    fails(
        () ->
            assertThat(clock)
                .resource("terraform_data.clock")
                .hadAttribute("output.secret", "another"),
        "Expected output.secret of terraform_data.clock before the apply to be",
        "  (sensitive value)",
        "but it is another (sensitive value)");
    fails(
        () ->
            assertThat(clock.resource("terraform_data.clock"))
                .hadAttribute("output.secret", "another"),
        "Expected output.secret of terraform_data.clock before the apply to be",
        "  (sensitive value)",
        "but it is another (sensitive value)");
  }

  @Test
  void had_attribute() {
    assertThat(changed).resource("terraform_data.deleted").hadAttribute("input", "goes");

    fails(
        () -> assertThat(changed).resource("terraform_data.deleted").hadAttribute("input", "stays"),
        "Expected input of terraform_data.deleted before the apply to be",
        "  \"stays\"",
        "but it is \"goes\"");
    fails(
        () -> assertThat(created).resource("terraform_data.plain").hadAttribute("input", "x"),
        "Expected input of terraform_data.plain before the apply but it does not exist then, the plan has it created");
  }

  @Test
  void does_not_have_attribute() {
    assertThat(created)
        .resource("terraform_data.plain")
        .doesNotHaveAttribute("input.nothing")
        .doesNotHaveAttribute("absent.too");

    fails(
        () ->
            assertThat(created).resource("terraform_data.plain").doesNotHaveAttribute("input.name"),
        "Expected terraform_data.plain to have no input.name but it is \"plain\"");
  }

  @Test
  void attribute_is_known_after_apply() {
    assertThat(created)
        .resource("terraform_data.unknown")
        .attributeIsKnownAfterApply("input.list[2].deep")
        .attributeIsKnownAfterApply("id");

    fails(
        () ->
            assertThat(created)
                .resource("terraform_data.unknown")
                .attributeIsKnownAfterApply("input.list[2].known"),
        "Expected input.list[2].known of terraform_data.unknown to be",
        "  (known after apply)",
        "but it is known already: 1");
  }

  @Test
  void attribute_is_known() {
    assertThat(created).resource("terraform_data.unknown").attributeIsKnown("input.list[0]");

    fails(
        () -> assertThat(created).resource("terraform_data.unknown").attributeIsKnown("input.map"),
        "Expected input.map of terraform_data.unknown to be",
        "  known before the apply",
        "but it is { \"key with space\" = \"known\", id = (known after apply) }");
  }

  @Test
  void attribute_is_sensitive() {
    assertThat(created)
        .resource("terraform_data.secret")
        .attributeIsSensitive("input.password")
        .attributeIsSensitive("input.nested[0].token");

    fails(
        () ->
            assertThat(created)
                .resource("terraform_data.secret")
                .attributeIsSensitive("input.user"),
        "Expected input.user of terraform_data.secret to be",
        "  (sensitive value)",
        "but it is not: its kind is text");
    fails(
        () ->
            assertThat(created)
                .resource("terraform_data.secret")
                .attributeIsSensitive("input.nested"),
        "Expected input.nested of terraform_data.secret to be",
        "  (sensitive value)",
        "but it is in parts only: [{ open = 1, token = (sensitive value) }]");
  }

  @Test
  void attribute_is_not_sensitive() {
    assertThat(created).resource("terraform_data.secret").attributeIsNotSensitive("input.user");

    fails(
        () ->
            assertThat(created)
                .resource("terraform_data.secret")
                .attributeIsNotSensitive("input.nested"),
        "Expected input.nested of terraform_data.secret not to be",
        "  (sensitive value)",
        "but it is [{ open = 1, token = (sensitive value) }]");
  }

  @Test
  void has_action() {
    assertThat(changed)
        .resource("terraform_data.forgotten")
        .hasAction(Action.FORGET)
        .hasAction(Action.DELETE, Action.FORGET);

    fails(
        () ->
            assertThat(changed)
                .resource("terraform_data.replaced")
                .hasAction(Action.UPDATE, Action.NO_OP),
        "Expected terraform_data.replaced to be updated or not changed but it is replaced, the old one deleted first (replace_because_cannot_update)");
  }

  @Test
  void is_created_updated_deleted_replaced_or_not_changed() {
    assertThat(changed).resource("terraform_data.counted[2]").isCreated();
    assertThat(changed).resource("terraform_data.updated").isUpdated();
    assertThat(changed).resource("terraform_data.deleted").isDeleted();
    assertThat(changed).resource("terraform_data.replaced").isReplaced();
    assertThat(changed).resource("terraform_data.replaced_gently").isReplaced();
    assertThat(changed).resource("terraform_data.plain").isNotChanged();

    fails(
        () -> assertThat(changed).resource("terraform_data.plain").isCreated(),
        "Expected terraform_data.plain to be created but it is not changed");
    fails(
        () -> assertThat(changed).resource("terraform_data.plain").isUpdated(),
        "Expected terraform_data.plain to be updated but it is not changed");
    fails(
        () -> assertThat(changed).resource("terraform_data.plain").isDeleted(),
        "Expected terraform_data.plain to be deleted but it is not changed");
    fails(
        () -> assertThat(changed).resource("terraform_data.plain").isReplaced(),
        "Expected terraform_data.plain to be replaced, the old one deleted first or replaced, the new one created first or replaced, the old one forgotten but it is not changed");
    fails(
        () -> assertThat(changed).resource("terraform_data.new_name").isNotChanged(),
        "Expected terraform_data.new_name not to be changed but it is moved from terraform_data.old_name");
  }

  @Test
  void is_replaced_because_of() {
    assertThat(changed).resource("terraform_data.replaced").isReplacedBecauseOf("triggers_replace");

    fails(
        () -> assertThat(changed).resource("terraform_data.replaced").isReplacedBecauseOf("input"),
        "Expected terraform_data.replaced to be replaced because of input but it is because of triggers_replace");
  }

  @Test
  void is_moved_from() {
    assertThat(changed).resource("terraform_data.new_name").isMovedFrom("terraform_data.old_name");

    fails(
        () -> assertThat(changed).resource("terraform_data.plain").isMovedFrom("a.b"),
        "Expected terraform_data.plain to be moved from a.b but it is not moved");
  }

  @Test
  void is_imported() {
    assertThat(changed).resource("terraform_data.imported").isImported();

    fails(
        () -> assertThat(changed).resource("terraform_data.plain").isImported(),
        "Expected terraform_data.plain to be imported but it is not changed");
  }

  @Test
  void states() {
    assertThat(state)
        .hasResource("terraform_data.plain")
        .doesNotHaveResource("aws_vpc.main")
        .hasResourceCount("terraform_data", 15)
        .resource("terraform_data.secret")
        .hasAttribute("input.user", "app")
        .doesNotHaveAttribute("triggers_replace")
        .attributeIsSensitive("input.password");

    fails(
        () -> assertThat(state).hasResource("terraform_data.secrets"),
        "Expected the state to have terraform_data.secrets but it has not, perhaps you mean",
        "  terraform_data.secret");
    fails(
        () -> assertThat(state).doesNotHaveResource("terraform_data.plain"),
        "Expected the state not to have terraform_data.plain but it has");
    fails(
        () -> assertThat(state).hasResourceCount("terraform_remote_state", 2),
        "Expected 2 of type terraform_remote_state but there are 1: data.terraform_remote_state.other");
    fails(
        () -> assertThat(state).resource("terraform_data.plain").hasAttribute("input.name", "x"),
        "Expected input.name of terraform_data.plain to be",
        "  \"x\"",
        "but it is \"plain\"");
    fails(
        () -> assertThat(state).resource("terraform_data.plain").doesNotHaveAttribute("input.name"),
        "Expected terraform_data.plain to have no input.name but it is \"plain\"");
    fails(
        () -> assertThat(state).resource("terraform_data.plain").attributeIsSensitive("input.name"),
        "Expected input.name of terraform_data.plain to be",
        "  (sensitive value)",
        "but it is not: its kind is text");
    fails(
        () ->
            assertThat(state.resource("terraform_data.secret"))
                .hasAttribute("output.password", "another"),
        "Expected output.password of terraform_data.secret to be",
        "  (sensitive value)",
        "but it is another (sensitive value)");
  }

  @Test
  void outputs() {
    assertThat(outputs).hasOutput("number", Facts.SIZE).isSensitive("password");
    assertThat(Outputs.of(Map.of("a", Value.of(1)))).hasOnly("a");

    fails(
        () -> assertThat(outputs).hasOutput("flag", "true"),
        "Expected output \"flag\" to be",
        "  \"true\"",
        "but it is true");
    fails(
        () -> assertThat(outputs).hasOutput("password", "another"),
        "Expected output \"password\" to be",
        "  (sensitive value)",
        "but it is another (sensitive value)");
    fails(
        () -> assertThat(outputs).isSensitive("flag"),
        "Expected output \"flag\" to be sensitive but it is not");
    fails(
        () -> assertThat(Outputs.of(Map.of("a", Value.of(1)))).hasOnly("b"),
        "Expected only the outputs [b] but missing are [b], and there are also [a]");
    fails(
        () -> assertThat(Outputs.of(Map.of("a", Value.of(1)))).hasOutput("aa", 1),
        "There is no output \"aa\" among a, perhaps you should ask for a");
  }
}
