package dev.groundtruth.junit.internal;

import dev.groundtruth.junit.Capability;
import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.junit.Environment;
import dev.groundtruth.junit.EnvironmentStartException;
import dev.groundtruth.junit.Evidence;
import dev.groundtruth.junit.Progress;
import dev.groundtruth.junit.RequiresCapability;
import dev.groundtruth.junit.RequiresEnvironment;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Optional;
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
    Optional<Class<? extends Environment>> type = requiredEnvironment(context);
    if (required.isEmpty() || type.isEmpty()) {
      return ConditionEvaluationResult.enabled("needs no capability that can be measured");
    }
    Lifetime.Running running;
    try {
      running = run(context).started(type.get(), nameOf(context));
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
                        capability, type.get().getSimpleName(), measurement.observation())));
      }
    }
    return ConditionEvaluationResult.enabled("every capability needed was measured");
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Optional<Class<? extends Environment>> type = requiredEnvironment(context);
    if (type.isPresent()) {
      try {
        run(context).started(type.get(), nameOf(context));
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
        || type == Progress.class;
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
    Class<? extends Environment> required =
        requiredEnvironment(context)
            .orElseThrow(
                () ->
                    new ParameterResolutionException(
                        String.format(
                            "%s takes a %s but requires no environment, perhaps you should add"
                                + " @RequiresEnvironment(%s.class) to the class.",
                            nameOf(context), type.getSimpleName(), type.getSimpleName())));
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
    return run(context).started(required, nameOf(context)).environment();
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
        requiredEnvironment(context)
            .ifPresent(type -> run.attachLogsOfFailingServices(type, failure));
      }
      throw run.redaction().of(failure);
    }
  }

  private static Optional<Class<? extends Environment>> requiredEnvironment(
      ExtensionContext context) {
    return context
        .getTestClass()
        .flatMap(
            type ->
                AnnotationSupport.findAnnotation(
                    type, RequiresEnvironment.class, context.getEnclosingTestClasses()))
        .map(RequiresEnvironment::value);
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
