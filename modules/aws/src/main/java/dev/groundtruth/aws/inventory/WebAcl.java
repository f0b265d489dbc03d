package dev.groundtruth.aws.inventory;

import java.util.List;

/**
 * A web access control list of AWS WAF.
 *
 * @param arn its ARN
 * @param name its name
 * @param rules the names of its rules
 */
public record WebAcl(String arn, String name, List<String> rules) {

  /**
   * Keeps a copy of the list.
   *
   * @param arn its ARN
   * @param name its name
   * @param rules the names of its rules
   */
  public WebAcl {
    rules = List.copyOf(rules);
  }
}
