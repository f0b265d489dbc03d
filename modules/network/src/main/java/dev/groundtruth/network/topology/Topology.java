package dev.groundtruth.network.topology;

import dev.groundtruth.network.model.Network;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Draws a network: VPCs, subnets by zone, interfaces, gateways, and the flows that arrive. The same
 * network always gives the same drawing.
 */
public final class Topology {

  /** What no XML document may contain, not even as an entity. */
  private static final Pattern NOT_XML =
      Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

  private final Network network;
  private final List<Tier> tiers;
  private final List<Flow> flows;

  private Topology(Network network) {
    this.network = network;
    this.tiers = Tiers.of(network);
    this.flows = Tiers.flows(network, tiers);
  }

  /**
   * Prepares a drawing.
   *
   * @param network the network
   * @return the drawing
   */
  public static Topology of(Network network) {
    return new Topology(network);
  }

  /**
   * The drawing as SVG.
   *
   * @return an SVG 1.1 document
   */
  public String svg() {
    return rendered("topology.svg.ftl", Drawing.of(network, tiers, flows).model());
  }

  /**
   * The drawing as a <a href="https://mermaid.js.org/syntax/flowchart.html">Mermaid flow chart</a>.
   *
   * @return the text of the flow chart
   */
  public String mermaid() {
    return Mermaid.of(network, tiers, flows);
  }

  private static String rendered(String template, Object model) {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(Topology.class, "");
    configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("computer");
    StringWriter text = new StringWriter();
    try {
      configuration.getTemplate(template).process(model, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TemplateException e) {
      throw new IllegalStateException("The template " + template + " does not fit its model", e);
    }
    return NOT_XML.matcher(text.toString()).replaceAll("\uFFFD");
  }
}
