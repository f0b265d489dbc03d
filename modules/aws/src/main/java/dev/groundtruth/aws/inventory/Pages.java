package dev.groundtruth.aws.inventory;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Answers in pages. */
final class Pages {

  private Pages() {}

  /** Where the next page begins; null if there is none. */
  static @Nullable String next(JsonNode answer, String member) {
    String token = answer.path(member).asString("");
    return token.isEmpty() ? null : token;
  }
}
