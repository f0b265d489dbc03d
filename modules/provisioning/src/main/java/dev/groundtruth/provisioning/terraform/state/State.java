package dev.groundtruth.provisioning.terraform.state;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import dev.groundtruth.provisioning.value.Value;
import dev.groundtruth.provisioning.value.internal.NearMisses;
import dev.groundtruth.provisioning.value.internal.SensitiveTexts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What exists according to Terraform, or what is to exist according to a plan: resources by
 * address, and outputs.
 */
public final class State {

  private final String terraformVersion;
  private final Map<String, StateResource> resources;
  private final List<StateResource> deposed;
  private final Set<String> modules;
  private final Outputs outputs;
  private final List<CheckResult> checks;

  /**
   * A state.
   *
   * @param terraformVersion the version that wrote it; empty if it is not known
   * @param resources the instances of resources and data sources
   * @param modules the addresses of the module instances; empty for the root
   * @param outputs the outputs of the root module
   * @param checks what became of the conditions
   */
  public State(
      String terraformVersion,
      List<StateResource> resources,
      Set<String> modules,
      Outputs outputs,
      List<CheckResult> checks) {
    this.terraformVersion = terraformVersion;
    Map<String, StateResource> byAddress = new LinkedHashMap<>();
    List<StateResource> replaced = new ArrayList<>();
    for (StateResource resource : resources) {
      if (resource.deposed().isPresent()) {
        replaced.add(resource);
      } else {
        byAddress.put(resource.address(), resource);
      }
    }
    this.resources = Collections.unmodifiableMap(byAddress);
    this.deposed = List.copyOf(replaced);
    this.modules = Collections.unmodifiableSet(new LinkedHashSet<>(modules));
    this.outputs = outputs;
    this.checks = List.copyOf(checks);
  }

  /**
   * The version that wrote the state.
   *
   * @return the version; empty if nothing was ever applied
   */
  public String terraformVersion() {
    return terraformVersion;
  }

  /**
   * The instances of resources and data sources, without deposed objects.
   *
   * @return address to instance
   */
  public Map<String, StateResource> resources() {
    return resources;
  }

  /**
   * Objects that are still to be deleted, since others took their places.
   *
   * @return the objects
   */
  public List<StateResource> deposed() {
    return deposed;
  }

  /**
   * The instances of one type.
   *
   * @param type for example {@code aws_instance}
   * @return the instances
   */
  public List<StateResource> resourcesOfType(String type) {
    return resources.values().stream().filter(resource -> resource.type().equals(type)).toList();
  }

  /**
   * An instance, if there is one.
   *
   * @param address its absolute address
   * @return the instance, or nothing
   */
  public Optional<StateResource> find(String address) {
    return Optional.ofNullable(resources.get(address));
  }

  /**
   * An instance.
   *
   * @param address its absolute address
   * @return the instance
   * @throws UnexpectedValueException if there is none; names those that are near
   */
  public StateResource resource(String address) {
    return find(address)
        .orElseThrow(
            () -> {
              List<String> near = NearMisses.of(address, resources.keySet(), 3);
              return new UnexpectedValueException(
                  "The state has no %s among its %d resources, perhaps you should %s"
                      .formatted(
                          address,
                          resources.size(),
                          near.isEmpty()
                              ? "apply the configuration that has it"
                              : "ask for " + String.join(" or ", near)));
            });
  }

  /**
   * The module instances.
   *
   * @return their addresses; empty for the root
   */
  public Set<String> modules() {
    return modules;
  }

  /**
   * The outputs of the root module.
   *
   * @return the outputs
   */
  public Outputs outputs() {
    return outputs;
  }

  /**
   * What became of the conditions of the last apply.
   *
   * @return the results
   */
  public List<CheckResult> checks() {
    return checks;
  }

  /**
   * Everything that is sensitive, to be kept out of logs.
   *
   * @return the texts, those of fewer than six characters left out
   */
  public Set<Secret> secrets() {
    List<Value> values = new ArrayList<>(outputs.values().values());
    resources.values().forEach(resource -> values.add(resource.values()));
    deposed.forEach(resource -> values.add(resource.values()));
    return SensitiveTexts.in(values).secrets();
  }

  /** The addresses, never a value. */
  @Override
  public String toString() {
    return "State" + resources.keySet();
  }
}
