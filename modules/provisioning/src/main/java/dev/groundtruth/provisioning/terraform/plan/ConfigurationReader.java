package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.terraform.plan.ConfiguredModule.ConfiguredOutput;
import dev.groundtruth.provisioning.terraform.plan.ConfiguredModule.ConfiguredResource;
import dev.groundtruth.provisioning.terraform.plan.ConfiguredModule.ConfiguredVariable;
import dev.groundtruth.provisioning.terraform.plan.ConfiguredModule.ModuleCall;
import dev.groundtruth.provisioning.value.ListValue;
import dev.groundtruth.provisioning.value.Located;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.SensitiveValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the section {@code configuration} of a plan. */
final class ConfigurationReader {

  private static final ConfiguredModule EMPTY =
      new ConfiguredModule(Map.of(), Map.of(), Map.of(), Map.of());
  private static final Expression.Block NOTHING = new Expression.Block(Map.of());

  private ConfigurationReader() {}

  static Configuration configuration(Optional<Located> configuration) {
    return new Configuration(
        configuration
            .flatMap(found -> found.find("provider_config"))
            .map(found -> mapped(found, ConfigurationReader::provider))
            .orElse(Map.of()),
        configuration
            .flatMap(found -> found.find("root_module"))
            .map(ConfigurationReader::module)
            .orElse(EMPTY));
  }

  private static Configuration.ProviderConfiguration provider(Located provider) {
    return new Configuration.ProviderConfiguration(
        text(provider, "name"),
        text(provider, "full_name"),
        provider.find("alias").map(Located::text),
        text(provider, "module_address"),
        expressions(provider));
  }

  private static ConfiguredModule module(Located module) {
    Map<String, ConfiguredResource> resources = new LinkedHashMap<>();
    module
        .find("resources")
        .ifPresent(
            list ->
                list.list()
                    .forEach(
                        resource ->
                            resources.put(resource.at("address").text(), resource(resource))));
    return new ConfiguredModule(
        resources,
        members(module, "module_calls", ConfigurationReader::call),
        members(
            module,
            "outputs",
            output ->
                new ConfiguredOutput(
                    output
                        .find("expression")
                        .map(ConfigurationReader::expression)
                        .orElse(new Expression.Reference(List.of())),
                    flag(output, "sensitive"))),
        members(module, "variables", ConfigurationReader::variable));
  }

  private static ConfiguredResource resource(Located resource) {
    return new ConfiguredResource(
        resource.at("address").text(),
        text(resource, "mode"),
        text(resource, "type"),
        text(resource, "name"),
        text(resource, "provider_config_key"),
        expressions(resource),
        resource.find("count_expression").map(ConfigurationReader::expression),
        resource.find("for_each_expression").map(ConfigurationReader::expression),
        resource.find("depends_on").map(Located::texts).orElse(List.of()));
  }

  private static ModuleCall call(Located call) {
    return new ModuleCall(
        text(call, "source"),
        expressions(call),
        call.find("count_expression").map(ConfigurationReader::expression),
        call.find("for_each_expression").map(ConfigurationReader::expression),
        call.find("depends_on").map(Located::texts).orElse(List.of()),
        call.find("module").map(ConfigurationReader::module).orElse(EMPTY));
  }

  private static ConfiguredVariable variable(Located variable) {
    boolean sensitive = flag(variable, "sensitive");
    return new ConfiguredVariable(
        variable
            .find("default")
            .map(Located::value)
            .map(value -> sensitive ? new SensitiveValue(value) : value),
        sensitive,
        text(variable, "description"));
  }

  private static Expression.Block expressions(Located owner) {
    return owner.find("expressions").map(ConfigurationReader::block).orElse(NOTHING);
  }

  private static Expression.Block block(Located block) {
    return new Expression.Block(mapped(block, ConfigurationReader::expression));
  }

  /**
   * An expression has one of two members or none, or both where it refers to something and comes to
   * the same whatever that is, such as {@code var.x ? 0 : 0}; an object with others is a block. A
   * block whose only arguments are called so cannot be told apart, and there is none in the
   * providers we know.
   */
  private static Expression expression(Located expression) {
    if (expression.value() instanceof ListValue) {
      return new Expression.Blocks(
          expression.list().stream().map(ConfigurationReader::block).toList());
    }
    if (!(expression.value() instanceof ObjectValue object)) {
      return new Expression.Reference(List.of());
    }
    if (object.members().isEmpty()) {
      return new Expression.Reference(List.of());
    }
    boolean isConstant = object.member("constant_value").isPresent();
    boolean refers = object.member("references").filter(ListValue.class::isInstance).isPresent();
    if (refers && object.members().size() == (isConstant ? 2 : 1)) {
      return new Expression.Reference(expression.at("references").texts());
    }
    if (isConstant && object.members().size() == 1) {
      return new Expression.Constant(expression.at("constant_value").value());
    }
    return block(expression);
  }

  private static <T> Map<String, T> members(
      Located owner, String name, Function<Located, T> reading) {
    return owner.find(name).map(found -> mapped(found, reading)).orElse(Map.of());
  }

  private static <T> Map<String, T> mapped(Located object, Function<Located, T> reading) {
    Map<String, T> read = new LinkedHashMap<>();
    object.map().forEach((name, member) -> read.put(name, reading.apply(member)));
    return read;
  }

  private static String text(Located object, String member) {
    return object.find(member).map(Located::text).orElse("");
  }

  private static boolean flag(Located object, String member) {
    return object.find(member).map(Located::bool).orElse(false);
  }
}
