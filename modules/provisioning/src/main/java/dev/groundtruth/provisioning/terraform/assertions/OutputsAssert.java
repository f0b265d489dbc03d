package dev.groundtruth.provisioning.terraform.assertions;

import dev.groundtruth.provisioning.terraform.state.Outputs;
import dev.groundtruth.provisioning.value.SensitiveValue;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import dev.groundtruth.provisioning.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about outputs. */
public final class OutputsAssert extends AbstractAssert<OutputsAssert, Outputs> {

  OutputsAssert(Outputs actual) {
    super(actual, OutputsAssert.class);
  }

  /**
   * Verifies the value of an output. Whether it is sensitive does not matter; a failure masks both
   * values if it is.
   *
   * <pre>{@code
   * assertThat(outputs).hasOutput("port", 3306); // passes
   * assertThat(outputs).hasOutput("port", "3306"); // fails: it is a number
   * }</pre>
   *
   * @param name its name
   * @param expected the value, as {@link Value#of} takes it
   * @return this
   * @throws AssertionError if there is no such output, or its value is another
   */
  public OutputsAssert hasOutput(String name, @Nullable Object expected) {
    Value value = value(name);
    Value wanted = Value.of(expected);
    if (!value.sameAs(wanted)) {
      boolean masked = value.hasSensitiveParts() || wanted.hasSensitiveParts();
      throw failure(
          "%s",
          "Expected output \"%s\" to be\n  %s\nbut it is %s%s"
              .formatted(
                  name, masked ? SensitiveValue.MARK : wanted, masked ? "another " : "", value));
    }
    return this;
  }

  /**
   * Verifies that an output is sensitive.
   *
   * <pre>{@code
   * assertThat(outputs).isSensitive("password"); // passes if it is declared as sensitive
   * assertThat(outputs).isSensitive("vpc_id"); // fails
   * }</pre>
   *
   * @param name its name
   * @return this
   * @throws AssertionError if there is no such output, or it is not sensitive
   */
  public OutputsAssert isSensitive(String name) {
    isNotNull();
    if (!actual.withheld().contains(name) && !value(name).isSensitive()) {
      throw failure("%s", "Expected output \"%s\" to be sensitive but it is not".formatted(name));
    }
    return this;
  }

  /**
   * Verifies that there are these outputs and no other.
   *
   * <pre>{@code
   * assertThat(outputs).hasOnly("vpc_id", "password"); // passes if these are all
   * assertThat(outputs).hasOnly("vpc_id"); // fails and names password
   * }</pre>
   *
   * @param names their names
   * @return this
   * @throws AssertionError if one is missing or there are others
   */
  public OutputsAssert hasOnly(String... names) {
    isNotNull();
    Set<String> missing = new LinkedHashSet<>(List.of(names));
    missing.removeAll(actual.names());
    Set<String> surplus = new LinkedHashSet<>(actual.names());
    surplus.removeAll(Set.of(names));
    if (!missing.isEmpty() || !surplus.isEmpty()) {
      throw failure(
          "%s",
          "Expected only the outputs %s but missing are %s, and there are also %s"
              .formatted(List.of(names), missing, surplus));
    }
    return this;
  }

  private Value value(String name) {
    isNotNull();
    try {
      return actual.get(name).value();
    } catch (UnexpectedValueException e) {
      throw failure("%s", e.getMessage());
    }
  }
}
