package dev.groundtruth.junit.internal;

import dev.groundtruth.junit.Environment;
import dev.groundtruth.junit.EnvironmentProvider;
import dev.groundtruth.junit.EnvironmentStartException;
import dev.groundtruth.junit.RequiresEnvironment;
import dev.groundtruth.junit.terraform.RequiresTerraform;
import dev.groundtruth.junit.terraform.TerraformEnvironment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The environment that a class of tests requires. */
sealed interface Requirement {

  /** Its type. */
  Class<? extends Environment> type();

  /** Who brings it up. */
  EnvironmentProvider<?> provider(
      Function<String, Optional<String>> parameters, List<EnvironmentProvider<?>> known);

  /** What a class of tests requires; its enclosing classes count. */
  static Optional<Requirement> of(ExtensionContext context) {
    return context
        .getTestClass()
        .flatMap(
            type ->
                AnnotationSupport.findAnnotation(
                        type, RequiresEnvironment.class, context.getEnclosingTestClasses())
                    .<Requirement>map(required -> new OfType(required.value()))
                    .or(
                        () ->
                            AnnotationSupport.findAnnotation(
                                    type,
                                    RequiresTerraform.class,
                                    context.getEnclosingTestClasses())
                                .map(OfTerraform::new)));
  }

  /** An environment of a type, from whom it is known to come from. */
  record OfType(Class<? extends Environment> type) implements Requirement {

    @Override
    public EnvironmentProvider<?> provider(
        Function<String, Optional<String>> parameters, List<EnvironmentProvider<?>> known) {
      return new Target(parameters.apply(Target.PARAMETER), known).providerOf(type);
    }
  }

  /** A configuration that is applied. */
  record OfTerraform(RequiresTerraform required) implements Requirement {

    @Override
    public Class<? extends Environment> type() {
      return TerraformEnvironment.class;
    }

    @Override
    public EnvironmentProvider<?> provider(
        Function<String, Optional<String>> parameters, List<EnvironmentProvider<?>> known) {
      String target = parameters.apply(Target.PARAMETER).orElse("").strip();
      Set<String> possible = Set.of(TerraformEnvironment.EMULATED, TerraformEnvironment.AWS);
      if (!possible.contains(target)) {
        throw new EnvironmentStartException(
            "%s is '%s', where no Terraform configuration is applied, perhaps you should set -D%s to %s or %s."
                .formatted(
                    Target.PARAMETER,
                    target,
                    Target.PARAMETER,
                    TerraformEnvironment.EMULATED,
                    TerraformEnvironment.AWS),
            null);
      }
      return new TerraformProvider(target, required);
    }
  }
}
