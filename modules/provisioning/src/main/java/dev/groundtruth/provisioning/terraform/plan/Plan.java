package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.terraform.state.CheckResult;
import dev.groundtruth.provisioning.terraform.state.State;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import dev.groundtruth.provisioning.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Terraform is going to do, as {@code terraform show -json} tells of a saved plan. The
 * sections are read when they are asked for.
 */
public final class Plan {

  private final PlanSections sections;

  Plan(PlanSections sections) {
    this.sections = sections;
  }

  /**
   * The version of Terraform that made the plan.
   *
   * @return the version
   */
  public String terraformVersion() {
    return sections.terraformVersion();
  }

  /**
   * When the plan was made; the time that {@code plantimestamp()} returns.
   *
   * @return the time; nothing if Terraform is too old to tell
   */
  public Optional<Instant> timestamp() {
    return sections.timestamp();
  }

  /**
   * Whether making the plan failed half-way, so that the rest of it is missing.
   *
   * @return true if it failed
   */
  public boolean errored() {
    return sections.errored();
  }

  /**
   * Whether applying the plan would do anything.
   *
   * @return true if it would
   */
  public boolean applyable() {
    return sections.applyable();
  }

  /**
   * Whether nothing is left to do after an apply of the plan; something is if it has targets or
   * deferred changes.
   *
   * @return true if nothing is left
   */
  public boolean complete() {
    return sections.complete();
  }

  /**
   * What is done to each resource and data source, also where that is nothing.
   *
   * @return the changes, deposed objects among them
   */
  public List<ResourceChange> resourceChanges() {
    return sections.resourceChanges();
  }

  /**
   * What is done to each instance, without deposed objects.
   *
   * @return absolute address to change
   */
  public Map<String, ResourceChange> changesByAddress() {
    return sections.changesByAddress();
  }

  /**
   * What is done to an instance.
   *
   * @param address its absolute address
   * @return the change
   * @throws UnexpectedValueException if the plan has no such instance; names those that are near
   */
  public ResourceChange resource(String address) {
    return sections.resource(address);
  }

  /**
   * What is done to an instance, if the plan has it.
   *
   * @param address its absolute address
   * @return the change, or nothing
   */
  public Optional<ResourceChange> find(String address) {
    return Optional.ofNullable(changesByAddress().get(address));
  }

  /**
   * What was done to resources outside of Terraform since the last apply.
   *
   * @return the changes that the refresh found
   */
  public List<ResourceChange> drift() {
    return sections.drift();
  }

  /**
   * What the plan puts off.
   *
   * @return the changes that cannot be planned yet
   */
  public List<DeferredChange> deferredChanges() {
    return sections.deferredChanges();
  }

  /**
   * What becomes of the outputs of the root module.
   *
   * @return name to change, also where nothing changes
   */
  public Map<String, Change> outputChanges() {
    return sections.outputChanges();
  }

  /**
   * What is there before the apply.
   *
   * @return the state; an empty one if nothing was applied yet
   */
  public State priorState() {
    return sections.priorState();
  }

  /**
   * What is there after the apply, as far as it is known; what is unknown is left out.
   *
   * @return the values
   */
  public State plannedValues() {
    return sections.plannedValues();
  }

  /**
   * What becomes of the conditions, as far as they can be evaluated yet.
   *
   * @return the results
   */
  public List<CheckResult> checks() {
    return sections.checks();
  }

  /**
   * The variables of the root module.
   *
   * @return name to value, with what is declared as sensitive marked
   */
  public Map<String, Value> variables() {
    return sections.variables();
  }

  /**
   * The configuration.
   *
   * @return what refers to what
   */
  public Configuration configuration() {
    return sections.configuration();
  }

  /**
   * The attributes that may have contributed to the changes.
   *
   * @return the attributes
   */
  public List<RelevantAttribute> relevantAttributes() {
    return sections.relevantAttributes();
  }

  /**
   * Whether the plan changes nothing: no resource, no output, no address of a resource, and nothing
   * is imported. The reading of a data source and drift alone are no change.
   *
   * @return true if there is nothing to do
   */
  public boolean isEmpty() {
    return differences().isEmpty();
  }

  /**
   * Everything the plan changes, with the attributes that differ.
   *
   * @return the differences; empty if the plan is
   */
  public PlanDifferences differences() {
    return PlanDifferences.of(this);
  }

  /**
   * The plan as Terraform wrote it, to be handed to other programs and modules. It contains
   * secrets.
   *
   * @return the JSON text
   */
  public String json() {
    return sections.json();
  }

  /**
   * The plan for reports: the JSON text with everything masked that Terraform marks as sensitive,
   * in all sections.
   *
   * @return the JSON text
   */
  public String sanitizedJson() {
    return sections.sanitizedJson();
  }

  /** What is changed, never a value. */
  @Override
  public String toString() {
    return "Plan[%s]".formatted(differences().summary());
  }
}
