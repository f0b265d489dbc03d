package dev.groundtruth.provisioning.value;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.value.internal.NearMisses;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value and the place it is at. The accessors are strict: a number is no text, and what is
 * sensitive is only given away by {@link #secret()} and {@link #reveal()}.
 *
 * @param subject what the value belongs to, for example {@code output "vpc"}
 * @param path where the value is within that
 * @param value the value
 */
public record Located(String subject, AttributePath path, Value value) {

  /**
   * The value at a path from here.
   *
   * @param further the path, as {@link AttributePath#parse} reads it
   * @return the value there
   * @throws UnexpectedValueException if there is none; names the first step that is missing, and
   *     what is there instead
   */
  public Located at(String further) {
    return at(AttributePath.parse(further));
  }

  /**
   * The value at a path from here.
   *
   * @param further the path
   * @return the value there
   * @throws UnexpectedValueException if there is none; names the first step that is missing, and
   *     what is there instead
   */
  public Located at(AttributePath further) {
    return find(further).orElseThrow(() -> missing(further));
  }

  /**
   * The value at a path from here, if there is one.
   *
   * @param further the path, as {@link AttributePath#parse} reads it
   * @return the value there, or nothing; also where a null is on the way or at its end
   */
  public Optional<Located> find(String further) {
    return find(AttributePath.parse(further)).filter(found -> !found.isNull());
  }

  private Optional<Located> find(AttributePath further) {
    return value.find(further).map(found -> new Located(subject, path.then(further), found));
  }

  /**
   * Whether the value is null, sensitive or not.
   *
   * @return true if it is
   */
  public boolean isNull() {
    return value.revealed() instanceof NullValue;
  }

  /**
   * The value as text.
   *
   * @return the text
   * @throws UnexpectedValueException if the value is no text, unknown or sensitive
   */
  public String text() {
    if (value instanceof TextValue text) {
      return text.value();
    }
    throw unexpected("a text");
  }

  /**
   * The value as a number, with all its digits.
   *
   * @return the number
   * @throws UnexpectedValueException if the value is no number, unknown or sensitive
   */
  public BigDecimal number() {
    if (value instanceof NumberValue number) {
      return number.value();
    }
    throw unexpected("a number");
  }

  /**
   * The value as an integer of 32 bits.
   *
   * @return the number
   * @throws UnexpectedValueException if the value is no such integer, unknown or sensitive
   */
  public int integer() {
    try {
      return number().intValueExact();
    } catch (ArithmeticException e) {
      throw unexpected("an integer of 32 bits");
    }
  }

  /**
   * The value as an integer of 64 bits.
   *
   * @return the number
   * @throws UnexpectedValueException if the value is no such integer, unknown or sensitive
   */
  public long longInteger() {
    try {
      return number().longValueExact();
    } catch (ArithmeticException e) {
      throw unexpected("an integer of 64 bits");
    }
  }

  /**
   * The value as true or false.
   *
   * @return which of them
   * @throws UnexpectedValueException if the value is neither, unknown or sensitive
   */
  public boolean bool() {
    if (value instanceof BoolValue bool) {
      return bool.value();
    }
    throw unexpected("a bool");
  }

  /**
   * The elements of a list, tuple or set.
   *
   * @return the elements with their places
   * @throws UnexpectedValueException if the value is no list, unknown or sensitive
   */
  public List<Located> list() {
    if (value instanceof ListValue list) {
      List<Located> elements = new ArrayList<>();
      for (Value element : list.elements()) {
        elements.add(new Located(subject, path.element(elements.size()), element));
      }
      return Collections.unmodifiableList(elements);
    }
    throw unexpected("a list");
  }

  /**
   * The members of an object or map.
   *
   * @return name to value with its place, in the order in which they were written
   * @throws UnexpectedValueException if the value is no object, unknown or sensitive
   */
  public Map<String, Located> map() {
    if (value instanceof ObjectValue object) {
      Map<String, Located> members = new LinkedHashMap<>();
      object
          .members()
          .forEach(
              (name, member) -> members.put(name, new Located(subject, path.member(name), member)));
      return Collections.unmodifiableMap(members);
    }
    throw unexpected("an object");
  }

  /**
   * The texts of a list.
   *
   * @return the texts
   * @throws UnexpectedValueException if the value is no list of texts, or not all of it is known
   *     and not sensitive
   */
  public List<String> texts() {
    return list().stream().map(Located::text).toList();
  }

  /**
   * The value as a secret text, whether Terraform marks it as sensitive or not.
   *
   * @return the secret
   * @throws UnexpectedValueException if the value is no text, or unknown
   */
  public Secret secret() {
    if (value.revealed() instanceof TextValue text) {
      return Secret.of(text.value());
    }
    throw unexpected("a text");
  }

  /**
   * The same value without the marks that make it and its parts sensitive, for the one place that
   * needs it.
   *
   * @return the value, which shows secrets from here on
   */
  public Located reveal() {
    return new Located(subject, path, value.revealed());
  }

  /**
   * The value as an object of a Java type.
   *
   * <p>A record takes the members of its components' names, written as they are or in snake case
   * ({@code vpcId} takes {@code vpc_id}); members without a component are ignored. Within it are
   * {@link String}, {@link BigDecimal}, {@link java.math.BigInteger}, {@code int}, {@code long},
   * {@code boolean} and their boxes, enums (by constant name, whatever the case and with {@code -}
   * for {@code _}), {@link Optional} (nothing for a missing or null member), {@link List}, {@link
   * java.util.Set}, {@link Map} with text keys, further records, {@link Secret} and {@link Value}.
   *
   * @param type the type
   * @param <T> the type
   * @return the object
   * @throws UnexpectedValueException if a member is missing, of another type, unknown, or sensitive
   *     while the component is neither a {@link Secret} nor a {@link Value}
   * @throws IllegalArgumentException if the type or that of a component is none of these
   */
  public <T> T as(Class<T> type) {
    return RecordMapping.map(this, type);
  }

  UnexpectedValueException unexpected(String wanted) {
    if (value instanceof SensitiveValue) {
      return new UnexpectedValueException(
          "%s is sensitive, perhaps you should ask for it with secret() or after reveal()"
              .formatted(place()));
    }
    if (value instanceof UnknownValue) {
      return new UnexpectedValueException(
          "%s is known only after the apply, perhaps you should ask for it then"
              .formatted(place()));
    }
    return new UnexpectedValueException(
        "%s is %s and not %s%s, perhaps you should ask for %s"
            .formatted(
                place(),
                withArticle(value.kind()),
                wanted,
                shownValue(),
                value instanceof NullValue ? "an optional with find()" : accessor()));
  }

  /** Only what can hardly be a secret that nobody marked. */
  private String shownValue() {
    return value instanceof NumberValue || value instanceof BoolValue ? ": " + value : "";
  }

  private String accessor() {
    if (value instanceof TextValue) {
      return "text()";
    }
    if (value instanceof NumberValue) {
      return "number()";
    }
    if (value instanceof BoolValue) {
      return "bool()";
    }
    return value instanceof ListValue ? "list()" : "map()";
  }

  private static String withArticle(String kind) {
    if (kind.equals("null")) {
      return kind;
    }
    return (kind.startsWith("o") ? "an " : "a ") + kind;
  }

  private UnexpectedValueException missing(AttributePath further) {
    // The longest part of the way that exists tells more than the whole way that does not.
    Located last = this;
    AttributePath way = further;
    while (!way.isRoot()) {
      Optional<Located> next = last.find(new AttributePath(List.of(way.first())));
      if (next.isEmpty()) {
        break;
      }
      last = next.get();
      way = way.rest();
    }
    String step = way.first().key();
    List<String> near =
        last.value.revealed() instanceof ObjectValue object
            ? NearMisses.of(step, object.members().keySet(), 3)
            : List.of();
    String wanted = last.path.then(new AttributePath(List.of(way.first()))).toString();
    return new UnexpectedValueException(
        "%s has no %s: %s is %s, perhaps you should ask for %s"
            .formatted(
                subject,
                wanted,
                last.path.isRoot() ? "it" : last.path,
                withArticle(last.value.kind()),
                near.isEmpty() ? "what is there" : String.join(" or ", near)));
  }

  String place() {
    return path.isRoot() ? subject : path + " of " + subject;
  }
}
