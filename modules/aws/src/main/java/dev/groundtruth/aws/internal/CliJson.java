package dev.groundtruth.aws.internal;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.BinaryUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers of services as the AWS CLI prints them: members by their names in the service's model,
 * absent ones left out, times in ISO 8601.
 */
public final class CliJson {

  /**
   * Members that may hold secrets and tell nothing of a network: the command and the environment
   * that a task was started with, and a password that is being changed.
   */
  private static final Set<String> CONFIDENTIAL = Set.of("overrides", "MasterUserPassword");

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private CliJson() {}

  /**
   * An answer or a part of one.
   *
   * @param part what the client made of it
   * @return the same as JSON
   */
  public static ObjectNode of(SdkPojo part) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (SdkField<?> field : part.sdkFields()) {
      Object value = field.getValueOrDefault(part);
      boolean isAbsent =
          value == null
              || value instanceof SdkAutoConstructList
              || value instanceof SdkAutoConstructMap;
      if (!isAbsent && !CONFIDENTIAL.contains(field.memberName())) {
        object.set(field.memberName(), node(value));
      }
    }
    return object;
  }

  private static JsonNode node(Object value) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (value instanceof SdkPojo part) {
      return of(part);
    }
    if (value instanceof List<?> list) {
      ArrayNode array = make.arrayNode();
      list.forEach(each -> array.add(each == null ? make.nullNode() : node(each)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = make.objectNode();
      map.forEach((key, each) -> object.set(String.valueOf(key), node(each)));
      return object;
    }
    if (value instanceof Boolean flag) {
      return make.booleanNode(flag);
    }
    if (value instanceof Integer || value instanceof Long || value instanceof Short) {
      return make.numberNode(((Number) value).longValue());
    }
    if (value instanceof Number number) {
      return make.numberNode(new BigDecimal(number.toString()));
    }
    if (value instanceof Instant time) {
      return make.stringNode(text(time));
    }
    if (value instanceof SdkBytes bytes) {
      return make.stringNode(BinaryUtils.toBase64(bytes.asByteArray()));
    }
    return make.stringNode(value.toString());
  }

  /** As Python's isoformat: microseconds if there are any. */
  private static String text(Instant time) {
    int micros = time.get(ChronoField.MICRO_OF_SECOND);
    return SECONDS.format(time) + (micros == 0 ? "" : ".%06d".formatted(micros)) + "+00:00";
  }
}
