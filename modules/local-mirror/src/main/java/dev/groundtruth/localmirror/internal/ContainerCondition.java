package dev.groundtruth.localmirror.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * How a container is, as {@code docker inspect} tells it.
 *
 * @param id the container's id
 * @param service the compose service, or the container's name
 * @param imageId the image it was made of
 * @param imageReference the name by which the image was chosen
 * @param networkMode what namespace it has
 * @param status created, running, exited, ...
 * @param exitCode of the process that ended
 * @param outOfMemory whether the kernel killed it for want of memory
 * @param error what the engine had to say when starting it failed
 * @param health starting, healthy, unhealthy, or empty without a health check
 * @param lastCheck the last health check's exit code and output, or empty
 * @param startedAt when it was last started; its network namespace is as old
 * @param addresses its addresses, IPv4 first
 */
public record ContainerCondition(
    String id,
    String service,
    String imageId,
    String imageReference,
    String networkMode,
    String status,
    int exitCode,
    boolean outOfMemory,
    String error,
    String health,
    String lastCheck,
    String startedAt,
    List<String> addresses) {

  /** Copies the list. */
  public ContainerCondition {
    addresses = List.copyOf(addresses);
  }

  /**
   * Reads one element of what {@code docker inspect} prints.
   *
   * @param inspected the element
   * @return the condition
   */
  public static ContainerCondition of(JsonNode inspected) {
    JsonNode state = inspected.path("State");
    JsonNode config = inspected.path("Config");
    String name = inspected.path("Name").asString("").replaceFirst("^/", "");
    JsonNode log = state.path("Health").path("Log");
    String lastCheck = "";
    if (log.size() > 0) {
      JsonNode last = log.get(log.size() - 1);
      lastCheck =
          "exit code %d: %s"
              .formatted(last.path("ExitCode").asInt(0), last.path("Output").asString("").strip());
    }
    List<String> addresses = new ArrayList<>();
    JsonNode networks = inspected.path("NetworkSettings").path("Networks");
    for (String field : List.of("IPAddress", "GlobalIPv6Address")) {
      for (JsonNode network : networks.values()) {
        String address = network.path(field).asString("");
        if (!address.isEmpty()) {
          addresses.add(address);
        }
      }
    }
    return new ContainerCondition(
        inspected.path("Id").asString(""),
        config.path("Labels").path("com.docker.compose.service").asString(name),
        inspected.path("Image").asString(""),
        config.path("Image").asString(""),
        inspected.path("HostConfig").path("NetworkMode").asString(""),
        state.path("Status").asString(""),
        state.path("ExitCode").asInt(0),
        state.path("OOMKilled").asBoolean(false),
        state.path("Error").asString("").strip(),
        state.path("Health").path("Status").asString("").replace("none", ""),
        lastCheck,
        state.path("StartedAt").asString(""),
        addresses);
  }

  /**
   * Whether it will not become ready any more.
   *
   * @return true for a container that could not start, ended badly, or is unhealthy
   */
  public boolean failed() {
    return !error.isEmpty()
        || outOfMemory
        || health.equals("unhealthy")
        || status.equals("dead")
        || (status.equals("exited") && exitCode != 0);
  }

  /**
   * Whether it is on the way.
   *
   * @return true for a container that has not been started or is not healthy yet
   */
  public boolean pending() {
    return !failed()
        && (status.equals("created")
            || status.equals("restarting")
            || (status.equals("running") && health.equals("starting")));
  }

  /**
   * What is wrong, in a clause.
   *
   * @return for example {@code exited with code 1}
   */
  public String inWords() {
    if (!error.isEmpty()) {
      return "could not be started: " + error;
    }
    if (status.equals("running") || status.equals("created")) {
      return health.isEmpty() ? status : "is " + health;
    }
    String meaning =
        outOfMemory
            ? " (it ran out of memory and was killed)"
            : switch (exitCode) {
              case 126 -> " (its command cannot be executed)";
              case 127 -> " (its command was not found)";
              case 137 ->
                  " (it was killed by SIGKILL, most often for want of memory or because it did not stop in time)";
              case 139 -> " (it crashed with a segmentation fault)";
              case 143 -> " (it was stopped by SIGTERM)";
              default -> "";
            };
    return "%s with code %d%s".formatted(status.toLowerCase(Locale.ROOT), exitCode, meaning);
  }
}
