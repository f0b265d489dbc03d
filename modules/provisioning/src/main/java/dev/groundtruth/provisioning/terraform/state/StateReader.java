package dev.groundtruth.provisioning.terraform.state;

import dev.groundtruth.provisioning.terraform.event.UnsupportedFormatException;
import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.Located;
import dev.groundtruth.provisioning.value.NullValue;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.TextValue;
import dev.groundtruth.provisioning.value.Value;
import dev.groundtruth.provisioning.value.internal.Marks;
import dev.groundtruth.provisioning.value.internal.Sanitizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what {@code terraform show -json} writes of a state. Has no state, so one serves all. */
public final class StateReader {

  /** A reader. */
  public StateReader() {}

  /**
   * Reads a state.
   *
   * @param json what {@code terraform show -json} wrote
   * @return the state; an empty one if nothing was ever applied
   * @throws dev.groundtruth.provisioning.value.MalformedJsonException if it is not JSON
   * @throws UnsupportedFormatException if its format is of another major version than 1
   * @throws dev.groundtruth.provisioning.value.UnexpectedValueException if it is no state
   */
  public State read(String json) {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a state.
   *
   * @param json what {@code terraform show -json} wrote
   * @return the state; an empty one if nothing was ever applied
   * @throws dev.groundtruth.provisioning.value.MalformedJsonException if it is not JSON
   * @throws UnsupportedFormatException if its format is of another major version than 1
   * @throws dev.groundtruth.provisioning.value.UnexpectedValueException if it is no state
   */
  public State read(byte[] json) {
    Located root = Json.read("the state", json).in("The state");
    UnsupportedFormatException.check(
        "The state", root.find("format_version").map(Located::text).orElse(""), "1");
    return state(root);
  }

  /**
   * A state for reports: the JSON text with everything masked that Terraform marks as sensitive.
   *
   * @param json what {@code terraform show -json} or {@code terraform output -json} wrote
   * @return the JSON text
   * @throws dev.groundtruth.provisioning.value.MalformedJsonException if it is not JSON
   */
  public String sanitize(String json) {
    Value state = Json.read("the state", json);
    boolean isState =
        state instanceof ObjectValue object
            && object.members().get("format_version") instanceof TextValue;
    return Json.write(isState ? Sanitizer.sanitize(state) : Sanitizer.sanitizeOutputs(state));
  }

  /**
   * Reads the values of a state that is part of something else, for example of a plan.
   *
   * @param state an object with {@code values}, or without if it is empty
   * @return the state
   * @throws dev.groundtruth.provisioning.value.UnexpectedValueException if it is no state
   */
  public State state(Located state) {
    List<CheckResult> checks = new ArrayList<>();
    state.find("checks").ifPresent(list -> list.list().forEach(check -> checks.add(check(check))));
    return values(
        state.find("terraform_version").map(Located::text).orElse(""),
        state.find("values"),
        checks);
  }

  /**
   * Reads the values of a state or of a plan.
   *
   * @param terraformVersion the version that wrote them
   * @param values an object with {@code root_module} and {@code outputs}
   * @param checks what became of the conditions
   * @return the state
   * @throws dev.groundtruth.provisioning.value.UnexpectedValueException if they are no values
   */
  public State values(String terraformVersion, Optional<Located> values, List<CheckResult> checks) {
    List<StateResource> resources = new ArrayList<>();
    Set<String> modules = new LinkedHashSet<>();
    values
        .flatMap(found -> found.find("root_module"))
        .ifPresent(root -> module(root, resources, modules));
    Outputs outputs =
        values.flatMap(found -> found.find("outputs")).map(Outputs::read).orElse(Outputs.NONE);
    return new State(terraformVersion, resources, modules, outputs, checks);
  }

  private static void module(Located module, List<StateResource> resources, Set<String> modules) {
    String address = module.find("address").map(Located::text).orElse("");
    modules.add(address);
    module
        .find("resources")
        .ifPresent(
            list -> list.list().forEach(resource -> resources.add(resource(address, resource))));
    module
        .find("child_modules")
        .ifPresent(list -> list.list().forEach(child -> module(child, resources, modules)));
  }

  private static StateResource resource(String module, Located resource) {
    return new StateResource(
        resource.at("address").text(),
        module,
        resource.at("mode").text(),
        resource.at("type").text(),
        resource.at("name").text(),
        resource.find("index").map(Located::value).orElse(NullValue.NULL),
        resource.find("provider_name").map(Located::text).orElse(""),
        Marks.merge(
            resource.find("values").map(Located::value).orElse(ObjectValue.EMPTY),
            NullValue.NULL,
            resource.find("sensitive_values").map(Located::value).orElse(NullValue.NULL)),
        resource.find("depends_on").map(Located::texts).orElse(List.of()),
        resource.find("tainted").map(Located::bool).orElse(false),
        resource.find("deposed_key").map(Located::text));
  }

  /**
   * Reads a result of conditions, as states and plans write it.
   *
   * @param check the result
   * @return the result
   * @throws dev.groundtruth.provisioning.value.UnexpectedValueException if it is none
   */
  public static CheckResult check(Located check) {
    Map<String, Located> address = check.at("address").map();
    List<String> problems = new ArrayList<>();
    check
        .find("instances")
        .ifPresent(
            instances ->
                instances
                    .list()
                    .forEach(
                        instance ->
                            instance
                                .find("problems")
                                .ifPresent(
                                    list ->
                                        list.list()
                                            .forEach(
                                                problem ->
                                                    problems.add(problem.at("message").text())))));
    return new CheckResult(
        text(address, "kind"), text(address, "to_display"), check.at("status").text(), problems);
  }

  private static String text(Map<String, Located> members, String name) {
    Located member = members.get(name);
    return member != null && member.value() instanceof TextValue text ? text.value() : "";
  }
}
