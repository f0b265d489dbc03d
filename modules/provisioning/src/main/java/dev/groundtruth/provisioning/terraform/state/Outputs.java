package dev.groundtruth.provisioning.terraform.state;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.event.TerraformEvent;
import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.Located;
import dev.groundtruth.provisioning.value.NullValue;
import dev.groundtruth.provisioning.value.SensitiveValue;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import dev.groundtruth.provisioning.value.Value;
import dev.groundtruth.provisioning.value.internal.NearMisses;
import dev.groundtruth.provisioning.value.internal.SensitiveTexts;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The outputs of the root module, typed when they are asked for.
 *
 * <pre>{@code
 * String vpc = outputs.text("vpc_id");
 * List<String> subnets = outputs.texts("subnet_ids");
 * Database database = outputs.as("database", Database.class); // a record
 * Secret password = outputs.secret("password");
 * }</pre>
 *
 * <p>A sensitive output is given away by {@link #secret} and {@link Located#reveal} only.
 */
public final class Outputs {

  /** No output at all. */
  public static final Outputs NONE = new Outputs(Map.of());

  private final Map<String, Value> values;
  private final Set<String> withheld;

  private Outputs(Map<String, Value> values) {
    this(values, Set.of());
  }

  private Outputs(Map<String, Value> values, Set<String> withheld) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    this.withheld = Collections.unmodifiableSet(new LinkedHashSet<>(withheld));
  }

  /**
   * Outputs of known values.
   *
   * @param values name to value, sensitive ones as {@link SensitiveValue}
   * @return the outputs
   */
  public static Outputs of(Map<String, Value> values) {
    return new Outputs(values);
  }

  /**
   * Reads what {@code terraform output -json} wrote.
   *
   * @param json its standard output
   * @return the outputs
   * @throws dev.groundtruth.provisioning.value.MalformedJsonException if it is not that
   */
  public static Outputs read(String json) {
    return read(Json.read("the output of terraform output", json).in("The outputs"));
  }

  static Outputs read(Located outputs) {
    Map<String, Value> values = new LinkedHashMap<>();
    outputs
        .map()
        .forEach(
            (name, output) -> {
              Value value = output.find("value").map(Located::value).orElse(NullValue.NULL);
              boolean sensitive = output.find("sensitive").map(Located::bool).orElse(false);
              values.put(name, sensitive ? new SensitiveValue(value) : value);
            });
    return new Outputs(values);
  }

  /**
   * The outputs that an apply told of itself, which saves a process. The values of sensitive ones
   * are not among them.
   *
   * @param event the event
   * @return the outputs; whether all values are there is said by {@link #withheld()}
   */
  public static Outputs of(TerraformEvent.Outputs event) {
    Map<String, Value> values = new LinkedHashMap<>();
    Set<String> withheld = new LinkedHashSet<>();
    event
        .outputs()
        .forEach(
            (name, output) -> {
              if (output.sensitive()) {
                withheld.add(name);
              } else {
                values.put(name, output.value().orElse(NullValue.NULL));
              }
            });
    return new Outputs(values, withheld);
  }

  /**
   * The names of sensitive outputs whose values were not told.
   *
   * @return the names; none unless the outputs are from an event
   */
  public Set<String> withheld() {
    return withheld;
  }

  /**
   * The names of all outputs.
   *
   * @return the names, also those withheld
   */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>(values.keySet());
    names.addAll(withheld);
    return Collections.unmodifiableSet(names);
  }

  /**
   * The values.
   *
   * @return name to value, without those withheld
   */
  public Map<String, Value> values() {
    return values;
  }

  /**
   * An output.
   *
   * @param name its name
   * @return its value, with accessors for every type
   * @throws UnexpectedValueException if there is no such output; names those that exist
   */
  public Located get(String name) {
    Value value = values.get(name);
    if (value != null) {
      return value.in("output \"" + name + "\"");
    }
    if (withheld.contains(name)) {
      throw new UnexpectedValueException(
          "output \"%s\" is sensitive and its value was not told by the apply, perhaps you should read the outputs with terraform output"
              .formatted(name));
    }
    List<String> near = NearMisses.of(name, names(), 3);
    throw new UnexpectedValueException(
        names().isEmpty()
            ? "There is no output \"%s\" and no other, perhaps you should declare it in the root module and apply"
                .formatted(name)
            : "There is no output \"%s\" among %s, perhaps you should %s"
                .formatted(
                    name,
                    String.join(", ", names()),
                    near.isEmpty()
                        ? "declare it in the root module and apply"
                        : "ask for " + String.join(" or ", near)));
  }

  /**
   * An output that is a text.
   *
   * @param name its name
   * @return the text
   * @throws UnexpectedValueException if it is missing, of another type, or sensitive
   */
  public String text(String name) {
    return get(name).text();
  }

  /**
   * An output that is a number, with all its digits.
   *
   * @param name its name
   * @return the number
   * @throws UnexpectedValueException if it is missing, of another type, or sensitive
   */
  public BigDecimal number(String name) {
    return get(name).number();
  }

  /**
   * An output that is true or false.
   *
   * @param name its name
   * @return which of them
   * @throws UnexpectedValueException if it is missing, of another type, or sensitive
   */
  public boolean bool(String name) {
    return get(name).bool();
  }

  /**
   * An output that is a list, tuple or set of texts.
   *
   * @param name its name
   * @return the texts
   * @throws UnexpectedValueException if it is missing, of another type, or sensitive
   */
  public List<String> texts(String name) {
    return get(name).texts();
  }

  /**
   * An output that is a list, tuple or set.
   *
   * @param name its name
   * @param element the type of its elements, as {@link Located#as} knows it
   * @param <T> the type of its elements
   * @return the elements
   * @throws UnexpectedValueException if it is missing, of another type, or sensitive
   */
  public <T> List<T> list(String name, Class<T> element) {
    return get(name).list().stream().map(located -> located.as(element)).toList();
  }

  /**
   * An output that is an object or a map.
   *
   * @param name its name
   * @param member the type of its members' values, as {@link Located#as} knows it
   * @param <T> the type of its members' values
   * @return name to value
   * @throws UnexpectedValueException if it is missing, of another type, or sensitive
   */
  public <T> Map<String, T> map(String name, Class<T> member) {
    Map<String, T> members = new LinkedHashMap<>();
    get(name).map().forEach((key, located) -> members.put(key, located.as(member)));
    return Collections.unmodifiableMap(members);
  }

  /**
   * An output as an object of a Java type, most of the time a record.
   *
   * @param name its name
   * @param type the type, as {@link Located#as} knows it
   * @param <T> the type
   * @return the object
   * @throws UnexpectedValueException if it is missing, of another type, or sensitive while the
   *     record does not keep it as a secret
   */
  public <T> T as(String name, Class<T> type) {
    return get(name).as(type);
  }

  /**
   * An output that is a text nobody should see.
   *
   * @param name its name
   * @return the secret
   * @throws UnexpectedValueException if it is missing or of another type
   */
  public Secret secret(String name) {
    return get(name).secret();
  }

  /**
   * Everything that is sensitive, to be kept out of logs.
   *
   * @return the texts, those of fewer than six characters left out
   */
  public Set<Secret> secrets() {
    return SensitiveTexts.in(values.values()).secrets();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Outputs outputs
        && values.equals(outputs.values)
        && withheld.equals(outputs.withheld);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** Name and value of each, sensitive ones masked. */
  @Override
  public String toString() {
    return "Outputs" + values + (withheld.isEmpty() ? "" : " without " + withheld);
  }
}
