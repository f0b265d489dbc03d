package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A module as it is written.
 *
 * @param resources address in the module, without the keys of instances, to resource
 * @param calls name to call of another module
 * @param outputs name to output
 * @param variables name to variable
 */
public record ConfiguredModule(
    Map<String, ConfiguredResource> resources,
    Map<String, ModuleCall> calls,
    Map<String, ConfiguredOutput> outputs,
    Map<String, ConfiguredVariable> variables) {

  /**
   * A module.
   *
   * @param resources address to resource
   * @param calls name to call
   * @param outputs name to output
   * @param variables name to variable
   */
  public ConfiguredModule {
    resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    calls = Collections.unmodifiableMap(new LinkedHashMap<>(calls));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  /**
   * A resource or data source as it is written.
   *
   * @param address its address in the module
   * @param mode {@code managed} or {@code data}
   * @param type its type
   * @param name its name
   * @param provider the key of its provider configuration
   * @param expressions argument to expression
   * @param count the expression of {@code count}
   * @param forEach the expression of {@code for_each}
   * @param dependsOn what {@code depends_on} names
   */
  public record ConfiguredResource(
      String address,
      String mode,
      String type,
      String name,
      String provider,
      Expression.Block expressions,
      Optional<Expression> count,
      Optional<Expression> forEach,
      List<String> dependsOn) {

    /**
     * A resource.
     *
     * @param address its address in the module
     * @param mode {@code managed} or {@code data}
     * @param type its type
     * @param name its name
     * @param provider the key of its provider configuration
     * @param expressions argument to expression
     * @param count the expression of {@code count}
     * @param forEach the expression of {@code for_each}
     * @param dependsOn what {@code depends_on} names
     */
    public ConfiguredResource {
      dependsOn = List.copyOf(dependsOn);
    }
  }

  /**
   * A call of a module.
   *
   * @param source where the module is from
   * @param expressions argument to expression
   * @param count the expression of {@code count}
   * @param forEach the expression of {@code for_each}
   * @param dependsOn what {@code depends_on} names
   * @param module the module
   */
  public record ModuleCall(
      String source,
      Expression.Block expressions,
      Optional<Expression> count,
      Optional<Expression> forEach,
      List<String> dependsOn,
      ConfiguredModule module) {

    /**
     * A call.
     *
     * @param source where the module is from
     * @param expressions argument to expression
     * @param count the expression of {@code count}
     * @param forEach the expression of {@code for_each}
     * @param dependsOn what {@code depends_on} names
     * @param module the module
     */
    public ModuleCall {
      dependsOn = List.copyOf(dependsOn);
    }
  }

  /**
   * An output as it is written.
   *
   * @param expression its expression
   * @param sensitive whether it is declared as sensitive
   */
  public record ConfiguredOutput(Expression expression, boolean sensitive) {}

  /**
   * A variable as it is written.
   *
   * @param defaultValue its default, masked if it is declared as sensitive
   * @param sensitive whether it is declared as sensitive
   * @param description its description; empty if there is none
   */
  public record ConfiguredVariable(
      Optional<Value> defaultValue, boolean sensitive, String description) {}
}
