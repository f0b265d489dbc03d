package dev.groundtruth.provisioning.terraform.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.event.Diagnostic;
import dev.groundtruth.provisioning.terraform.event.EventReader;
import dev.groundtruth.provisioning.terraform.event.Progress;
import dev.groundtruth.provisioning.terraform.event.ResourceProgress.Status;
import dev.groundtruth.provisioning.terraform.event.TerraformEvent;
import dev.groundtruth.provisioning.terraform.event.Validation;
import dev.groundtruth.provisioning.terraform.plan.Action;
import dev.groundtruth.provisioning.terraform.plan.Change;
import dev.groundtruth.provisioning.terraform.plan.Configuration;
import dev.groundtruth.provisioning.terraform.plan.Expression;
import dev.groundtruth.provisioning.terraform.plan.Plan;
import dev.groundtruth.provisioning.terraform.plan.PlanReader;
import dev.groundtruth.provisioning.terraform.plan.ResourceChange;
import dev.groundtruth.provisioning.terraform.state.CheckResult;
import dev.groundtruth.provisioning.terraform.state.Outputs;
import dev.groundtruth.provisioning.terraform.state.State;
import dev.groundtruth.provisioning.terraform.state.StateFile;
import dev.groundtruth.provisioning.terraform.state.StateReader;
import dev.groundtruth.provisioning.terraform.state.StateResource;
import dev.groundtruth.provisioning.value.AttributePath;
import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is true of the documents, whichever version wrote them. */
public final class Facts {

  /** A number that no double holds. */
  public static final BigDecimal SIZE = new BigDecimal("12345678901234567890.123456789");

  private Facts() {}

  /** Holds all facts. */
  public static void holdFor(Scenario scenario) {
    firstPlan(plan(scenario, "plan.json"));
    changedPlan(plan(scenario, "changed-plan.json"));
    unchangedPlan(plan(scenario, "unchanged-plan.json"));
    refreshPlan(plan(scenario, "refresh-plan.json"));
    clockPlan(plan(scenario, "clock-plan.json"));
    configuration(plan(scenario, "changed-plan.json").configuration());
    state(scenario);
    outputs(scenario);
    events(scenario);
    validation(Validation.read(scenario.document("invalid.json")));
    sanitized(scenario);
    nothingShowsASecret(scenario);
  }

  /** Reads a plan among the documents. */
  public static Plan plan(Scenario scenario, String name) {
    return new PlanReader().read(scenario.document(name));
  }

  static void firstPlan(Plan plan) {
    assertThat(plan.terraformVersion()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(plan.timestamp()).isPresent();
    assertThat(plan.errored()).isFalse();
    assertThat(plan.applyable()).isTrue();
    assertThat(plan.complete()).isTrue();
    assertThat(plan.isEmpty()).isFalse();
    assertThat(plan.changesByAddress())
        .containsKeys(
            "terraform_data.counted[0]",
            "terraform_data.counted[1]",
            "terraform_data.each[\"a\"]",
            "terraform_data.each[\"b.c/d\"]",
            "module.child[\"one\"].terraform_data.inner");
    assertThat(plan.resource("terraform_data.each[\"b.c/d\"]").index())
        .isEqualTo(Value.of("b.c/d"));
    assertThat(plan.resource("terraform_data.counted[1]").index()).isEqualTo(Value.of(1));
    assertThat(plan.resource("module.child[\"one\"].terraform_data.inner").module())
        .isEqualTo("module.child[\"one\"]");

    ResourceChange plain = plan.resource("terraform_data.plain");
    assertThat(plain.action()).isEqualTo(Action.CREATE);
    assertThat(plain.after("input.size").number()).isEqualTo(SIZE);
    assertThat(plain.after("input.nothing").isNull()).isTrue();
    assertThat(plain.after("id").value().isKnown()).isFalse();

    ResourceChange unknown = plan.resource("terraform_data.unknown");
    assertThat(unknown.after("input.list[0]").text()).isEqualTo("known");
    assertThat(unknown.after("input.list[1]").value().isKnown()).isFalse();
    assertThat(unknown.after("input.list[2].deep").value().isKnown()).isFalse();
    assertThat(unknown.after("input.list[2].known").integer()).isEqualTo(1);
    assertThat(unknown.after("input.map.id").value().isKnown()).isFalse();
    assertThat(unknown.after("input.map[\"key with space\"]").text()).isEqualTo("known");

    ResourceChange secret = plan.resource("terraform_data.secret");
    assertThat(secret.after("input.user").text()).isEqualTo("app");
    assertThat(secret.after("input.password").value().isSensitive()).isTrue();
    assertThat(secret.after("input.password").secret()).isEqualTo(Secret.of(Scenario.CANARY));
    assertThat(secret.after("input.nested[0].token").value().isSensitive()).isTrue();
    assertThat(secret.after("input.nested[0].open").integer()).isEqualTo(1);

    assertThat(plan.resource("data.terraform_remote_state.other").action()).isEqualTo(Action.READ);
    assertThat(plan.resource("data.terraform_remote_state.other").isManaged()).isFalse();

    assertThat(plan.outputChanges().get("number").after()).isEqualTo(Value.of(SIZE));
    assertThat(plan.outputChanges().get("id").after().isKnown()).isFalse();
    assertThat(plan.outputChanges().get("password").after().isSensitive()).isTrue();
    assertThat(plan.priorState().resources()).isEmpty();
    assertThat(
            plan.plannedValues().resource("terraform_data.plain").attribute("input.size").number())
        .isEqualTo(SIZE);
    assertThat(plan.checks())
        .extracting(CheckResult::address, CheckResult::status, CheckResult::problems)
        .contains(
            tuple("check.names", "fail", List.of("There are only 2 names.")),
            tuple("check.size", "unknown", List.of()));
    assertThat(plan.variables().get("canary").isSensitive()).isTrue();
    assertThat(plan.variables().get("guarded").isSensitive()).isTrue();
    assertThat(plan.variables().get("names"))
        .isEqualTo(Value.of(Map.of("a", "first", "b.c/d", "second")));
    assertThat(plan.drift()).isEmpty();
    assertThat(plan.deferredChanges()).isEmpty();
    assertThat(plan.secrets()).contains(Secret.of(Scenario.CANARY));
  }

  static void changedPlan(Plan plan) {
    assertThat(actions(plan))
        .containsEntry("terraform_data.counted[0]", Action.NO_OP)
        .containsEntry("terraform_data.counted[2]", Action.CREATE)
        .containsEntry("terraform_data.deleted", Action.DELETE)
        .containsEntry("terraform_data.forgotten", Action.FORGET)
        .containsEntry("terraform_data.replaced", Action.DELETE_THEN_CREATE)
        .containsEntry("terraform_data.replaced_gently", Action.CREATE_THEN_DELETE)
        .containsEntry("terraform_data.updated", Action.UPDATE)
        .containsEntry("module.child[\"two\"].terraform_data.inner", Action.DELETE)
        .containsEntry("module.child[\"three\"].terraform_data.inner", Action.CREATE);

    ResourceChange replaced = plan.resource("terraform_data.replaced");
    assertThat(replaced.change().replacePaths())
        .containsExactly(AttributePath.parse("triggers_replace"));
    assertThat(replaced.actionReason()).contains("replace_because_cannot_update");
    assertThat(plan.resource("terraform_data.new_name").previousAddress())
        .contains("terraform_data.old_name");
    assertThat(plan.resource("terraform_data.new_name").isChange()).isTrue();
    assertThat(plan.resource("terraform_data.imported").change().importing())
        .flatMap(Change.Importing::id)
        .contains("an-id-from-elsewhere");
    assertThat(plan.resource("terraform_data.deleted").change().after()).isEqualTo(Value.of(null));
    assertThat(plan.resource("terraform_data.deleted").before("input").text()).isEqualTo("goes");
    assertThat(plan.outputChanges().get("flag").action()).isEqualTo(Action.DELETE);
    assertThat(plan.outputChanges().get("text").before()).isEqualTo(Value.of("a text"));
    assertThat(plan.outputChanges().get("text").after()).isEqualTo(Value.of("another text"));
    assertThat(plan.priorState().resource("terraform_data.deleted").attribute("input").text())
        .isEqualTo("goes");
    assertThat(plan.plannedValues().find("terraform_data.deleted")).isEmpty();
    assertThat(plan.relevantAttributes())
        .anySatisfy(
            relevant -> {
              assertThat(relevant.resource())
                  .isEqualTo("module.child[\"one\"].terraform_data.inner");
              // Terraform 1.13 tells less than 1.11.
              assertThat(relevant.attribute().toString()).matches("output(\\.label)?");
            });
    assertThat(plan.differences().describe())
        .contains(
            """
            terraform_data.updated is updated
              input.generation: 1 -> 2
              input.password: (sensitive value) -> (sensitive value)
            """,
            "terraform_data.replaced is replaced, the old one deleted first"
                + " (replace_because_cannot_update)\n",
            "  triggers_replace.generation: 1 -> 2 (forces replacement)\n",
            "terraform_data.new_name is moved from terraform_data.old_name\n",
            "terraform_data.imported is imported by id an-id-from-elsewhere\n",
            "output \"text\" is changed\n  (all): \"a text\" -> \"another text\"");
    assertThat(plan.differences().summary())
        .isEqualTo(
            "2 to move or import, 2 to create, 1 to update, 2 to replace, 2 to delete, 1 to forget,"
                + " 3 outputs to change");
  }

  private static Map<String, Action> actions(Plan plan) {
    return plan.changesByAddress().values().stream()
        .collect(Collectors.toMap(ResourceChange::address, ResourceChange::action));
  }

  static void unchangedPlan(Plan plan) {
    assertThat(plan.differences().describe()).isEmpty();
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.applyable()).isFalse();
    assertThat(plan).hasToString("Plan[no changes]");
  }

  static void refreshPlan(Plan plan) {
    assertThat(plan.drift())
        .extracting(ResourceChange::address)
        .contains("terraform_data.new_name");
    assertThat(plan.resourceChanges()).isEmpty();
  }

  static void clockPlan(Plan plan) {
    assertThat(plan.differences().describe())
        .matches(
            """
            terraform_data\\.clock is updated
              input\\.now: "[^"]+" -> \\(known after apply\\)
              input\\.secret: \\(sensitive value\\) -> \\(sensitive value\\)
              output: .*secret = \\(sensitive value\\).* -> \\(known after apply\\)
            output "now" is changed
              \\(all\\): "[^"]+" -> \\(known after apply\\)""");
  }

  static void configuration(Configuration configuration) {
    assertThat(configuration.providers().get("terraform").fullName())
        .isEqualTo("terraform.io/builtin/terraform");
    var resources = configuration.root().resources();
    assertThat(resources.get("terraform_data.plain").expressions().arguments().get("input"))
        .isInstanceOfSatisfying(
            Expression.Constant.class,
            constant -> assertThat(constant.value().in("x").at("name").text()).isEqualTo("plain"));
    assertThat(resources.get("terraform_data.unknown").expressions().references())
        .contains("terraform_data.plain.id", "terraform_data.plain");
    assertThat(resources.get("terraform_data.each").forEach())
        .hasValueSatisfying(
            expression -> assertThat(expression.references()).containsExactly("var.names"));
    assertThat(resources.get("terraform_data.counted").count())
        .contains(new Expression.Constant(Value.of(3)));
    assertThat(resources.get("data.terraform_remote_state.other").dependsOn())
        .containsExactly("terraform_data.plain");
    var child = configuration.root().calls().get("child");
    assertThat(child.source()).isEqualTo("./child");
    assertThat(child.expressions().arguments().get("token").references())
        .containsExactly("var.canary");
    assertThat(child.module().variables().get("token").sensitive()).isTrue();
    assertThat(child.module().resources().get("terraform_data.inner").expressions().references())
        .contains("var.label", "var.token", "var.fixed");
    assertThat(configuration.root().outputs().get("password").sensitive()).isTrue();
    assertThat(configuration.root().outputs().get("id").expression().references())
        .contains("terraform_data.plain.id");
    assertThat(configuration.root().variables().get("guarded").defaultValue())
        .hasValueSatisfying(value -> assertThat(value.isSensitive()).isTrue());
  }

  static void state(Scenario scenario) {
    State state = new StateReader().read(scenario.document("state.json"));
    StateResource plain = state.resource("terraform_data.plain");
    assertThat(plain.attribute("input.size").number()).isEqualTo(SIZE);
    assertThat(state.resource("terraform_data.secret").attribute("input.password").secret())
        .isEqualTo(Secret.of(Scenario.CANARY));
    assertThat(
            state
                .resource("terraform_data.secret")
                .attribute("input.password")
                .value()
                .isSensitive())
        .isTrue();
    assertThat(state.resource("terraform_data.each[\"b.c/d\"]").index())
        .isEqualTo(Value.of("b.c/d"));
    assertThat(state.resource("terraform_data.unknown").dependsOn())
        .contains("terraform_data.plain");
    assertThat(state.resource("data.terraform_remote_state.other").mode()).isEqualTo("data");
    assertThat(state.resourcesOfType("terraform_data")).hasSize(15);
    assertThat(state.modules())
        .containsExactlyInAnyOrder("", "module.child[\"one\"]", "module.child[\"two\"]");
    assertThat(state.outputs().number("number")).isEqualTo(SIZE);
    assertThat(state.checks())
        .extracting(CheckResult::address, CheckResult::status)
        .contains(tuple("check.names", "fail"), tuple("check.size", "pass"));
    assertThat(state.secrets()).contains(Secret.of(Scenario.CANARY));

    StateFile file = StateFile.read(scenario.document("pull.json"));
    assertThat(file.version()).isEqualTo(4);
    assertThat(file.serial()).isPositive();
    assertThat(file.lineage()).isNotEmpty();
    assertThat(file.terraformVersion()).isEqualTo(state.terraformVersion());

    State changed = new StateReader().read(scenario.document("changed-state.json"));
    assertThat(changed.resources())
        .containsKeys("terraform_data.imported", "terraform_data.new_name")
        .doesNotContainKeys("terraform_data.deleted", "terraform_data.forgotten");
  }

  /** An object among the outputs. */
  record Database(
      String hostName,
      int port,
      Kind kind,
      List<Replica> replicas,
      Map<String, String> tags,
      Optional<String> comment) {

    enum Kind {
      READ_ONLY,
      READ_WRITE
    }

    record Replica(String hostName, int port) {}
  }

  /** An object of secrets among the outputs. */
  record Account(Value user, Secret password) {}

  static void outputs(Scenario scenario) {
    Outputs outputs = Outputs.read(scenario.document("outputs.json"));
    assertThat(outputs.text("text")).isEqualTo("a text");
    assertThat(outputs.number("number")).isEqualTo(SIZE);
    assertThat(outputs.bool("flag")).isTrue();
    assertThat(outputs.texts("texts")).containsExactly("a", "b");
    assertThat(outputs.secret("password")).isEqualTo(Secret.of(Scenario.CANARY));
    assertThat(outputs.get("account").reveal().as(Account.class).password())
        .isEqualTo(Secret.of(Scenario.CANARY));
    assertThat(outputs.as("database", Database.class))
        .isEqualTo(
            new Database(
                "db.example.org",
                3306,
                Database.Kind.READ_WRITE,
                List.of(new Database.Replica("r1.example.org", 3307)),
                Map.of("team", "data"),
                Optional.empty()));
    assertThat(outputs.withheld()).isEmpty();

    Outputs told =
        events(scenario, "apply.jsonl", TerraformEvent.Outputs.class)
            .map(Outputs::of)
            .reduce((first, last) -> last)
            .orElseThrow();
    assertThat(told.number("number")).isEqualTo(SIZE);
    assertThat(told.names()).isEqualTo(outputs.names());
    assertThat(told.withheld()).isEqualTo(Set.of("account", "password"));
  }

  static void events(Scenario scenario) {
    for (String name : Scenario.NAMES) {
      if (name.endsWith(".jsonl")) {
        assertThat(events(scenario, name, TerraformEvent.class))
            .as(name)
            .noneMatch(TerraformEvent.Other.class::isInstance)
            .noneMatch(TerraformEvent.Text.class::isInstance);
      }
    }
    assertThat(events(scenario, "plan.jsonl", TerraformEvent.Version.class)).hasSize(1);
    assertThat(events(scenario, "apply.jsonl", TerraformEvent.ChangeSummary.class))
        .anySatisfy(
            summary -> {
              assertThat(summary.operation()).isEqualTo("apply");
              assertThat(summary.add()).isEqualTo(15);
            });
    assertThat(events(scenario, "changed-plan.jsonl", TerraformEvent.PlannedChange.class))
        .anySatisfy(
            planned -> {
              assertThat(planned.resource()).hasToString("terraform_data.new_name");
              assertThat(planned.action()).isEqualTo("move");
              assertThat(planned.previous()).hasToString("Optional[terraform_data.old_name]");
            })
        .anySatisfy(
            planned -> {
              assertThat(planned.action()).isEqualTo("replace");
              assertThat(planned.reason()).contains("cannot_update");
            })
        .anySatisfy(
            planned -> {
              assertThat(planned.action()).isEqualTo("import");
              assertThat(planned.importedId()).contains("an-id-from-elsewhere");
            });
    assertThat(events(scenario, "apply.jsonl", TerraformEvent.Provisioning.class))
        .anySatisfy(line -> assertThat(line.output()).contains("provisioned"));

    Progress progress = new Progress();
    events(scenario, "apply.jsonl", TerraformEvent.class).forEach(progress);
    assertThat(progress.of("terraform_data.plain"))
        .hasValueSatisfying(
            resource -> {
              assertThat(resource.status()).isEqualTo(Status.DONE);
              assertThat(resource.elapsed()).isPositive();
            });
    assertThat(progress.counts()).containsEntry(Status.DONE, 16L);

    Progress failing = new Progress();
    events(scenario, "failing-apply.jsonl", TerraformEvent.class).forEach(failing);
    assertThat(failing.counts()).isEqualTo(Map.of(Status.DONE, 1L, Status.FAILED, 1L));
    assertThat(events(scenario, "failing-apply.jsonl", TerraformEvent.DiagnosticFound.class))
        .anySatisfy(
            found -> {
              Diagnostic diagnostic = found.diagnostic();
              assertThat(diagnostic.isError()).isTrue();
              assertThat(diagnostic.summary()).isEqualTo("local-exec provisioner error");
              assertThat(diagnostic.detail()).contains("exit status 3");
              assertThat(diagnostic.address()).contains("terraform_data.bad");
              assertThat(diagnostic.range()).hasToString("Optional[main.tf:10:28]");
            });

    assertThat(events(scenario, "test.jsonl", TerraformEvent.TestsFound.class))
        .extracting(TerraformEvent.TestsFound::runs)
        .containsExactly(
            Map.of("tests/size.tftest.hcl", List.of("is_one", "is_two", "comes_too_late")));
    assertThat(events(scenario, "test.jsonl", TerraformEvent.TestRun.class))
        .anySatisfy(
            run -> {
              assertThat(run.run()).isEqualTo("is_two");
              assertThat(run.status()).contains("fail");
            });
    assertThat(events(scenario, "test.jsonl", TerraformEvent.DiagnosticFound.class))
        .anySatisfy(
            found -> {
              assertThat(found.diagnostic().detail()).startsWith("The size is not 2.");
              assertThat(found.testFile()).contains("tests/size.tftest.hcl");
              assertThat(found.testRun()).contains("is_two");
            });
    assertThat(events(scenario, "test.jsonl", TerraformEvent.TestSummary.class))
        .singleElement()
        .satisfies(
            summary -> {
              assertThat(summary.status()).isEqualTo("fail");
              assertThat(summary.failed()).isEqualTo(1);
            });
  }

  private static <T extends TerraformEvent> Stream<T> events(
      Scenario scenario, String name, Class<T> type) {
    EventReader reader = new EventReader();
    return scenario.lines(name).stream().map(reader::read).filter(type::isInstance).map(type::cast);
  }

  static void validation(Validation validation) {
    assertThat(validation.valid()).isFalse();
    assertThat(validation.errors())
        .anySatisfy(
            error -> {
              assertThat(error.summary()).isEqualTo("Unsupported argument");
              assertThat(error.range()).hasToString("Optional[main.tf:2:3]");
              assertThat(error.snippet())
                  .hasValueSatisfying(
                      snippet -> assertThat(snippet.code()).isEqualTo("  inputs = \"misspelt\""));
            });
  }

  static void sanitized(Scenario scenario) {
    for (String name :
        List.of(
            "plan.json",
            "changed-plan.json",
            "unchanged-plan.json",
            "refresh-plan.json",
            "clock-plan.json")) {
      Plan plan = plan(scenario, name);
      assertThat(plan.json().equals(scenario.document(name))).as(name).isTrue();
      assertThat(plan.json()).as(name).contains("s3cret");
      String sanitized = plan.sanitizedJson();
      assertThat(sanitized).as(name).doesNotContain(Scenario.CANARIES);
      // What is not secret is still there, and it is still a plan.
      assertThat(new PlanReader().read(sanitized).changesByAddress().keySet())
          .isEqualTo(plan.changesByAddress().keySet());
      assertThat(Json.read(name, sanitized).in(name).map().keySet())
          .isEqualTo(Json.read(name, plan.json()).in(name).map().keySet());
    }
    for (String name : List.of("state.json", "changed-state.json", "outputs.json")) {
      assertThat(new StateReader().sanitize(scenario.document(name)))
          .as(name)
          .doesNotContain(Scenario.CANARIES)
          .contains("db.example.org")
          .contains("12345678901234567890.123456789");
    }
  }

  static void nothingShowsASecret(Scenario scenario) {
    Plan plan = plan(scenario, "changed-plan.json");
    State state = new StateReader().read(scenario.document("state.json"));
    Stream.of(
            plan,
            plan.resourceChanges(),
            plan.outputChanges(),
            plan.variables(),
            plan.configuration().root().variables(),
            plan.differences(),
            plan.differences().describe(),
            plan(scenario, "clock-plan.json").differences(),
            plan.secrets(),
            state,
            state.resources(),
            state.outputs(),
            Outputs.read(scenario.document("outputs.json")))
        .forEach(shown -> assertThat(shown.toString()).doesNotContain(Scenario.CANARIES));
  }
}
