package dev.groundtruth.provisioning.internal;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.command.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The variables of the environment that commands get. Immutable: each call returns another one.
 *
 * @param variables name to value
 * @param secrets name to value, where that is secret; none of them is in the other map
 * @param inherited which ones come from this process; a {@code *} at the end stands for any rest
 */
public record Environment(
    Map<String, String> variables, Map<String, Secret> secrets, Set<String> inherited) {

  /** Emulators take credentials like {@code test}, which is no secret and occurs everywhere. */
  private static final int SHORTEST_CREDENTIAL = 16;

  /** An environment. */
  public Environment {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    inherited = Collections.unmodifiableSet(new LinkedHashSet<>(inherited));
  }

  /**
   * An environment of inherited variables only.
   *
   * @param names which ones
   * @return what to begin with
   */
  public static Environment inheriting(String... names) {
    return new Environment(Map.of(), Map.of(), Set.of()).inherit(names);
  }

  /**
   * Inherits more.
   *
   * @param names which ones
   * @return the environment
   */
  public Environment inherit(String... names) {
    Set<String> all = new LinkedHashSet<>(inherited);
    Collections.addAll(all, names);
    return new Environment(variables, secrets, all);
  }

  /**
   * Sets a variable.
   *
   * @param name its name
   * @param value its value
   * @return the environment
   */
  public Environment with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(variables);
    all.put(name, value);
    Map<String, Secret> others = new LinkedHashMap<>(secrets);
    others.remove(name);
    return new Environment(all, others, inherited);
  }

  /**
   * Sets a variable whose value is secret.
   *
   * @param name its name
   * @param value its value
   * @return the environment
   */
  public Environment with(String name, Secret value) {
    Map<String, Secret> all = new LinkedHashMap<>(secrets);
    all.put(name, value);
    Map<String, String> others = new LinkedHashMap<>(variables);
    others.remove(name);
    return new Environment(others, all, inherited);
  }

  /**
   * The value of a variable, where it is not secret.
   *
   * @param name its name
   * @return what was set, or else what this process has
   */
  public Optional<String> find(String name) {
    return Optional.ofNullable(variables.get(name))
        .or(() -> Optional.ofNullable(System.getenv(name)));
  }

  /**
   * Gives a command these variables.
   *
   * @param command the command
   */
  public void applyTo(Command.Builder command) {
    command.inherit(inherited.toArray(String[]::new)).environment(variables);
    secrets.forEach(command::environment);
  }

  /**
   * Makes the credentials known that this process has in its environment.
   *
   * @param names the names of variables that hold some
   * @param redactor to whom
   */
  public static void registerCredentials(Pattern names, Redactor redactor) {
    System.getenv().entrySet().stream()
        .filter(variable -> names.matcher(variable.getKey()).matches())
        .map(Map.Entry::getValue)
        .filter(value -> value.length() >= SHORTEST_CREDENTIAL)
        .forEach(value -> redactor.register(Secret.of(value)));
  }
}
