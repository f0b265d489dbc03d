package dev.groundtruth.provisioning.terraform;

import java.util.List;

/** A configuration that still wants to change something right after it was applied. */
public final class NotIdempotentException extends TerraformException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> addresses;

  NotIdempotentException(String problem, String advice, Failure failure, List<String> addresses) {
    super(problem, advice, failure);
    this.addresses = List.copyOf(addresses);
  }

  /**
   * What the second plan wants to change.
   *
   * @return the addresses of resources, and {@code output.NAME} for outputs
   */
  public List<String> addresses() {
    return addresses;
  }
}
