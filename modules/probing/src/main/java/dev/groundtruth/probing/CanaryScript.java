package dev.groundtruth.probing;

import dev.groundtruth.network.PortSet;
import dev.groundtruth.probing.internal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** A canary that was started by its command line; it is ended once. */
  private static final class Started implements Canary {

    private final String place;
    private final String token;
    private final Ports ports;
    private final Runnable end;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    Started(String place, String token, Ports ports, Runnable end) {
      this.place = place;
      this.token = token;
      this.ports = ports;
      this.end = end;
    }

    @Override
    public String token() {
      return token;
    }

    @Override
    public PortSet listening(Transport transport) {
      return ports.listening(transport);
    }

    @Override
    public PortSet busy(Transport transport) {
      return ports.busy(transport);
    }

    @Override
    public void close() {
      if (isClosed.compareAndSet(false, true)) {
        end.run();
      }
    }

    @Override
    public String toString() {
      return "canary in " + place;
    }
  }

  private CanaryScript() {}

  /**
   * The canary that was started by the command line.
   *
   * @param place where it is, in words
   * @param token what it answers with
   * @param firstLine the first line of its standard output
   * @param end ends it; called when the canary is closed the first time
   * @return the canary
   * @throws CanaryException if the line does not say where it listens; it is not ended then
   */
  public static Canary started(String place, String token, String firstLine, Runnable end) {
    return new Started(place, token, ports(firstLine), end);
  }

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
