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
 * Skips a test, or a class of tests, unless the environment was measured to have every capability
 * named. The reason of the skip is what the measurement saw.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(InfrastructureExtension.class)
public @interface RequiresCapability {

  /**
   * What the environment must be able to do.
   *
   * @return the capabilities, all of which are needed
   */
  Capability[] value();
}
