package dev.groundtruth.junit;

import dev.groundtruth.junit.internal.InfrastructureExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The environment the tests of a class run in.
 *
 * <p>It is started when the first class of the run needs it, shared by all later ones, and closed
 * at the end of the run. When it cannot be started, every class that requires it fails and names
 * that first failure; the start is not tried again. Nested classes inherit it from the class around
 * them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(InfrastructureExtension.class)
public @interface RequiresEnvironment {

  /**
   * The type of the environment, provided for the run's target by an {@link EnvironmentProvider}.
   *
   * @return the type that tests take as their parameter
   */
  Class<? extends Environment> value();
}
