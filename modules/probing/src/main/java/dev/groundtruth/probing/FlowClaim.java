package dev.groundtruth.probing;

import java.util.List;

/**
 * What is claimed about a flow, and what must work for silence to count.
 *
 * @param vantage from where
 * @param target where to
 * @param transport TCP or UDP
 * @param port the destination port, 1 to 65535
 * @param expectation what the model says
 * @param vantageControls show that the vantage reaches something; each should start at the vantage
 * @param targetControls show that the target is reached by an allowed vantage; each should lead to
 *     the target
 */
public record FlowClaim(
    Vantage vantage,
    Target target,
    Transport transport,
    int port,
    Expectation expectation,
    List<Control> vantageControls,
    List<Control> targetControls) {

  /**
   * Copies the lists. * @throws IllegalArgumentException if a vantage control starts at another
   * vantage
   *
   * @param vantage from where
   * @param target where to
   * @param transport TCP or UDP
   * @param port the destination port, 1 to 65535
   * @param expectation what the model says
   * @param vantageControls show that the vantage reaches something; each should start at the
   *     vantage
   * @param targetControls show that the target is reached by an allowed vantage; each should lead
   *     to the target
   */
  public FlowClaim {
    vantageControls = List.copyOf(vantageControls);
    targetControls = List.copyOf(targetControls);
    for (Control control : vantageControls) {
      if (!control.vantage().name().equals(vantage.name())) {
        throw new IllegalArgumentException(
            "the control %s -> %s says nothing about %s, perhaps you should use one that starts there"
                .formatted(control.vantage().name(), control.endpoint(), vantage.name()));
      }
    }
  }

  /**
   * The claim that a flow works; it needs no controls.
   *
   * @param vantage from where
   * @param target where to
   * @param transport TCP or UDP
   * @param port the destination port
   * @return the claim
   */
  public static FlowClaim allowed(Vantage vantage, Target target, Transport transport, int port) {
    return new FlowClaim(
        vantage, target, transport, port, Expectation.ALLOWED, List.of(), List.of());
  }

  /**
   * The claim that a flow is dropped.
   *
   * @param vantage from where
   * @param target where to
   * @param transport TCP or UDP
   * @param port the destination port
   * @param vantageControls show that the vantage reaches something
   * @param targetControls show that the target is reached by an allowed vantage
   * @return the claim
   */
  public static FlowClaim denied(
      Vantage vantage,
      Target target,
      Transport transport,
      int port,
      List<Control> vantageControls,
      List<Control> targetControls) {
    return new FlowClaim(
        vantage, target, transport, port, Expectation.DENIED, vantageControls, targetControls);
  }

  /**
   * What the claim is about.
   *
   * @return the flow
   */
  public Flow flow() {
    return new Flow(vantage.name(), target.name(), transport, port);
  }

  /**
   * Where the probe is sent to.
   *
   * @return the endpoint
   */
  public Endpoint endpoint() {
    return new Endpoint(target.host(), port, transport);
  }
}
