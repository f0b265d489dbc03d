package dev.groundtruth.provisioning.packer;

import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.value.BoolValue;
import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.ListValue;
import dev.groundtruth.provisioning.value.NumberValue;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.SensitiveValue;
import dev.groundtruth.provisioning.value.TextValue;
import dev.groundtruth.provisioning.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Hands variables to Packer: in a file, since arguments can be read by others and would need
 * quoting.
 *
 * <p>HCL2 takes JSON of any kind from a file whose name ends in {@code .json}, and does not
 * evaluate {@code ${}} in it; legacy templates take an object of texts.
 */
final class VariablesFile {

  /** A text as short as this occurs everywhere; masking it would leave nothing to read. */
  private static final int SHORTEST = 4;

  private static final int SHORTEST_NUMBER = 6;

  private VariablesFile() {}

  /**
   * The arguments for all variables.
   *
   * @param folder where the file is written
   * @param inputs the variables and files
   * @param template what they are for
   */
  static List<String> arguments(PrivateFolder folder, Inputs inputs, Template template) {
    List<String> arguments = new ArrayList<>();
    inputs.files().forEach(file -> arguments.add("-var-file=" + file));
    if (!inputs.values().isEmpty()) {
      Path file =
          folder.write("variables.pkrvars.json", json(inputs.values(), template.isLegacy()));
      // The last one wins.
      arguments.add("-var-file=" + file);
    }
    return arguments;
  }

  /** One variable a line: Packer shows the whole line of a value that it does not like. */
  private static String json(Map<String, Value> values, boolean legacy) {
    List<String> members = new ArrayList<>();
    values.forEach(
        (name, value) ->
            members.add(
                Json.write(new TextValue(name))
                    + ": "
                    + Json.writeRevealed(legacy ? text(name, value.revealed()) : value)));
    return "{\n" + String.join(",\n", members) + "\n}\n";
  }

  private static Value text(String name, Value value) {
    if (value instanceof TextValue) {
      return value;
    }
    if (value instanceof NumberValue number) {
      return new TextValue(number.value().toPlainString());
    }
    if (value instanceof BoolValue bool) {
      return new TextValue(Boolean.toString(bool.value()));
    }
    throw new IllegalArgumentException(
        "Variable %s is a %s, and a legacy JSON template takes texts, perhaps you should %s"
            .formatted(
                name,
                value.kind(),
                value instanceof ListValue ? "join it with commas" : "use an HCL2 template"));
  }

  /** Makes what is secret among the variables known. */
  static void register(Map<String, Value> values, Redactor redactor) {
    values.values().forEach(value -> register(value, false, redactor));
  }

  private static void register(Value value, boolean secret, Redactor redactor) {
    if (value instanceof SensitiveValue sensitive) {
      register(sensitive.reveal(), true, redactor);
    } else if (value instanceof ListValue list) {
      list.elements().forEach(element -> register(element, secret, redactor));
    } else if (value instanceof ObjectValue object) {
      object.members().values().forEach(member -> register(member, secret, redactor));
    } else if (secret && value instanceof TextValue text) {
      register(text.value(), SHORTEST, redactor);
    } else if (secret && value instanceof NumberValue number) {
      register(number.value().toPlainString(), SHORTEST_NUMBER, redactor);
    }
  }

  private static void register(String text, int shortest, Redactor redactor) {
    if (text.length() >= shortest) {
      redactor.register(Secret.of(text));
      redactor.register(Secret.of(machineReadable(text)));
    }
  }

  /** The form the secret has in the machine-readable output, as {@link MachineLine} reads it. */
  private static String machineReadable(String text) {
    return text.replace(",", "%!(PACKER_COMMA)").replace("\r", "\\r").replace("\n", "\\n");
  }
}
