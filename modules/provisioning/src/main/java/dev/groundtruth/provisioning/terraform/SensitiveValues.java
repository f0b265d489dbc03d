package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.plan.Change;
import dev.groundtruth.provisioning.terraform.plan.Plan;
import dev.groundtruth.provisioning.terraform.state.Outputs;
import dev.groundtruth.provisioning.terraform.state.State;
import dev.groundtruth.provisioning.value.ListValue;
import dev.groundtruth.provisioning.value.NumberValue;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.SensitiveValue;
import dev.groundtruth.provisioning.value.TextValue;
import dev.groundtruth.provisioning.value.Value;

/** Makes what Terraform marks as sensitive known to a redactor. */
final class SensitiveValues {

  /** A text as short as this occurs everywhere; masking it would leave nothing to read. */
  private static final int SHORTEST = 4;

  private static final int SHORTEST_NUMBER = 6;

  private final Redactor redactor;

  SensitiveValues(Redactor redactor) {
    this.redactor = redactor;
  }

  void register(Plan plan) {
    plan.resourceChanges().forEach(change -> register(change.change()));
    plan.drift().forEach(change -> register(change.change()));
    plan.outputChanges().values().forEach(this::register);
    plan.variables().values().forEach(value -> register(value, false));
  }

  void register(Outputs outputs) {
    outputs.values().values().forEach(value -> register(value, false));
  }

  void register(State state) {
    state.resources().values().forEach(resource -> register(resource.values(), false));
    register(state.outputs());
  }

  void register(Variables variables) {
    variables.values().values().forEach(value -> register(value, false));
  }

  private void register(Change change) {
    register(change.before(), false);
    register(change.after(), false);
  }

  private void register(Value value, boolean sensitive) {
    if (value instanceof SensitiveValue wrapped) {
      register(wrapped.reveal(), true);
    } else if (value instanceof ListValue list) {
      list.elements().forEach(element -> register(element, sensitive));
    } else if (value instanceof ObjectValue object) {
      object.members().values().forEach(member -> register(member, sensitive));
    } else if (sensitive && value instanceof TextValue text) {
      register(text.value(), SHORTEST);
    } else if (sensitive && value instanceof NumberValue number) {
      register(number.value().toPlainString(), SHORTEST_NUMBER);
    }
  }

  private void register(String text, int shortest) {
    if (text.length() >= shortest) {
      redactor.register(Secret.of(text));
    }
  }
}
