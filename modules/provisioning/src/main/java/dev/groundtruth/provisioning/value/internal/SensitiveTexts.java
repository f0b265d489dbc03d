package dev.groundtruth.provisioning.value.internal;

import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.value.ListValue;
import dev.groundtruth.provisioning.value.NumberValue;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.SensitiveValue;
import dev.groundtruth.provisioning.value.TextValue;
import dev.groundtruth.provisioning.value.Value;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The texts and long numbers that are sensitive somewhere. Terraform marks a value in one place and
 * shows it in others: the {@code output} of a {@code terraform_data} has the marks of its {@code
 * input} no longer once it is in the state. What shows values to people masks them everywhere.
 */
public final class SensitiveTexts {

  /** Shorter texts are too common: every value that contains one would be spoiled. */
  private static final int SHORTEST = 6;

  private final Set<Secret> secrets;
  private final Redactor redactor;

  private SensitiveTexts(Set<Secret> secrets) {
    this.secrets = Collections.unmodifiableSet(secrets);
    this.redactor = new Redactor(secrets);
  }

  /**
   * Collects them.
   *
   * @param values values with sensitive parts
   * @return the texts in these parts, short ones left out
   */
  public static SensitiveTexts in(Collection<Value> values) {
    Set<Secret> secrets = new LinkedHashSet<>();
    values.forEach(value -> collect(value, false, secrets));
    return new SensitiveTexts(secrets);
  }

  private static void collect(Value value, boolean sensitive, Set<Secret> secrets) {
    if (value instanceof SensitiveValue found) {
      collect(found.reveal(), true, secrets);
    } else if (value instanceof ListValue list) {
      list.elements().forEach(element -> collect(element, sensitive, secrets));
    } else if (value instanceof ObjectValue object) {
      object.members().values().forEach(member -> collect(member, sensitive, secrets));
    } else if (sensitive && value instanceof TextValue text) {
      add(text.value(), secrets);
    } else if (sensitive && value instanceof NumberValue number) {
      add(number.toString(), secrets);
    }
  }

  private static void add(String text, Set<Secret> secrets) {
    if (text.length() >= SHORTEST) {
      secrets.add(Secret.of(text));
    }
  }

  /**
   * The texts.
   *
   * @return the texts
   */
  public Set<Secret> secrets() {
    return secrets;
  }

  /**
   * Masks a value wherever it contains one of the texts.
   *
   * @param value the value
   * @return the value, with each text and number sensitive that contains one
   */
  public Value mask(Value value) {
    if (secrets.isEmpty()) {
      return value;
    }
    if (value instanceof TextValue text) {
      return isAmong(text.value()) ? new SensitiveValue(text) : text;
    }
    if (value instanceof NumberValue number) {
      return isAmong(number.toString()) ? new SensitiveValue(number) : number;
    }
    if (value instanceof ListValue list) {
      return new ListValue(list.elements().stream().map(this::mask).toList());
    }
    if (value instanceof ObjectValue object) {
      Map<String, Value> masked = new LinkedHashMap<>();
      object.members().forEach((name, member) -> masked.put(redact(name), mask(member)));
      return new ObjectValue(masked);
    }
    return value;
  }

  /**
   * Masks the texts in another.
   *
   * @param text the other
   * @return the other without them
   */
  public String redact(String text) {
    return secrets.isEmpty() || text.length() < SHORTEST ? text : redactor.redact(text);
  }

  private boolean isAmong(String text) {
    return !redact(text).equals(text);
  }
}
