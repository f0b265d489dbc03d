package dev.groundtruth.network.awscli;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Problem;
import dev.groundtruth.network.SourceLocation;
import dev.groundtruth.network.model.Identity;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A part of a dump, with where it is.
 *
 * @param node the JSON
 * @param scope the folder the file is in: a region and account
 * @param location where the element begins that it is a part of
 * @param path where it is within the file
 */
record Item(JsonNode node, String scope, SourceLocation location, String path) {

  /** A mistake in a dump, on its way to be reported with the others. */
  static final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Fault(Problem problem) {
      super(problem.toString());
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }

  Fault fault(String field, String message) {
    return new Fault(new Problem(location, field.isEmpty() ? path : path + "." + field, message));
  }

  boolean has(String field) {
    JsonNode value = node.path(field);
    return !value.isMissingNode() && !value.isNull();
  }

  /** A text that has to be there. */
  String text(String field) {
    return optional(field)
        .orElseThrow(
            () ->
                fault(
                    field,
                    "is missing, perhaps you should dump again without --query and with"
                        + " --output json"));
  }

  /** A text, unless it is absent, null or empty. */
  Optional<String> optional(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw fault(field, "is no text, perhaps you should dump again");
    }
    return Optional.of(value.stringValue()).filter(text -> !text.isEmpty());
  }

  OptionalInt number(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalInt.empty();
    }
    if (!value.isInt()) {
      throw fault(field, "is no whole number, perhaps you should dump again");
    }
    return OptionalInt.of(value.intValue());
  }

  boolean flag(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw fault(field, "is neither true nor false, perhaps you should dump again");
    }
    return value.booleanValue();
  }

  /** A part that is an object; an empty one if it is absent. */
  Item part(String field) {
    return new Item(node.path(field), scope, location, path + "." + field);
  }

  /** The elements of an array; none if it is absent. */
  List<Item> parts(String field) {
    JsonNode array = node.path(field);
    if (!array.isMissingNode() && !array.isNull() && !array.isArray()) {
      throw fault(field, "is no list, perhaps you should dump again");
    }
    List<Item> parts = new ArrayList<>();
    for (JsonNode element : array) {
      parts.add(new Item(element, scope, location, path + "." + field + "[" + parts.size() + "]"));
    }
    return parts;
  }

  /** The elements of an array that has to be there, as without it nothing would be allowed. */
  List<Item> requiredParts(String field) {
    if (!has(field)) {
      throw fault(field, "is missing, perhaps you should dump again without --query");
    }
    return parts(field);
  }

  /** The texts of an array; none if it is absent. */
  List<String> texts(String field) {
    return parts(field).stream()
        .map(
            part -> {
              if (!part.node().isString()) {
                throw part.fault("", "is no text, perhaps you should dump again");
              }
              return part.node().stringValue();
            })
        .toList();
  }

  /** One field of each element of an array, which has to have it. */
  List<String> texts(String array, String field) {
    return parts(array).stream().map(part -> part.text(field)).toList();
  }

  Optional<Cidr> cidr(String field) {
    return optional(field).map(text -> parse(field, text, Cidr::parse));
  }

  Optional<InetAddress> address(String field) {
    return optional(field).map(text -> parse(field, text, Cidr::parseAddress));
  }

  <T> T parse(String field, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw fault(field, String.valueOf(e.getMessage()));
    }
  }

  /** The tags in the spellings of EC2, RDS and ECS. */
  Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Item tag : parts("Tags")) {
      tags.put(tag.text("Key"), tag.optional("Value").orElse(""));
    }
    for (Item tag : parts("TagSet")) {
      tags.put(tag.text("Key"), tag.optional("Value").orElse(""));
    }
    for (Item tag : parts("TagList")) {
      tags.put(tag.text("Key"), tag.optional("Value").orElse(""));
    }
    for (Item tag : parts("tags")) {
      tags.put(tag.text("key"), tag.optional("value").orElse(""));
    }
    return tags;
  }

  Identity identity(String id) {
    return identity(id, tags());
  }

  Identity identity(String id, Map<String, String> tags) {
    return new Identity(id, Optional.of(id), Optional.empty(), tags, Optional.of(location));
  }

  /** The identity of a part that AWS has no id for. */
  Identity unnamed(String key) {
    return new Identity(key, Optional.empty(), Optional.empty(), Map.of(), Optional.of(location));
  }
}
