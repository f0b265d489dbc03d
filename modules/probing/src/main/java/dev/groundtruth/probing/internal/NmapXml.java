package dev.groundtruth.probing.internal;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.probing.SweepException;
import dev.groundtruth.probing.SweepResult;
import dev.groundtruth.probing.Transport;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads what {@code nmap -oX -} writes: single ports, and what most ports have in common as {@code
 * extraports}, whose numbers are in {@code extrareasons/@ports} or else whatever of {@code
 * scaninfo/@services} is not named.
 */
public final class NmapXml {

  private enum State {
    OPEN,
    CLOSED,
    FILTERED
  }

  private final Transport transport;
  private final Map<State, List<PortRange>> ports = new EnumMap<>(State.class);
  private PortSet scanned = PortSet.NONE;
  private State extra = State.FILTERED;
  private int extraStates;
  private int extraCount;
  private int hosts;
  private boolean succeeded;
  private String failure = "";

  private NmapXml(Transport transport) {
    this.transport = transport;
    for (State state : State.values()) {
      ports.put(state, new ArrayList<>());
    }
  }

  /** The ports of the one host. */
  public static SweepResult read(String xml, Transport transport) {
    NmapXml reader = new NmapXml(transport);
    try {
      reader.read(xml);
    } catch (XMLStreamException | IllegalArgumentException e) {
      throw new SweepException("nmap's output cannot be read: " + e.getMessage(), e);
    }
    return reader.result();
  }

  private void read(String xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    // nmap's output names a DTD; neither it nor any entity is ever fetched.
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader in = factory.createXMLStreamReader(new StringReader(xml));
    try {
      int port = 0;
      while (in.hasNext()) {
        if (in.next() != XMLStreamConstants.START_ELEMENT) {
          continue;
        }
        switch (in.getLocalName()) {
          case "scaninfo" -> {
            if (ofTransport(in, "protocol")) {
              scanned = PortSet.parse(attribute(in, "services"));
            }
          }
          case "host" -> hosts++;
          case "port" ->
              port = ofTransport(in, "protocol") ? Integer.parseInt(attribute(in, "portid")) : 0;
          case "state" -> {
            if (port > 0) {
              list(state(attribute(in, "state"))).add(PortRange.of(port));
              port = 0;
            }
          }
          case "extraports" -> {
            extra = state(attribute(in, "state"));
            extraStates++;
          }
          case "extrareasons" -> {
            String numbers = attribute(in, "ports");
            if (!numbers.isEmpty()
                && (attribute(in, "proto").isEmpty() || ofTransport(in, "proto"))) {
              list(extra).addAll(PortSet.parse(numbers).ranges());
              extraCount++;
            }
          }
          case "finished" -> {
            succeeded = attribute(in, "exit").equals("success");
            failure = attribute(in, "errormsg");
          }
          default -> {}
        }
      }
    } finally {
      in.close();
    }
  }

  private SweepResult result() {
    if (!succeeded) {
      throw new SweepException(
          failure.isEmpty()
              ? "nmap did not come to an end, perhaps you should give it more time"
              : "nmap failed: " + failure,
          null);
    }
    if (hosts != 1) {
      throw new SweepException(
          "nmap swept %d hosts instead of one, perhaps the name does not resolve there"
              .formatted(hosts),
          null);
    }
    if (extraStates > 0 && extraCount == 0) {
      if (extraStates > 1) {
        throw new SweepException(
            "nmap does not say which ports are closed and which are filtered, perhaps you should use"
                + " version 7.90 or newer",
            null);
      }
      PortSet named = PortSet.NONE;
      for (List<PortRange> ranges : ports.values()) {
        named = named.union(new PortSet(ranges));
      }
      list(extra).addAll(scanned.minus(named).ranges());
    }
    return new SweepResult(
        transport,
        new PortSet(list(State.OPEN)),
        new PortSet(list(State.CLOSED)),
        new PortSet(list(State.FILTERED)));
  }

  private List<PortRange> list(State state) {
    return ports.computeIfAbsent(state, any -> new ArrayList<>());
  }

  /**
   * {@code open|filtered} is silence, {@code closed|filtered} and {@code unfiltered} were reached.
   */
  private static State state(String text) {
    return switch (text) {
      case "open" -> State.OPEN;
      case "closed", "unfiltered", "closed|filtered" -> State.CLOSED;
      case "filtered", "open|filtered" -> State.FILTERED;
      default -> throw new IllegalArgumentException("unknown port state \"" + text + "\"");
    };
  }

  private boolean ofTransport(XMLStreamReader in, String name) {
    return attribute(in, name).equals(transport.toString());
  }

  private static String attribute(XMLStreamReader in, String name) {
    String value = in.getAttributeValue(null, name);
    return value == null ? "" : value;
  }
}
