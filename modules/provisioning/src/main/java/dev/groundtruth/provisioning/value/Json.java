package dev.groundtruth.provisioning.value;

import dev.groundtruth.provisioning.value.internal.JsonSource;
import dev.groundtruth.provisioning.value.internal.JsonTarget;
import java.nio.charset.StandardCharsets;

/** Values as JSON text, numbers with all their digits. */
public final class Json {

  private Json() {}

  /**
   * Reads a JSON text.
   *
   * @param what what the text is, for errors, for example {@code the output of terraform show}
   * @param json the text
   * @return the value; nothing in it is unknown or sensitive, since JSON knows neither
   * @throws MalformedJsonException if the text is not JSON
   */
  public static Value read(String what, String json) {
    return read(what, json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a JSON text.
   *
   * @param what what the text is, for errors
   * @param json the text, in UTF-8 or with a byte order mark that says otherwise
   * @return the value; nothing in it is unknown or sensitive, since JSON knows neither
   * @throws MalformedJsonException if the text is not JSON
   */
  public static Value read(String what, byte[] json) {
    return JsonSource.of(what, json).root();
  }

  /**
   * Writes a value for readers who may not see what is sensitive.
   *
   * @param value the value
   * @return the text, with {@value SensitiveValue#MARK} and {@value UnknownValue#MARK} as texts
   */
  public static String write(Value value) {
    return JsonTarget.write(value.masked());
  }

  /**
   * Writes a value with its secrets, for example as a file of variables.
   *
   * @param value the value
   * @return the text, which contains secrets
   * @throws IllegalArgumentException if a part of the value is unknown
   */
  public static String writeRevealed(Value value) {
    if (!value.isWhollyKnown()) {
      throw new IllegalArgumentException(
          "A part of the value is known only after the apply, perhaps you should write it then");
    }
    return JsonTarget.write(value.revealed());
  }
}
