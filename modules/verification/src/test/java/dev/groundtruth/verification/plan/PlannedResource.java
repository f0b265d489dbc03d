package dev.groundtruth.verification.plan;

import tools.jackson.databind.JsonNode;

/**
 * A resource, or a data source, as a plan has it.
 *
 * @param address its address
 * @param type its type
 * @param isData whether it is a data source
 * @param values what is known of it
 * @param unknown where there is true, the value is known after the apply only
 */
record PlannedResource(
    String address, String type, boolean isData, JsonNode values, JsonNode unknown) {

  String text(String attribute) {
    return values.path(attribute).asString("");
  }

  JsonNode block(String name) {
    return values.path(name).path(0);
  }

  /** Whether something is given, be it known or not. */
  boolean has(String attribute) {
    JsonNode value = values.path(attribute);
    return isUnknown(unknown.path(attribute))
        || !(value.isMissingNode()
            || value.isNull()
            || (value.isContainer() && value.isEmpty())
            || value.asString("-").isEmpty());
  }

  private static boolean isUnknown(JsonNode node) {
    return node.isBoolean() && node.booleanValue();
  }
}
