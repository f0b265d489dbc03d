package dev.groundtruth.junit;

import dev.groundtruth.junit.internal.InfrastructureExtension;
import io.qameta.allure.jupiter.AllureJupiter;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class that verifies running infrastructure.
 *
 * <p>Together with {@link RequiresEnvironment} it lets constructors, test and lifecycle methods
 * take the environment as a parameter, as well as an {@link Evidence} and a {@link Progress}:
 *
 * <pre>{@code
 * @VerifiesInfrastructure
 * @RequiresEnvironment(Shop.class)
 * class FrontPageTest {
 *   @Test
 *   void is_served(Shop shop, Evidence evidence) { ... }
 * }
 * }</pre>
 *
 * <p>Which target the environment comes from is the JUnit configuration parameter {@code
 * groundtruth.target}; no test asks for it. The class carries the tag {@code infrastructure}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Tag("infrastructure")
@ExtendWith({InfrastructureExtension.class, AllureJupiter.class})
public @interface VerifiesInfrastructure {}
