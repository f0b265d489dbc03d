package dev.groundtruth.aws.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an emulator says of itself.
 *
 * @param product its name
 * @param version its version
 * @param gaps what it does otherwise than AWS
 */
record EmulatorIdentity(String product, String version, List<Gap> gaps) {

  static final EmulatorIdentity UNKNOWN = new EmulatorIdentity("unknown", "unknown", List.of());

  private static final String PATH = "/_groundtruth/gaps";

  EmulatorIdentity {
    gaps = List.copyOf(gaps);
  }

  /**
   * Asks.
   *
   * @throws EmulatorException if nobody answers
   */
  static EmulatorIdentity ask(URI endpoint, Duration patience) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(patience).build();
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(endpoint.resolve(PATH)).timeout(patience).build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? read(response.body()) : UNKNOWN;
    } catch (IOException e) {
      throw new EmulatorException(
          "No emulator answers at %s (%s), perhaps you should start it or correct -D%s"
              .formatted(endpoint, e, Emulator.ENDPOINT_PROPERTY),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmulatorException("Interrupted while waiting for " + endpoint, e);
    }
  }

  static EmulatorIdentity read(String text) {
    JsonNode json;
    try {
      json = JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      return UNKNOWN;
    }
    List<Gap> gaps = new ArrayList<>();
    for (JsonNode gap : json.path("gaps")) {
      gaps.add(
          new Gap(
              gap.path("name").asString(""),
              gap.path("what").asString(""),
              gap.path("closed").asBoolean(false)));
    }
    return new EmulatorIdentity(
        json.path("name").asString("unknown"), json.path("version").asString("unknown"), gaps);
  }
}
