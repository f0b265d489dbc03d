package dev.groundtruth.provisioning.value.internal;

import dev.groundtruth.provisioning.value.BoolValue;
import dev.groundtruth.provisioning.value.ListValue;
import dev.groundtruth.provisioning.value.NullValue;
import dev.groundtruth.provisioning.value.NumberValue;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.SensitiveValue;
import dev.groundtruth.provisioning.value.TextValue;
import dev.groundtruth.provisioning.value.UnknownValue;
import dev.groundtruth.provisioning.value.Value;
import java.io.StringWriter;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes values as JSON; what is sensitive or unknown as a text that says so. */
public final class JsonTarget {

  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  private JsonTarget() {}

  /**
   * Writes a value.
   *
   * @param value the value
   * @return the JSON text
   */
  public static String write(Value value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(generator, value);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, Value value) {
    if (value instanceof NullValue) {
      generator.writeNull();
    } else if (value instanceof BoolValue bool) {
      generator.writeBoolean(bool.value());
    } else if (value instanceof NumberValue number) {
      generator.writeNumber(number.toString());
    } else if (value instanceof TextValue text) {
      generator.writeString(text.value());
    } else if (value instanceof ListValue list) {
      generator.writeStartArray();
      list.elements().forEach(element -> write(generator, element));
      generator.writeEndArray();
    } else if (value instanceof ObjectValue object) {
      generator.writeStartObject();
      for (Map.Entry<String, Value> member : object.members().entrySet()) {
        generator.writeName(member.getKey());
        write(generator, member.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof UnknownValue) {
      generator.writeString(UnknownValue.MARK);
    } else {
      generator.writeString(SensitiveValue.MARK);
    }
  }
}
