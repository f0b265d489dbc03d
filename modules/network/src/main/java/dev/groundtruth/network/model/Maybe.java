package dev.groundtruth.network.model;

import java.util.Optional;
import java.util.function.Function;

/**
 * A value that may not be known yet, as in a plan before it is applied.
 *
 * @param <T> the type of the value
 */
public sealed interface Maybe<T> {

  /**
   * A known value.
   *
   * @param value the value
   * @param <T> its type
   */
  record Known<T>(T value) implements Maybe<T> {}

  /**
   * A value that will be known later.
   *
   * @param path where it will come from, for example {@code aws_instance.db.private_ip}
   * @param <T> its type
   */
  record Unknown<T>(String path) implements Maybe<T> {}

  /**
   * A known value.
   *
   * @param value the value
   * @param <T> its type
   * @return the value, known
   */
  static <T> Maybe<T> of(T value) {
    return new Known<>(value);
  }

  /**
   * A value that will be known later.
   *
   * @param attribute where it will come from
   * @param <T> its type
   * @return nothing known but the attribute
   */
  static <T> Maybe<T> unknown(String attribute) {
    return new Unknown<>(attribute);
  }

  /**
   * The value, if it is known.
   *
   * @return the value or nothing
   */
  default Optional<T> known() {
    return this instanceof Known<T> known ? Optional.of(known.value()) : Optional.empty();
  }

  /**
   * The attribute a value will come from, if it is not known.
   *
   * @return the attribute or nothing
   */
  default Optional<String> attribute() {
    return this instanceof Unknown<T> unknown ? Optional.of(unknown.path()) : Optional.empty();
  }

  /**
   * Changes the value, if it is known.
   *
   * @param change what to make of it
   * @param <R> the new type
   * @return the new value, or unknown as before
   */
  default <R> Maybe<R> map(Function<? super T, ? extends R> change) {
    return this instanceof Known<T> known
        ? of(change.apply(known.value()))
        : unknown(((Unknown<T>) this).path());
  }
}
