package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.terraform.state.CheckResult;
import dev.groundtruth.provisioning.terraform.state.State;
import dev.groundtruth.provisioning.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sections of a plan, each read when it is first asked for. */
@SuppressWarnings("DoNotCallSuggester") // not written yet
final class PlanSections {

  String terraformVersion() {
    throw new UnsupportedOperationException();
  }

  Optional<Instant> timestamp() {
    throw new UnsupportedOperationException();
  }

  boolean errored() {
    throw new UnsupportedOperationException();
  }

  boolean applyable() {
    throw new UnsupportedOperationException();
  }

  boolean complete() {
    throw new UnsupportedOperationException();
  }

  List<ResourceChange> resourceChanges() {
    throw new UnsupportedOperationException();
  }

  Map<String, ResourceChange> changesByAddress() {
    throw new UnsupportedOperationException();
  }

  ResourceChange resource(String address) {
    throw new UnsupportedOperationException(address);
  }

  List<ResourceChange> drift() {
    throw new UnsupportedOperationException();
  }

  List<DeferredChange> deferredChanges() {
    throw new UnsupportedOperationException();
  }

  Map<String, Change> outputChanges() {
    throw new UnsupportedOperationException();
  }

  State priorState() {
    throw new UnsupportedOperationException();
  }

  State plannedValues() {
    throw new UnsupportedOperationException();
  }

  List<CheckResult> checks() {
    throw new UnsupportedOperationException();
  }

  Map<String, Value> variables() {
    throw new UnsupportedOperationException();
  }

  Configuration configuration() {
    throw new UnsupportedOperationException();
  }

  List<RelevantAttribute> relevantAttributes() {
    throw new UnsupportedOperationException();
  }

  String json() {
    throw new UnsupportedOperationException();
  }

  String sanitizedJson() {
    throw new UnsupportedOperationException();
  }
}
