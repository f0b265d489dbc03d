package dev.groundtruth.junit.internal;

import dev.groundtruth.junit.Capability;
import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.junit.Environment;
import dev.groundtruth.junit.EnvironmentStartException;
import dev.groundtruth.junit.Evidence;
import dev.groundtruth.junit.Progress;
import dev.groundtruth.junit.RequiresCapability;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/** Connects JUnit's callbacks with the {@link Run}; holds no state of its own. */
public final class InfrastructureExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        ExecutionCondition,
        ParameterResolver,
        InvocationInterceptor,
        TestWatcher {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(InfrastructureExtension.class);

  /** Called by JUnit. */
  public InfrastructureExtension() {}

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<RequiresCapability> required =
        AnnotationSupport.findAnnotation(context.getElement(), RequiresCapability.class);
    Optional<Requirement> needed = Requirement.of(context);
    if (required.isEmpty() || needed.isEmpty()) {
      return ConditionEvaluationResult.enabled("needs no capability that can be measured");
    }
    Lifetime.Running running;
    try {
      running = run(context).started(needed.get(), nameOf(context));
    } catch (EnvironmentStartException failure) {
      return ConditionEvaluationResult.enabled("the failed start is reported by the class itself");
    }
    for (Capability capability : required.get().value()) {
      CapabilityMeasurement measurement = running.measured(capability);
      if (!measurement.present()) {
        return ConditionEvaluationResult.disabled(
            run(context)
                .redact(
                    String.format(
                        "%s is missing in %s: %s",
                        capability,
                        needed.get().type().getSimpleName(),
                        measurement.observation())));
      }
    }
    return ConditionEvaluationResult.enabled("every capability needed was measured");
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Optional<Requirement> needed = Requirement.of(context);
    if (needed.isPresent()) {
      try {
        run(context).started(needed.get(), nameOf(context));
      } catch (RuntimeException failure) {
        Throwable clean = run(context).redaction().of(failure);
        throw clean instanceof RuntimeException runtime ? runtime : failure;
      }
    } else if (requiresCapability(context.getRequiredTestClass())) {
      throw new ExtensionConfigurationException(
          String.format(
              "%s has @RequiresCapability but no environment that could have one, perhaps you should"
                  + " add @RequiresEnvironment.",
              context.getRequiredTestClass().getName()));
    }
  }

  private static boolean requiresCapability(Class<?> type) {
    return AnnotationSupport.isAnnotated(type, RequiresCapability.class)
        || !AnnotationSupport.findAnnotatedMethods(
                type,
                RequiresCapability.class,
                org.junit.platform.commons.support.HierarchyTraversalMode.TOP_DOWN)
            .isEmpty();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      run(context).somethingFailed();
    }
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    run(context).somethingFailed();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return Environment.class.isAssignableFrom(type)
        || type == Evidence.class
        || type == Progress.class
        || Requirement.of(context)
            .filter(needed -> parts(needed, context).contains(type))
            .isPresent();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == Evidence.class) {
      return run(context).evidence();
    }
    if (type == Progress.class) {
      return run(context).progress();
    }
    Requirement needed =
        Requirement.of(context)
            .orElseThrow(
                () ->
                    new ParameterResolutionException(
                        String.format(
                            "%s takes a %s but requires no environment, perhaps you should add"
                                + " @RequiresEnvironment(%s.class) to the class.",
                            nameOf(context), type.getSimpleName(), type.getSimpleName())));
    if (!Environment.class.isAssignableFrom(type)) {
      return started(needed, context).part(type).orElseThrow();
    }
    Class<? extends Environment> required = needed.type();
    if (!type.isAssignableFrom(required)) {
      throw new ParameterResolutionException(
          String.format(
              "%s takes a %s but requires the environment %s, perhaps you should make the parameter"
                  + " a %s.",
              nameOf(context),
              type.getSimpleName(),
              required.getSimpleName(),
              required.getSimpleName()));
    }
    return started(needed, context);
  }

  private static Environment started(Requirement needed, ExtensionContext context) {
    return run(context).started(needed, nameOf(context)).environment();
  }

  private static Set<Class<?>> parts(Requirement needed, ExtensionContext context) {
    return started(needed, context).partTypes();
  }

  @Override
  public <T> T interceptTestClassConstructor(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Constructor<T>> invocationContext,
      ExtensionContext context)
      throws Throwable {
    return watched(invocation, context);
  }

  @Override
  public void interceptBeforeAllMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    watched(invocation, context);
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    watched(invocation, context);
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    watched(invocation, context);
  }

  @Override
  public <T extends @Nullable Object> T interceptTestFactoryMethod(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    return watched(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    watched(invocation, context);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<@Nullable Void> invocation,
      DynamicTestInvocationContext invocationContext,
      ExtensionContext context)
      throws Throwable {
    watched(invocation, context);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    watched(invocation, context);
  }

  @Override
  public void interceptAfterAllMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    watched(invocation, context);
  }

  private static <T extends @Nullable Object> T watched(
      Invocation<T> invocation, ExtensionContext context) throws Throwable {
    try {
      return invocation.proceed();
    } catch (TestAbortedException aborted) {
      throw aborted;
    } catch (Throwable failure) {
      Run run = run(context);
      run.somethingFailed();
      if (context.getTestMethod().isPresent()) {
        Requirement.of(context)
            .ifPresent(needed -> run.attachLogsOfFailingServices(needed.type(), failure));
      }
      throw run.redaction().of(failure);
    }
  }

  private static Run run(ExtensionContext context) {
    ExtensionContext root = context.getRoot();
    return root.getStore(NAMESPACE)
        .computeIfAbsent(Run.class, key -> Run.begin(root::getConfigurationParameter), Run.class);
  }

  private static String nameOf(ExtensionContext context) {
    return context.getTestClass().map(Class::getSimpleName).orElse(context.getDisplayName());
  }
}
