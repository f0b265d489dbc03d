package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.state.CheckResult;
import dev.groundtruth.provisioning.terraform.state.State;
import dev.groundtruth.provisioning.terraform.state.StateReader;
import dev.groundtruth.provisioning.value.Located;
import dev.groundtruth.provisioning.value.NullValue;
import dev.groundtruth.provisioning.value.SensitiveValue;
import dev.groundtruth.provisioning.value.TextValue;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import dev.groundtruth.provisioning.value.Value;
import dev.groundtruth.provisioning.value.internal.NearMisses;
import dev.groundtruth.provisioning.value.internal.SensitiveTexts;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What Terraform is going to do, as {@code terraform show -json} tells of a saved plan. The
 * sections are read when they are asked for.
 */
public final class Plan {

  private final PlanSections sections;
  private final Lazy<List<ResourceChange>> resourceChanges;
  private final Lazy<Map<String, ResourceChange>> changesByAddress;
  private final Lazy<List<ResourceChange>> drift;
  private final Lazy<Map<String, Change>> outputChanges;
  private final Lazy<State> priorState;
  private final Lazy<State> plannedValues;
  private final Lazy<Configuration> configuration;
  private final Lazy<PlanDifferences> differences;
  private final Lazy<SensitiveTexts> sensitiveTexts;
  private final Lazy<List<CheckResult>> checks;
  private final Lazy<Map<String, Value>> variables;

  Plan(PlanSections sections) {
    this.sections = sections;
    resourceChanges = new Lazy<>(() -> changes("resource_changes"));
    changesByAddress = new Lazy<>(this::readChangesByAddress);
    drift = new Lazy<>(() -> changes("resource_drift"));
    outputChanges = new Lazy<>(this::readOutputChanges);
    priorState = new Lazy<>(this::readPriorState);
    plannedValues = new Lazy<>(this::readPlannedValues);
    configuration =
        new Lazy<>(() -> ConfigurationReader.configuration(sections.find("configuration")));
    differences = new Lazy<>(() -> PlanDifferences.of(this));
    sensitiveTexts = new Lazy<>(this::readSensitiveTexts);
    checks = new Lazy<>(() -> sections.list("checks").stream().map(StateReader::check).toList());
    variables = new Lazy<>(this::readVariables);
  }

  private List<ResourceChange> changes(String section) {
    return sections.list(section).stream().map(ChangeReader::resourceChange).toList();
  }

  private Map<String, ResourceChange> readChangesByAddress() {
    Map<String, ResourceChange> byAddress = new LinkedHashMap<>();
    for (ResourceChange change : resourceChanges()) {
      if (change.deposed().isEmpty()) {
        byAddress.put(change.address(), change);
      }
    }
    return Collections.unmodifiableMap(byAddress);
  }

  private Map<String, Change> readOutputChanges() {
    Map<String, Change> changes = new LinkedHashMap<>();
    sections
        .find("output_changes")
        .ifPresent(
            section ->
                section
                    .map()
                    .forEach((name, change) -> changes.put(name, ChangeReader.change(change))));
    return Collections.unmodifiableMap(changes);
  }

  private State readPriorState() {
    StateReader reader = new StateReader();
    return sections
        .find("prior_state")
        .map(reader::state)
        .orElseGet(() -> reader.values("", Optional.empty(), List.of()));
  }

  private State readPlannedValues() {
    return new StateReader().values(terraformVersion(), sections.find("planned_values"), checks());
  }

  /**
   * The version of Terraform that made the plan.
   *
   * @return the version
   */
  public String terraformVersion() {
    return sections.text("terraform_version");
  }

  /**
   * When the plan was made; the time that {@code plantimestamp()} returns.
   *
   * @return the time; nothing if Terraform is too old to tell
   */
  public Optional<Instant> timestamp() {
    return sections
        .find("timestamp")
        .map(Located::text)
        .map(text -> OffsetDateTime.parse(text).toInstant());
  }

  /**
   * Whether making the plan failed half-way, so that the rest of it is missing.
   *
   * @return true if it failed
   */
  public boolean errored() {
    return sections.find("errored").map(Located::bool).orElse(false);
  }

  /**
   * Whether applying the plan would do anything. OpenTofu does not tell, and neither does Terraform
   * before 1.7; then a plan is that changes something and did not fail.
   *
   * @return true if it would
   */
  public boolean applyable() {
    return sections.find("applyable").map(Located::bool).orElseGet(() -> !errored() && !isEmpty());
  }

  /**
   * Whether nothing is left to do after an apply of the plan; something is if it has targets or
   * deferred changes. OpenTofu does not tell, and neither does Terraform before 1.8; then targets
   * go unnoticed.
   *
   * @return true if nothing is left
   */
  public boolean complete() {
    return sections
        .find("complete")
        .map(Located::bool)
        .orElseGet(() -> !errored() && deferredChanges().isEmpty());
  }

  /**
   * What is done to each resource and data source, also where that is nothing.
   *
   * @return the changes, deposed objects among them
   */
  public List<ResourceChange> resourceChanges() {
    return resourceChanges.get();
  }

  /**
   * What is done to each instance, without deposed objects.
   *
   * @return absolute address to change
   */
  public Map<String, ResourceChange> changesByAddress() {
    return changesByAddress.get();
  }

  /**
   * What is done to an instance.
   *
   * @param address its absolute address
   * @return the change
   * @throws UnexpectedValueException if the plan has no such instance; names those that are near
   */
  public ResourceChange resource(String address) {
    return find(address)
        .orElseThrow(
            () -> {
              List<String> near = NearMisses.of(address, changesByAddress().keySet(), 3);
              return new UnexpectedValueException(
                  "The plan has no %s among its %d resources, perhaps you should %s"
                      .formatted(
                          address,
                          changesByAddress().size(),
                          near.isEmpty()
                              ? "plan the configuration that has it"
                              : "ask for " + String.join(" or ", near)));
            });
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
    return drift.get();
  }

  /**
   * What the plan puts off.
   *
   * @return the changes that cannot be planned yet
   */
  public List<DeferredChange> deferredChanges() {
    return sections.list("deferred_changes").stream()
        .map(
            deferred ->
                new DeferredChange(
                    deferred.find("reason").map(Located::text).orElse("unknown"),
                    ChangeReader.resourceChange(deferred.at("resource_change"))))
        .toList();
  }

  /**
   * What becomes of the outputs of the root module.
   *
   * @return name to change, also where nothing changes
   */
  public Map<String, Change> outputChanges() {
    return outputChanges.get();
  }

  /**
   * What is there before the apply.
   *
   * @return the state; an empty one if nothing was applied yet
   */
  public State priorState() {
    return priorState.get();
  }

  /**
   * What is there after the apply, as far as it is known; what is unknown is left out.
   *
   * @return the values
   */
  public State plannedValues() {
    return plannedValues.get();
  }

  /**
   * What becomes of the conditions, as far as they can be evaluated yet.
   *
   * @return the results
   */
  public List<CheckResult> checks() {
    return checks.get();
  }

  /**
   * The variables of the root module.
   *
   * @return name to value, with what is declared as sensitive marked
   */
  public Map<String, Value> variables() {
    return variables.get();
  }

  /**
   * The text that a variable of the root module has.
   *
   * @param name its name
   * @return the text; nothing if there is no such variable, or its value is no text or sensitive
   */
  public Optional<String> textVariable(String name) {
    return variables().get(name) instanceof TextValue text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  private Map<String, Value> readVariables() {
    Map<String, Value> variables = new LinkedHashMap<>();
    sections
        .find("variables")
        .ifPresent(
            section ->
                section
                    .map()
                    .forEach((name, variable) -> variables.put(name, variable(name, variable))));
    return Collections.unmodifiableMap(variables);
  }

  private Value variable(String name, Located variable) {
    Value value = variable.find("value").map(Located::value).orElse(NullValue.NULL);
    ConfiguredModule.ConfiguredVariable declared = configuration().root().variables().get(name);
    return declared != null && declared.sensitive() ? new SensitiveValue(value) : value;
  }

  /**
   * The configuration.
   *
   * @return what refers to what
   */
  public Configuration configuration() {
    return configuration.get();
  }

  /**
   * The attributes that may have contributed to the changes.
   *
   * @return the attributes
   */
  public List<RelevantAttribute> relevantAttributes() {
    return sections.list("relevant_attributes").stream()
        .map(
            relevant ->
                new RelevantAttribute(
                    relevant.at("resource").text(), ChangeReader.path(relevant.at("attribute"))))
        .toList();
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
    return differences.get();
  }

  /**
   * Everything that is sensitive, to be kept out of logs.
   *
   * @return the texts, those of fewer than six characters left out
   */
  public Set<Secret> secrets() {
    return sensitiveTexts().secrets();
  }

  SensitiveTexts sensitiveTexts() {
    return sensitiveTexts.get();
  }

  private SensitiveTexts readSensitiveTexts() {
    List<Value> values = new ArrayList<>(variables().values());
    Stream.of(
            resourceChanges().stream().map(ResourceChange::change),
            drift().stream().map(ResourceChange::change),
            outputChanges().values().stream())
        .flatMap(Function.identity())
        .forEach(
            change -> {
              values.add(change.before());
              values.add(change.after());
            });
    return SensitiveTexts.in(values);
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
