package dev.groundtruth.aws.inventory;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.internal.JsonService;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Web access control lists of AWS WAF. */
public final class WebAcls {

  private final JsonService waf;

  /**
   * The lists of a region.
   *
   * @param clients the way to it
   */
  public WebAcls(AwsClients clients) {
    this.waf = clients.sdk().json("wafv2", "wafv2", "1.1");
  }

  /**
   * What requests to a resource have to pass.
   *
   * @param arn the ARN of a regional resource, such as a load balancer
   * @return its list, if it has one
   * @throws AwsException if AWS cannot be asked
   */
  public Optional<WebAcl> of(String arn) {
    JsonNode acl =
        waf.ask(
                "AWSWAF_20190729",
                "GetWebACLForResource",
                JsonService.body().put("ResourceArn", arn))
            .path("WebACL");
    return acl.path("ARN").isString()
        ? Optional.of(
            new WebAcl(
                acl.path("ARN").asString(),
                acl.path("Name").asString(""),
                acl.path("Rules")
                    .valueStream()
                    .map(rule -> rule.path("Name").asString(""))
                    .toList()))
        : Optional.empty();
  }
}
