package dev.groundtruth.aws.sweep;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.internal.JsonService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Removes by type and identifier (<a
 * href="https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_DeleteResource.html">DeleteResource</a>),
 * and lists types that are not found by tag.
 */
final class CloudControl {

  /** What became of a request. */
  record Progress(String token, String status, String code, String message) {

    boolean isOver() {
      return status.equals("SUCCESS") || status.equals("FAILED") || status.startsWith("CANCEL");
    }

    /** Removed, or gone before. */
    boolean isGone() {
      return status.equals("SUCCESS") || code.equals("NotFound");
    }
  }

  private final JsonService service;

  CloudControl(AwsClients clients) {
    this.service = clients.sdk().json("cloudcontrolapi", "cloudformation", "1.0");
  }

  private static ObjectNode body() {
    return JsonService.body();
  }

  private JsonNode ask(String operation, ObjectNode body) {
    return service.ask("CloudApiService", operation, body);
  }

  /** Begins to remove. */
  Progress delete(String type, String identifier) {
    try {
      return progress(
          ask("DeleteResource", body().put("TypeName", type).put("Identifier", identifier)));
    } catch (AwsException e) {
      if (e.kind() == AwsException.Kind.NOT_FOUND) {
        return new Progress("", "SUCCESS", "NotFound", "");
      }
      throw e;
    }
  }

  /** Looks how far a removal is. */
  Progress progress(String token) {
    return progress(ask("GetResourceRequestStatus", body().put("RequestToken", token)));
  }

  private static Progress progress(JsonNode answer) {
    JsonNode event = answer.path("ProgressEvent");
    return new Progress(
        event.path("RequestToken").asString(""),
        event.path("OperationStatus").asString("FAILED"),
        event.path("ErrorCode").asString(""),
        event.path("StatusMessage").asString("no reason was given"));
  }

  /** The identifiers of all of a type. */
  List<String> identifiers(String type) {
    List<String> identifiers = new ArrayList<>();
    Optional<String> page = Optional.empty();
    do {
      ObjectNode body = body().put("TypeName", type);
      page.ifPresent(token -> body.put("NextToken", token));
      JsonNode answer = ask("ListResources", body);
      answer
          .path("ResourceDescriptions")
          .forEach(each -> identifiers.add(each.path("Identifier").asString("")));
      page = Optional.of(answer.path("NextToken").asString("")).filter(token -> !token.isEmpty());
    } while (page.isPresent());
    return identifiers;
  }

  /** What a resource is like; nothing if it is gone. */
  Optional<JsonNode> properties(String type, String identifier) {
    try {
      JsonNode answer =
          ask("GetResource", body().put("TypeName", type).put("Identifier", identifier));
      return Optional.of(
          JsonMapper.shared()
              .readTree(answer.path("ResourceDescription").path("Properties").asString("{}")));
    } catch (AwsException e) {
      if (e.kind() == AwsException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
