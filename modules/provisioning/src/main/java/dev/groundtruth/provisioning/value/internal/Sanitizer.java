package dev.groundtruth.provisioning.value.internal;

import dev.groundtruth.provisioning.value.BoolValue;
import dev.groundtruth.provisioning.value.ListValue;
import dev.groundtruth.provisioning.value.NullValue;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.SensitiveValue;
import dev.groundtruth.provisioning.value.TextValue;
import dev.groundtruth.provisioning.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Masks in Terraform's JSON what its marks name: a value beside {@code before_sensitive}, {@code
 * after_sensitive} or {@code sensitive_values}, and one in an object that says {@code "sensitive":
 * true}. A text that is sensitive in one place is masked in the values of all others too, since
 * configurations repeat what they mark only once.
 */
public final class Sanitizer {

  private static final Set<String> VALUES =
      Set.of(
          "before",
          "after",
          "value",
          "default",
          "problems",
          "generated_config",
          "identity",
          "before_identity",
          "after_identity");

  /**
   * Sections whose members have names that mean nothing to Terraform: an output may be "before".
   */
  private static final Set<String> NAMED_BY_USERS =
      Set.of("outputs", "output_changes", "variables", "module_calls", "provider_config");

  /** Sections with constants among the names of arguments. */
  private static final Set<String> EXPRESSIONS =
      Set.of("expression", "expressions", "count_expression", "for_each_expression");

  private static final Set<String> MASKED_IF_SENSITIVE = Set.of("value", "default");

  private Sanitizer() {}

  /**
   * Masks everything in a plan or in a state.
   *
   * @param json what Terraform wrote; may have sensitive values already, which are treated alike
   * @return the JSON with sensitive values in the place of those that are marked
   */
  public static Value sanitize(Value json) {
    Value marked = mark(json);
    return redact(marked, SensitiveTexts.in(List.of(marked)));
  }

  /**
   * Masks everything in outputs.
   *
   * @param json what {@code terraform output -json} wrote: name to output
   * @return the JSON with sensitive values in the place of those that are marked
   */
  public static Value sanitizeOutputs(Value json) {
    Value marked = each(json, Sanitizer::mark);
    SensitiveTexts texts = SensitiveTexts.in(List.of(marked));
    return each(marked, output -> redact(output, texts));
  }

  /**
   * Masks the constants of an expression, as the section {@code configuration} writes it.
   *
   * @param expression the expression
   * @param marks the tree that marks what is sensitive in its value
   * @return the expression
   */
  public static Value maskConstants(Value expression, Value marks) {
    if (marks instanceof NullValue || isFalse(marks)) {
      return expression;
    }
    if (expression instanceof ListValue blocks) {
      Value common = marks;
      if (marks instanceof ListValue list) {
        // Sets are in another order here than there: what is marked in one is masked in all.
        return new ListValue(
            blocks.elements().stream()
                .map(
                    block -> {
                      Value masked = block;
                      for (Value mark : list.elements()) {
                        masked = maskConstants(masked, mark);
                      }
                      return masked;
                    })
                .toList());
      }
      return new ListValue(
          blocks.elements().stream().map(block -> maskConstants(block, common)).toList());
    }
    if (!(expression instanceof ObjectValue object)) {
      return expression;
    }
    Map<String, Value> masked = new LinkedHashMap<>();
    object
        .members()
        .forEach(
            (name, member) -> {
              if (name.equals("constant_value")) {
                masked.put(name, Marks.merge(member, NullValue.NULL, marks));
              } else if (marks instanceof BoolValue) {
                masked.put(name, maskConstants(member, marks));
              } else {
                masked.put(name, maskMember(name, member, marks));
              }
            });
    return new ObjectValue(masked);
  }

  private static Value maskMember(String name, Value member, Value marks) {
    if (marks instanceof ObjectValue tree) {
      return maskConstants(member, tree.member(name).orElse(NullValue.NULL));
    }
    Value masked = member;
    if (marks instanceof ListValue list) {
      for (Value mark : list.elements()) {
        masked = maskMember(name, masked, mark);
      }
    }
    return masked;
  }

  private static boolean isFalse(Value mark) {
    return mark instanceof BoolValue bool && !bool.value();
  }

  private static Value mark(Value json) {
    if (json instanceof ListValue list) {
      return new ListValue(list.elements().stream().map(Sanitizer::mark).toList());
    }
    if (!(json instanceof ObjectValue object)) {
      return json;
    }
    boolean sensitive =
        object
            .member("sensitive")
            .filter(flag -> flag instanceof BoolValue bool && bool.value())
            .isPresent();
    Map<String, Value> masked = new LinkedHashMap<>();
    object
        .members()
        .forEach(
            (name, member) -> {
              Optional<Value> marks = marks(object, name);
              if (NAMED_BY_USERS.contains(name)) {
                masked.put(name, each(member, Sanitizer::mark));
              } else if (EXPRESSIONS.contains(name)) {
                masked.put(name, sensitive ? maskConstants(member, new BoolValue(true)) : member);
              } else if (marks.isPresent()) {
                masked.put(name, Marks.merge(member, NullValue.NULL, marks.get()));
              } else if (sensitive && MASKED_IF_SENSITIVE.contains(name)) {
                masked.put(name, new SensitiveValue(member));
              } else {
                masked.put(name, isValue(object, name) ? member : mark(member));
              }
            });
    return new ObjectValue(masked);
  }

  /** The tree beside a value that marks what is sensitive in it. */
  private static Optional<Value> marks(ObjectValue object, String name) {
    return object
        .member(name + "_sensitive")
        .or(() -> object.member("sensitive_" + name))
        .or(
            () ->
                name.endsWith("_values")
                    ? object.member(name.substring(0, name.length() - 7) + "_sensitive")
                    : Optional.empty());
  }

  /** Whether a member is a value of the user's, in which no name has a meaning to Terraform. */
  private static boolean isValue(ObjectValue object, String name) {
    return VALUES.contains(name)
        || (name.equals("values") && object.member("root_module").isEmpty() && isResource(object));
  }

  private static boolean isResource(ObjectValue object) {
    return object.member("type").isPresent() && object.member("name").isPresent();
  }

  private static Value redact(Value json, SensitiveTexts texts) {
    if (json instanceof ListValue list) {
      return new ListValue(
          list.elements().stream().map(element -> redact(element, texts)).toList());
    }
    if (!(json instanceof ObjectValue object)) {
      return json;
    }
    Map<String, Value> redacted = new LinkedHashMap<>();
    object
        .members()
        .forEach(
            (name, member) -> {
              if (NAMED_BY_USERS.contains(name)) {
                redacted.put(name, each(member, named -> redact(named, texts)));
              } else if (EXPRESSIONS.contains(name)) {
                redacted.put(name, redactConstants(member, texts));
              } else {
                redacted.put(
                    name, isValue(object, name) ? shown(member, texts) : redact(member, texts));
              }
            });
    return new ObjectValue(redacted);
  }

  private static Value redactConstants(Value expression, SensitiveTexts texts) {
    if (expression instanceof ListValue list) {
      return new ListValue(
          list.elements().stream().map(block -> redactConstants(block, texts)).toList());
    }
    if (!(expression instanceof ObjectValue object)) {
      return expression;
    }
    Map<String, Value> redacted = new LinkedHashMap<>();
    object
        .members()
        .forEach(
            (name, member) ->
                redacted.put(
                    name,
                    name.equals("constant_value")
                        ? shown(member, texts)
                        : redactConstants(member, texts)));
    return new ObjectValue(redacted);
  }

  private static Value each(Value json, UnaryOperator<Value> change) {
    if (!(json instanceof ObjectValue object)) {
      return json;
    }
    Map<String, Value> changed = new LinkedHashMap<>();
    object.members().forEach((name, member) -> changed.put(name, change.apply(member)));
    return new ObjectValue(changed);
  }

  /** A longer text, for example a script, keeps what is not secret in it. */
  private static Value shown(Value value, SensitiveTexts texts) {
    if (value instanceof TextValue text) {
      return new TextValue(texts.redact(text.value()));
    }
    if (value instanceof ListValue list) {
      return new ListValue(list.elements().stream().map(element -> shown(element, texts)).toList());
    }
    if (value instanceof ObjectValue object) {
      Map<String, Value> members = new LinkedHashMap<>();
      object
          .members()
          .forEach((name, member) -> members.put(texts.redact(name), shown(member, texts)));
      return new ObjectValue(members);
    }
    return texts.mask(value);
  }
}
