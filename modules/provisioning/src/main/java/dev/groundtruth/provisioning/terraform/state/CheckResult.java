package dev.groundtruth.provisioning.terraform.state;

import java.util.List;

/**
 * What became of the conditions of one thing: a check block, the pre- and postconditions of a
 * resource or output, or the validation of a variable.
 *
 * @param kind {@code check}, {@code resource}, {@code output_value} or {@code var}
 * @param address its address in the configuration, for example {@code check.health}
 * @param status {@code pass}, {@code fail}, {@code error} or {@code unknown}
 * @param problems what the conditions that do not hold say, of all instances
 */
public record CheckResult(String kind, String address, String status, List<String> problems) {

  /**
   * A result.
   *
   * @param kind what it is of
   * @param address its address in the configuration
   * @param status whether the conditions hold
   * @param problems what those say that do not
   */
  public CheckResult {
    problems = List.copyOf(problems);
  }
}
