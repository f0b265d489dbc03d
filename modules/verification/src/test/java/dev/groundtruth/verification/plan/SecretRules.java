package dev.groundtruth.verification.plan;

import static dev.groundtruth.verification.plan.StackRule.json;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Where secrets must not be: in a plan, in the configuration, in an output. */
final class SecretRules {

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i)(^|_)(password|passwd|secret|secret_string|private_key|token|salt"
              + "|(auth|logged_in|nonce)_key)$");

  private static final Pattern SECRET_TEXT =
      Pattern.compile(
          "(AKIA|ASIA)[A-Z0-9]{16}|-----BEGIN [A-Z ]*PRIVATE KEY"
              // As in a shell, in JSON and in YAML; not an action of IAM, nor a reference.
              + "|(?i)\\b[a-z_]*(password|passwd|secret|salt|token)[a-z_]*\\\\?[\"']?\\s*"
              + "(=\\s*\\\\?[\"']?|:\\s*\\\\?[\"']|:\\s+)[^\\s\"'$\\\\{]{6,}");

  private static final String LITERAL = " has a literal secret: ";
  private static final String LITERAL_IN = " has a literal secret in ";

  /** Data sources and resources with values that nobody else may see. */
  private static final Set<String> SECRETS =
      Set.of("data.aws_secretsmanager_secret_version", "random_password");

  private static final Pattern MARK_REMOVED = Pattern.compile("nonsensitive\\(");

  /** A public parameter, which the provider takes for a secret as it does all parameters. */
  private static final String NO_SECRET = "data.aws_ssm_parameter.ecs_ami[0].value)";

  private SecretRules() {}

  static void literals(PlannedStack stack, Consumer<String> found) {
    stack.resources().forEach(each -> literals(each.address(), "", each.values(), found));
    stack
        .json()
        .path("variables")
        .propertyStream()
        .forEach(
            each ->
                literals(
                    "var." + each.getKey(), each.getKey(), each.getValue().path("value"), found));
    stack
        .json()
        .path("output_changes")
        .propertyStream()
        .forEach(
            each -> literals("output." + each.getKey(), "", each.getValue().path("after"), found));
    stack
        .files()
        .forEach(
            (file, text) ->
                WrittenConstant.in(file, text).forEach(constant -> literals(constant, found)));
  }

  /** What a plan does not show: local values, and what is made of what is not known yet. */
  private static void literals(WrittenConstant constant, Consumer<String> found) {
    if (constant.isWhole()
        && !constant.text().isEmpty()
        && SECRET_NAME.matcher(constant.name()).find()) {
      found.accept(constant.place() + LITERAL + constant.name());
    }
    if (SECRET_TEXT.matcher(constant.text()).find()) {
      found.accept(constant.place() + LITERAL_IN + constant.name());
    }
  }

  private static void literals(
      String address, String name, JsonNode value, Consumer<String> found) {
    if (value.isObject()) {
      value
          .propertyStream()
          .forEach(each -> literals(address, each.getKey(), each.getValue(), found));
      // As ECS has environments.
      literals(address, value.path("name").asString(""), value.path("value"), found);
    } else if (value.isArray()) {
      value.forEach(each -> literals(address, name, each, found));
    } else if (value.isString()) {
      String text = value.stringValue();
      if (SECRET_NAME.matcher(name).find() && !text.isEmpty()) {
        found.accept(address + LITERAL + name);
      }
      if (SECRET_TEXT.matcher(text).find() || SECRET_TEXT.matcher(decoded(text)).find()) {
        found.accept(address + LITERAL_IN + name);
      }
      if (text.startsWith("{") || text.startsWith("[")) {
        literals(address, name, json(text), found);
      }
    }
  }

  private static String decoded(String text) {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /**
   * Terraform refuses an output that shows what is marked as sensitive and is not marked itself, as
   * long as nobody takes the mark away on the way.
   */
  static void outputs(PlannedStack stack, Consumer<String> found) {
    stack
        .json()
        .path("output_changes")
        .propertyStream()
        .filter(each -> !isSensitive(each.getValue().path("after_sensitive")))
        .forEach(
            each ->
                stack.originsOfOutput(each.getKey()).stream()
                    .filter(origin -> SECRETS.stream().anyMatch(origin::startsWith))
                    .forEach(
                        origin ->
                            found.accept("output." + each.getKey() + " shows what is " + origin)));
    stack
        .files()
        .forEach(
            (file, text) -> {
              Matcher removed = MARK_REMOVED.matcher(text);
              while (removed.find()) {
                if (!text.startsWith(NO_SECRET, removed.end())) {
                  found.accept(file + " takes the mark of a secret away");
                }
              }
            });
  }

  private static boolean isSensitive(JsonNode mark) {
    return mark.isBoolean()
        ? mark.booleanValue()
        : mark.valueStream().anyMatch(SecretRules::isSensitive);
  }
}
