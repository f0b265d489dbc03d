package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.network.PortSet;
import java.io.StringReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What the TCP ports of a host did when all of them were tried.
 *
 * @param vantage from where
 * @param host the host that was named
 * @param ports the ports that were tried
 * @param open the ports that answered
 * @param refused the ports that said nobody listens: their packets came through
 */
public record PortSweep(String vantage, String host, PortSet ports, PortSet open, PortSet refused) {

  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  /**
   * The ports that stayed silent.
   *
   * @return all that were tried and neither answered nor refused
   */
  public PortSet filtered() {
    return ports.minus(open).minus(refused);
  }

  static PortSweep with(DockerCli docker, ContainerVantage vantage, String host, PortSet ports) {
    DockerCli.Output output =
        docker.run(
            TIMEOUT,
            "exec",
            vantage.containerId(),
            "nmap",
            "-Pn",
            "-sS",
            "-p",
            ports.toString(),
            "--min-rate",
            "20000",
            "-T5",
            "--max-retries",
            "1",
            "-oX",
            "-",
            host);
    if (!output.succeeded()) {
      throw new IllegalStateException(
          "nmap in %s ended with code %d: %s"
              .formatted(vantage.name(), output.exitCode(), output.errors().strip()));
    }
    return parse(vantage.name(), host, ports, output.output());
  }

  /** Reads nmap's XML: ports that differ are listed one by one, the rest as ranges. */
  static PortSweep parse(String vantage, String host, PortSet ports, String xml) {
    Map<String, PortSet> states = new LinkedHashMap<>();
    try {
      XMLInputFactory factory = XMLInputFactory.newFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
      String port = "";
      String rest = "";
      while (reader.hasNext()) {
        if (reader.next() != XMLStreamConstants.START_ELEMENT) {
          continue;
        }
        switch (reader.getLocalName()) {
          case "port" -> port = reader.getAttributeValue(null, "portid");
          case "state" -> add(states, reader.getAttributeValue(null, "state"), port);
          case "extraports" -> rest = reader.getAttributeValue(null, "state");
          case "extrareasons" -> add(states, rest, reader.getAttributeValue(null, "ports"));
          default -> {}
        }
      }
    } catch (XMLStreamException e) {
      throw new IllegalStateException("nmap in " + vantage + " wrote no XML: " + xml, e);
    }
    PortSweep sweep =
        new PortSweep(
            vantage,
            host,
            ports,
            states.getOrDefault("open", PortSet.NONE),
            states.getOrDefault("closed", PortSet.NONE));
    PortSet told = states.values().stream().reduce(PortSet.NONE, PortSet::union);
    if (!ports.minus(told).isEmpty()) {
      throw new IllegalStateException(
          "nmap in %s did not say what the ports %s of %s do, perhaps you should look whether it knows that name: %s"
              .formatted(vantage, ports.minus(told), host, xml));
    }
    return sweep;
  }

  private static void add(Map<String, PortSet> states, String state, String ports) {
    states.merge(state, PortSet.parse(ports), PortSet::union);
  }
}
