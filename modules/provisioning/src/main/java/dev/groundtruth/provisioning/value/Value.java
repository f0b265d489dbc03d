package dev.groundtruth.provisioning.value;

import dev.groundtruth.provisioning.command.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value of Terraform's: of JSON, or one that is known only after an apply, or a sensitive one.
 *
 * <p>{@code toString} writes it in the syntax of the configuration language, with {@code (known
 * after apply)} and {@code (sensitive value)} in the places where {@code terraform plan} writes
 * them; it never shows what is sensitive.
 */
public sealed interface Value
    permits NullValue,
        BoolValue,
        NumberValue,
        TextValue,
        ListValue,
        ObjectValue,
        UnknownValue,
        SensitiveValue {

  /**
   * The value of a Java object.
   *
   * @param plain null, a {@link Boolean}, a {@link BigDecimal}, {@link BigInteger} or integral
   *     number, a {@link CharSequence}, an enum constant (its name), a {@link Secret} (a sensitive
   *     text), an {@link Optional}, a {@link Collection}, a {@link Map} with text keys, or a value
   * @return the value
   * @throws IllegalArgumentException if the object is of another type; {@code float} and {@code
   *     double} are, since they do not hold most decimal numbers exactly
   */
  static Value of(@Nullable Object plain) {
    if (plain == null) {
      return NullValue.NULL;
    }
    if (plain instanceof Value value) {
      return value;
    }
    if (plain instanceof Boolean bool) {
      return new BoolValue(bool);
    }
    if (plain instanceof CharSequence text) {
      return new TextValue(text.toString());
    }
    if (plain instanceof Enum<?> constant) {
      return new TextValue(constant.name());
    }
    if (plain instanceof Secret secret) {
      return new SensitiveValue(new TextValue(secret.reveal()));
    }
    if (plain instanceof Optional<?> optional) {
      return of(optional.orElse(null));
    }
    if (plain instanceof BigDecimal decimal) {
      return new NumberValue(decimal);
    }
    if (plain instanceof BigInteger integer) {
      return new NumberValue(new BigDecimal(integer));
    }
    if (plain instanceof Long
        || plain instanceof Integer
        || plain instanceof Short
        || plain instanceof Byte) {
      return new NumberValue(BigDecimal.valueOf(((Number) plain).longValue()));
    }
    if (plain instanceof Collection<?> elements) {
      List<Value> values = new ArrayList<>(elements.size());
      elements.forEach(element -> values.add(of(element)));
      return new ListValue(values);
    }
    if (plain instanceof Map<?, ?> entries) {
      Map<String, Value> members = new LinkedHashMap<>();
      entries.forEach((key, value) -> members.put(String.valueOf(key), of(value)));
      return new ObjectValue(members);
    }
    throw new IllegalArgumentException(
        "%s is no value of Terraform's, perhaps you should pass %s"
            .formatted(
                plain.getClass().getName(),
                plain instanceof Number
                    ? "a BigDecimal"
                    : "a text, a number, a boolean, a list or a map"));
  }

  /**
   * The value at a path.
   *
   * @param path where it is, from here
   * @return the value, or nothing if there is no such member or element. Within an unknown value
   *     everything is unknown, within a sensitive one sensitive.
   */
  Optional<Value> find(AttributePath path);

  /**
   * What the value is, in a word.
   *
   * @return for example {@code text} or {@code list of 3}
   */
  String kind();

  /**
   * Whether nothing in the value is known only after an apply.
   *
   * @return true if all of it is known
   */
  boolean isWhollyKnown();

  /**
   * Whether the value itself is known, though a part of it may not be.
   *
   * @return false for an {@link UnknownValue}, sensitive or not
   */
  default boolean isKnown() {
    return !(revealed() instanceof UnknownValue);
  }

  /**
   * Whether the value is sensitive as a whole.
   *
   * @return true for a {@link SensitiveValue}
   */
  default boolean isSensitive() {
    return this instanceof SensitiveValue;
  }

  /**
   * Whether the value or a part of it is sensitive.
   *
   * @return true if there is a {@link SensitiveValue} in it
   */
  boolean hasSensitiveParts();

  /**
   * The value without the marks that make it and its parts sensitive. What is returned shows
   * secrets, also in {@code toString}.
   *
   * @return the value itself where nothing is sensitive
   */
  Value revealed();

  /**
   * The value for an audience that may not see what is sensitive.
   *
   * @return the value with every sensitive part replaced by a text that says so
   */
  Value masked();

  /**
   * Whether two values are the same when nobody minds what is sensitive.
   *
   * @param other the other
   * @return true if they are equal without their marks
   */
  default boolean sameAs(Value other) {
    return revealed().equals(other.revealed());
  }

  /**
   * The value with the place it is at, for accessors that name it in their errors.
   *
   * @param subject what it is the value of, for example {@code output "vpc_id"}
   * @return the value at that place
   */
  default Located in(String subject) {
    return new Located(subject, AttributePath.ROOT, this);
  }
}
