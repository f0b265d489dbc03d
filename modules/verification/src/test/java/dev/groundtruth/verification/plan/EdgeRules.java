package dev.groundtruth.verification.plan;

import static dev.groundtruth.verification.plan.StackRule.each;
import static dev.groundtruth.verification.plan.StackRule.texts;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What visitors meet: name, firewall, distribution, load balancer. */
final class EdgeRules {

  private static final String DISTRIBUTION = "aws_cloudfront_distribution";
  private static final String LISTENER = "aws_lb_listener";
  private static final String LISTENER_RULE = "aws_lb_listener_rule";
  private static final String FORWARD = "forward";
  private static final String ORIGIN_HEADER = "X-Origin-Verify";
  private static final String NOBODY = "127.0.0.1/32";

  /**
   * AWS's own <a
   * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html">CachingDisabled</a>.
   */
  private static final String CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

  /**
   * AWS's own <a
   * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html">AllViewer</a>.
   */
  private static final String ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3";

  private static final Set<String> NEVER_KEPT =
      Set.of("/wp-admin/*", "/wp-login.php", "/wp-json/*");

  private static final Set<String> KEPT_FOR_ALL = Set.of("/wp-content/*", "/wp-includes/*");

  /** Who has one of these may be shown another page. */
  private static final Set<String> COOKIES_OF_PAGES =
      Set.of("comment_author_*", "wordpress_*", "wp-postpass_*");

  private static final List<String> MANAGED_GROUPS =
      List.of(
          "AWSManagedRulesAmazonIpReputationList",
          "AWSManagedRulesKnownBadInputsRuleSet",
          "AWSManagedRulesCommonRuleSet",
          "AWSManagedRulesSQLiRuleSet",
          "AWSManagedRulesPHPRuleSet",
          "AWSManagedRulesWordPressRuleSet");

  /** These look at everything: no path is free of what they find. */
  private static final Set<String> WITHOUT_EXCEPTION =
      Set.of("AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet");

  /** The least that WAF counts to. */
  private static final int LEAST_RATE = 100;

  private EdgeRules() {}

  // --- firewall ---

  static void firewall(PlannedStack stack, Consumer<String> found) {
    if (!stack.wants("waf")) {
      return;
    }
    String acl = "aws_wafv2_web_acl.this";
    if (stack.wants("cloudfront")) {
      each(
          stack.managed(DISTRIBUTION),
          found,
          each -> stack.origins(each, "web_acl_id").contains(acl),
          "has no firewall before it");
    } else if (stack
        .managed("aws_wafv2_web_acl_association")
        .noneMatch(
            each ->
                stack.origins(each, "resource_arn").contains("aws_lb.this")
                    && stack.origins(each, "web_acl_arn").contains(acl))) {
      found.accept("aws_lb has no firewall before it");
    }
    int rate = stack.variable("waf_rate_limit").asInt();
    stack.managed("aws_wafv2_web_acl").forEach(each -> rules(each, rate, found));
  }

  private static void rules(PlannedResource acl, int rate, Consumer<String> found) {
    for (String group : MANAGED_GROUPS) {
      if (rules(acl)
          .filter(rule -> isGiven(rule.path("override_action").path(0).path("none")))
          .map(rule -> statement(rule, "managed_rule_group_statement"))
          .filter(
              statement ->
                  !WITHOUT_EXCEPTION.contains(group)
                      || !isGiven(statement.path("scope_down_statement")))
          .noneMatch(statement -> statement.path("name").asString("").equals(group))) {
        found.accept(acl.address() + " does not block all that " + group + " finds");
      }
    }
    if (blocking(acl, "rate_based_statement")
        .noneMatch(
            statement ->
                statement.path("limit").asInt() <= rate
                    && !isGiven(statement.path("scope_down_statement")))) {
      found.accept(acl.address() + " lets one address ask for as much as it likes");
    }
    if (blocking(acl, "rate_based_statement")
        .noneMatch(
            statement ->
                statement.path("limit").asInt() <= Math.max(LEAST_RATE, rate / 10)
                    && statement
                        .path("scope_down_statement")
                        .path(0)
                        .path("byte_match_statement")
                        .path(0)
                        .path("search_string")
                        .asString("")
                        .equals("/wp-login.php"))) {
      found.accept(acl.address() + " lets passwords be tried as fast as pages are read");
    }
    if (blocking(acl, "regex_pattern_set_reference_statement").findAny().isEmpty()) {
      found.accept(acl.address() + " closes no page");
    }
  }

  private static Stream<JsonNode> rules(PlannedResource acl) {
    return acl.values().path("rule").valueStream();
  }

  private static Stream<JsonNode> blocking(PlannedResource acl, String kind) {
    return rules(acl)
        .filter(rule -> isGiven(rule.path("action").path(0).path("block")))
        .map(rule -> statement(rule, kind))
        .filter(statement -> !statement.isMissingNode());
  }

  private static JsonNode statement(JsonNode rule, String kind) {
    return rule.path("statement").path(0).path(kind).path(0);
  }

  private static boolean isGiven(JsonNode blocks) {
    return blocks.isArray() && !blocks.isEmpty();
  }

  // --- what is kept, and for whom ---

  /** Which of the stack's own policies a path has a plan does not say, only that it has one. */
  static void caching(PlannedStack stack, Consumer<String> found) {
    each(
        stack.managed(DISTRIBUTION),
        found,
        each ->
            stack
                    .origins(each, "default_cache_behavior", "cache_policy_id")
                    .contains("aws_cloudfront_cache_policy.pages")
                && isFullyForwarded(each.block("default_cache_behavior")),
        "does not keep pages by who reads them");
    stack
        .managed(DISTRIBUTION)
        .forEach(
            each -> {
              Set<String> never = new TreeSet<>();
              Set<String> forAll = new TreeSet<>();
              JsonNode behaviors = each.values().path("ordered_cache_behavior");
              JsonNode unknown = each.unknown().path("ordered_cache_behavior");
              for (int index = 0; index < behaviors.size(); index++) {
                JsonNode behavior = behaviors.path(index);
                String path = behavior.path("path_pattern").asString("");
                if (behavior.path("cache_policy_id").asString("").equals(CACHING_DISABLED)
                    && isFullyForwarded(behavior)) {
                  never.add(path);
                } else if (unknown.path(index).path("cache_policy_id").asBoolean(false)
                    && !isFullyForwarded(behavior)) {
                  forAll.add(path);
                }
              }
              if (!never.equals(NEVER_KEPT)) {
                found.accept("%s keeps nothing of %s only".formatted(each.address(), never));
              }
              if (!forAll.equals(KEPT_FOR_ALL)) {
                found.accept("%s keeps for everybody only %s".formatted(each.address(), forAll));
              }
            });
    each(
        policies(stack, "pages"),
        found,
        each ->
            cookies(each).path("cookie_behavior").asString("").equals("whitelist")
                && texts(cookies(each).path("cookies").path(0).path("items"))
                    .containsAll(COOKIES_OF_PAGES),
        "gives one visitor what is for another");
    each(
        policies(stack, "static"),
        found,
        each -> cookies(each).path("cookie_behavior").asString("").equals("none"),
        "keeps files for every visitor anew");
  }

  private static boolean isFullyForwarded(JsonNode behavior) {
    return behavior.path("origin_request_policy_id").asString("").equals(ALL_VIEWER);
  }

  private static Stream<PlannedResource> policies(PlannedStack stack, String name) {
    return stack
        .managed("aws_cloudfront_cache_policy")
        .filter(each -> each.address().contains("." + name + "["));
  }

  private static JsonNode cookies(PlannedResource policy) {
    return policy
        .block("parameters_in_cache_key_and_forwarded_to_origin")
        .path("cookies_config")
        .path(0);
  }

  // --- who is let in ---

  static void onlyCloudFront(PlannedStack stack, Consumer<String> found) {
    if (stack.managed(DISTRIBUTION).findAny().isEmpty()) {
      return;
    }
    each(
        stack.managed(LISTENER),
        found,
        each -> !each.block("default_action").path("type").asString("").equals(FORWARD),
        "lets in by default");
    each(
        forwarding(stack),
        found,
        each -> headers(each).findAny().isPresent(),
        "lets in who comes around CloudFront");
    each(
        forwarding(stack),
        found,
        each ->
            headers(each)
                .flatMap(header -> texts(header.path("values")).stream())
                .allMatch(String::isEmpty),
        "lets in whoever says what everybody can read");
    each(
        stack.managed(DISTRIBUTION),
        found,
        each ->
            each.block("origin")
                .path("custom_header")
                .valueStream()
                .anyMatch(header -> header.path("name").asString("").equals(ORIGIN_HEADER)),
        "does not tell the load balancer that it is CloudFront");
  }

  private static Stream<PlannedResource> forwarding(PlannedStack stack) {
    return stack
        .managed(LISTENER_RULE)
        .filter(each -> each.block("action").path("type").asString("").equals(FORWARD))
        .filter(each -> !isForNobody(each));
  }

  private static Stream<JsonNode> conditions(PlannedResource rule, String kind) {
    return rule.values()
        .path("condition")
        .valueStream()
        .map(condition -> condition.path(kind).path(0))
        .filter(condition -> !condition.isMissingNode());
  }

  private static Stream<JsonNode> headers(PlannedResource rule) {
    return conditions(rule, "http_header")
        .filter(header -> header.path("http_header_name").asString("").equals(ORIGIN_HEADER));
  }

  private static boolean isForNobody(PlannedResource rule) {
    return conditions(rule, "source_ip")
        .anyMatch(condition -> texts(condition.path("values")).equals(List.of(NOBODY)));
  }

  static void beforeTheInstaller(PlannedStack stack, Consumer<String> found) {
    if (stack.wants("site_open")) {
      return;
    }
    each(
        stack.managed(LISTENER),
        found,
        each -> {
          JsonNode action = each.block("default_action");
          return action.path("type").asString("").equals("redirect")
              || action
                  .path("fixed_response")
                  .path(0)
                  .path("status_code")
                  .asString("")
                  .equals("503");
        },
        "does not say that the site is not there yet");
    forwarding(stack).forEach(each -> found.accept(each.address() + " lets visitors in"));
  }

  // --- name ---

  static void name(PlannedStack stack, Consumer<String> found) {
    String zone = stack.variable("public_zone_id").asString("");
    if (zone.isEmpty()) {
      return;
    }
    String name = stack.variable("domain_name").asString("");
    for (String type : stack.wants("cloudfront") ? List.of("A", "AAAA") : List.of("A")) {
      if (stack
          .managed("aws_route53_record")
          .noneMatch(
              each ->
                  each.text("zone_id").equals(zone)
                      && each.text("name").equals(name)
                      && each.text("type").equals(type)
                      && isGiven(each.values().path("alias")))) {
        found.accept("aws_route53_record: %s has no %s in %s".formatted(name, type, zone));
      }
    }
  }
}
