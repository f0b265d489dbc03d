package dev.groundtruth.provisioning.terraform.assertions;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.state.StateResource;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about an instance of a resource or data source in a state. */
public final class StateResourceAssert extends AbstractAssert<StateResourceAssert, StateResource> {

  private final Set<Secret> secrets;

  StateResourceAssert(StateResource actual, Set<Secret> secrets) {
    super(actual, StateResourceAssert.class);
    this.secrets = secrets;
  }

  /**
   * Verifies the value of an attribute. Whether it is sensitive does not matter; a failure masks
   * both values if it is.
   *
   * <pre>{@code
   * assertThat(state).resource("aws_instance.web").hasAttribute("tags.Name", "web"); // passes
   * assertThat(state).resource("aws_instance.web").hasAttribute("tags.Name", "db"); // fails with both
   * }</pre>
   *
   * @param path its path, as {@link dev.groundtruth.provisioning.value.AttributePath#parse} reads
   *     it
   * @param expected the value, as {@link dev.groundtruth.provisioning.value.Value#of} takes it
   * @return this
   * @throws AssertionError if there is no such attribute, or its value is another
   */
  public StateResourceAssert hasAttribute(String path, @Nullable Object expected) {
    return check(attributes().equal(path, expected));
  }

  /**
   * Verifies that an attribute is not set, or does not exist.
   *
   * <pre>{@code
   * assertThat(state).resource("aws_instance.web").doesNotHaveAttribute("key_name"); // passes if null
   * assertThat(state).resource("aws_instance.web").doesNotHaveAttribute("ami"); // fails with the value
   * }</pre>
   *
   * @param path its path
   * @return this
   * @throws AssertionError if it is set
   */
  public StateResourceAssert doesNotHaveAttribute(String path) {
    return check(attributes().absent(path));
  }

  /**
   * Verifies that an attribute is sensitive as a whole.
   *
   * <pre>{@code
   * assertThat(state).resource("aws_db_instance.main").attributeIsSensitive("password"); // passes
   * assertThat(state).resource("aws_db_instance.main").attributeIsSensitive("username"); // fails
   * }</pre>
   *
   * @param path its path
   * @return this
   * @throws AssertionError if there is no such attribute, or it is not sensitive
   */
  public StateResourceAssert attributeIsSensitive(String path) {
    return check(attributes().sensitive(path));
  }

  private AttributeCheck attributes() {
    isNotNull();
    return AttributeCheck.of(actual.address(), actual.values(), secrets);
  }

  private StateResourceAssert check(Optional<String> failure) {
    if (failure.isPresent()) {
      throw failure("%s", failure.get());
    }
    return this;
  }
}
