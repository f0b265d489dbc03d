package dev.groundtruth.probing;

import dev.groundtruth.network.PortSet;
import dev.groundtruth.probing.internal.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The arguments and the first line of the {@code canary} program of the sidecar image. */
public final class CanaryScript {

  /**
   * The ports of a canary, as its first line tells them.
   *
   * @param listeningTcp TCP ports the canary listens on
   * @param listeningUdp UDP ports the canary listens on
   * @param busyTcp TCP ports another program listens on
   * @param busyUdp UDP ports another program has
   */
  public record Ports(
      PortSet listeningTcp, PortSet listeningUdp, PortSet busyTcp, PortSet busyUdp) {

    /**
     * Where the canary listens.
     *
     * @param transport TCP or UDP
     * @return the ports
     */
    public PortSet listening(Transport transport) {
      return transport == Transport.TCP ? listeningTcp : listeningUdp;
    }

    /**
     * Where others listen.
     *
     * @param transport TCP or UDP
     * @return the ports
     */
    public PortSet busy(Transport transport) {
      return transport == Transport.TCP ? busyTcp : busyUdp;
    }
  }

  private CanaryScript() {}

  /**
   * The command line.
   *
   * @param token what to answer with
   * @param tcp TCP ports to open
   * @param udp UDP ports to open
   * @return {@code canary} and its arguments
   */
  public static List<String> command(String token, PortSet tcp, PortSet udp) {
    List<String> command = new ArrayList<>(List.of("canary", "--token", token));
    PortSet usable = PortSet.of(0).complement();
    if (!tcp.intersection(usable).isEmpty()) {
      command.addAll(List.of("--tcp", tcp.intersection(usable).toString()));
    }
    if (!udp.intersection(usable).isEmpty()) {
      command.addAll(List.of("--udp", udp.intersection(usable).toString()));
    }
    return command;
  }

  /**
   * What its listeners answer with, without the line feed.
   *
   * @param token the token
   * @return the greeting
   */
  public static String greeting(String token) {
    return "groundtruth-canary " + token;
  }

  /**
   * Reads the first line of its standard output.
   *
   * @param line the line
   * @return where it listens
   * @throws CanaryException if the line does not say so
   */
  public static Ports ports(String line) {
    try {
      JsonNode json = Json.MAPPER.readTree(line);
      return new Ports(
          ports(json, "listening", "tcp"),
          ports(json, "listening", "udp"),
          ports(json, "busy", "tcp"),
          ports(json, "busy", "udp"));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new CanaryException("canary did not say where it listens but: " + line, e);
    }
  }

  private static PortSet ports(JsonNode json, String state, String transport) {
    JsonNode ranges = json.path(state).path(transport);
    if (!ranges.isArray()) {
      throw new IllegalArgumentException(state + "." + transport + " is missing");
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode range : ranges) {
      text.append(text.isEmpty() ? "" : ",").append(range.asString());
    }
    return text.isEmpty() ? PortSet.NONE : PortSet.parse(text.toString());
  }
}
