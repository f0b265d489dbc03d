package dev.groundtruth.provisioning.terraform.assertions;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.value.AttributePath;
import dev.groundtruth.provisioning.value.SensitiveValue;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import dev.groundtruth.provisioning.value.Value;
import dev.groundtruth.provisioning.value.internal.SensitiveTexts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be asserted of one attribute. Each method gives the message of the failure, or nothing
 * if the assertion holds.
 *
 * @param subject what the attribute is of, for example an address
 * @param values the attributes
 * @param sensitive texts that no failure shows
 */
record AttributeCheck(String subject, Value values, SensitiveTexts sensitive) {

  /** A check of values that show what is sensitive in no other place than their own. */
  static AttributeCheck of(String subject, Value values, Collection<Secret> secrets) {
    List<Value> sensitive = new ArrayList<>(List.of(values));
    secrets.forEach(secret -> sensitive.add(Value.of(secret)));
    return new AttributeCheck(subject, values, SensitiveTexts.in(sensitive));
  }

  Optional<String> equal(String path, @Nullable Object expected) {
    Value wanted = Value.of(expected);
    return with(
        path,
        actual -> {
          if (actual.sameAs(wanted)) {
            return Optional.empty();
          }
          // The two may share most of a secret: where one is masked, both are.
          Value shown = sensitive.mask(actual);
          boolean masked = shown.hasSensitiveParts() || wanted.hasSensitiveParts();
          return failure(
              path,
              "to be",
              masked ? new SensitiveValue(wanted) : wanted,
              (masked ? "is another " : "is ") + shown);
        });
  }

  Optional<String> absent(String path) {
    return values
        .find(AttributePath.parse(path))
        .filter(actual -> !actual.in(subject).isNull())
        .flatMap(
            actual ->
                Optional.of(
                    "Expected %s to have no %s but it is %s"
                        .formatted(subject, path, sensitive.mask(actual))));
  }

  Optional<String> unknown(String path) {
    return with(
        path,
        actual ->
            actual.isKnown()
                ? failure(
                    path,
                    "to be",
                    "(known after apply)",
                    "is known already: " + sensitive.mask(actual))
                : Optional.empty());
  }

  Optional<String> known(String path) {
    return with(
        path,
        actual ->
            actual.isWhollyKnown()
                ? Optional.empty()
                : failure(path, "to be", "known before the apply", "is " + sensitive.mask(actual)));
  }

  Optional<String> sensitive(String path) {
    return with(
        path,
        actual ->
            actual.isSensitive()
                ? Optional.empty()
                : failure(
                    path,
                    "to be",
                    SensitiveValue.MARK,
                    actual.hasSensitiveParts()
                        ? "is in parts only: " + sensitive.mask(actual)
                        : "is not: its kind is " + actual.kind()));
  }

  Optional<String> notSensitive(String path) {
    return with(
        path,
        actual ->
            actual.hasSensitiveParts()
                ? failure(path, "not to be", SensitiveValue.MARK, "is " + sensitive.mask(actual))
                : Optional.empty());
  }

  private Optional<String> failure(String path, String verb, Object expected, String actual) {
    return Optional.of(
        "Expected %s of %s %s\n  %s\nbut it %s".formatted(path, subject, verb, expected, actual));
  }

  private Optional<String> with(String path, Check check) {
    Value actual;
    try {
      actual = values.in(subject).at(path).value();
    } catch (UnexpectedValueException e) {
      // Names what is there, and what is near.
      return Optional.of("Expected %s of %s\nbut %s".formatted(path, subject, e.getMessage()));
    }
    return check.of(actual);
  }

  @FunctionalInterface
  private interface Check {
    Optional<String> of(Value actual);
  }
}
