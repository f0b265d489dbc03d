package dev.groundtruth.provisioning.terraform.assertions;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.plan.Action;
import dev.groundtruth.provisioning.terraform.plan.Change;
import dev.groundtruth.provisioning.terraform.plan.ResourceChange;
import dev.groundtruth.provisioning.value.AttributePath;
import dev.groundtruth.provisioning.value.NullValue;
import dev.groundtruth.provisioning.value.Value;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about what a plan does to an instance of a resource or data source. */
public final class ResourceChangeAssert
    extends AbstractAssert<ResourceChangeAssert, ResourceChange> {

  private final Set<Secret> secrets;

  ResourceChangeAssert(ResourceChange actual, Set<Secret> secrets) {
    super(actual, ResourceChangeAssert.class);
    this.secrets = secrets;
  }

  /**
   * Verifies the value an attribute has once the plan is applied. Whether it is sensitive does not
   * matter; a failure masks both values if it is.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_instance.web").hasAttribute("tags.Name", "web"); // passes
   * assertThat(plan).resource("aws_instance.web").hasAttribute("tags.Name", "db"); // fails with both
   * }</pre>
   *
   * @param path its path, as {@link AttributePath#parse} reads it
   * @param expected the value, as {@link Value#of} takes it; the elements of sets in Terraform's
   *     order
   * @return this
   * @throws AssertionError if there is no such attribute then, or its value is another or not known
   *     yet
   */
  public ResourceChangeAssert hasAttribute(String path, @Nullable Object expected) {
    return check(after().equal(path, expected));
  }

  /**
   * Verifies the value an attribute has before the plan is applied.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_instance.web").hadAttribute("tags.Name", "old"); // passes
   * assertThat(plan).resource("aws_instance.web").hadAttribute("tags.Name", "new"); // fails with both
   * }</pre>
   *
   * @param path its path
   * @param expected the value, as {@link Value#of} takes it
   * @return this
   * @throws AssertionError if there is no such attribute, or its value is another
   */
  public ResourceChangeAssert hadAttribute(String path, @Nullable Object expected) {
    isNotNull();
    if (actual.change().before() instanceof NullValue) {
      throw failure(
          "%s",
          "Expected %s of %s before the apply but it does not exist then, the plan has it %s"
              .formatted(path, actual.address(), participle()));
    }
    return check(
        attributes(actual.address() + " before the apply", actual.change().before())
            .equal(path, expected));
  }

  /**
   * Verifies that an attribute is not set once the plan is applied, or does not exist.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_instance.web").doesNotHaveAttribute("key_name"); // passes if null
   * assertThat(plan).resource("aws_instance.web").doesNotHaveAttribute("ami"); // fails with the value
   * }</pre>
   *
   * @param path its path
   * @return this
   * @throws AssertionError if it is set
   */
  public ResourceChangeAssert doesNotHaveAttribute(String path) {
    return check(after().absent(path));
  }

  /**
   * Verifies that the value of an attribute is known only after the apply.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_instance.new").attributeIsKnownAfterApply("id"); // passes
   * assertThat(plan).resource("aws_instance.old").attributeIsKnownAfterApply("id"); // fails with the id
   * }</pre>
   *
   * @param path its path
   * @return this
   * @throws AssertionError if there is no such attribute, or it is known
   */
  public ResourceChangeAssert attributeIsKnownAfterApply(String path) {
    return check(after().unknown(path));
  }

  /**
   * Verifies that the value of an attribute, with all its parts, is known before the apply.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_instance.new").attributeIsKnown("ami"); // passes
   * assertThat(plan).resource("aws_instance.new").attributeIsKnown("id"); // fails
   * }</pre>
   *
   * @param path its path
   * @return this
   * @throws AssertionError if there is no such attribute, or not all of it is known
   */
  public ResourceChangeAssert attributeIsKnown(String path) {
    return check(after().known(path));
  }

  /**
   * Verifies that an attribute is sensitive as a whole.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_db_instance.main").attributeIsSensitive("password"); // passes
   * assertThat(plan).resource("aws_db_instance.main").attributeIsSensitive("username"); // fails
   * }</pre>
   *
   * @param path its path
   * @return this
   * @throws AssertionError if there is no such attribute, or it is not sensitive
   */
  public ResourceChangeAssert attributeIsSensitive(String path) {
    return check(after().sensitive(path));
  }

  /**
   * Verifies that nothing of an attribute is sensitive.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_db_instance.main").attributeIsNotSensitive("username"); // passes
   * assertThat(plan).resource("aws_db_instance.main").attributeIsNotSensitive("password"); // fails
   * }</pre>
   *
   * @param path its path
   * @return this
   * @throws AssertionError if there is no such attribute, or a part of it is sensitive
   */
  public ResourceChangeAssert attributeIsNotSensitive(String path) {
    return check(after().notSensitive(path));
  }

  /**
   * Verifies what is done.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_vpc.main").hasAction(Action.CREATE); // passes if it is created
   * assertThat(plan).resource("aws_vpc.main").hasAction(Action.NO_OP); // fails with CREATE
   * }</pre>
   *
   * @param expected one of these actions
   * @return this
   * @throws AssertionError if another is done
   */
  public ResourceChangeAssert hasAction(Action... expected) {
    isNotNull();
    if (!List.of(expected).contains(actual.action())) {
      throw failure(
          "%s",
          "Expected %s to be %s but it is %s%s"
              .formatted(
                  actual.address(),
                  Arrays.stream(expected)
                      .map(Action::participle)
                      .collect(Collectors.joining(" or ")),
                  participle(),
                  actual.actionReason().map(reason -> " (" + reason + ")").orElse("")));
    }
    return this;
  }

  /**
   * Verifies that it is created.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_vpc.new").isCreated(); // passes
   * assertThat(plan).resource("aws_vpc.old").isCreated(); // fails
   * }</pre>
   *
   * @return this
   * @throws AssertionError if something else is done
   */
  public ResourceChangeAssert isCreated() {
    return hasAction(Action.CREATE);
  }

  /**
   * Verifies that it is changed in place.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_instance.web").isUpdated(); // passes
   * assertThat(plan).resource("aws_instance.replaced").isUpdated(); // fails
   * }</pre>
   *
   * @return this
   * @throws AssertionError if something else is done
   */
  public ResourceChangeAssert isUpdated() {
    return hasAction(Action.UPDATE);
  }

  /**
   * Verifies that it is deleted.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_eip.nat").isDeleted(); // passes
   * assertThat(plan).resource("aws_vpc.main").isDeleted(); // fails
   * }</pre>
   *
   * @return this
   * @throws AssertionError if something else is done
   */
  public ResourceChangeAssert isDeleted() {
    return hasAction(Action.DELETE);
  }

  /**
   * Verifies that it is replaced, in either order.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_instance.replaced").isReplaced(); // passes
   * assertThat(plan).resource("aws_instance.web").isReplaced(); // fails
   * }</pre>
   *
   * @return this
   * @throws AssertionError if something else is done
   */
  public ResourceChangeAssert isReplaced() {
    return hasAction(
        Action.DELETE_THEN_CREATE, Action.CREATE_THEN_DELETE, Action.CREATE_THEN_FORGET);
  }

  /**
   * Verifies that nothing is done, not even a move or an import.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_vpc.main").isNotChanged(); // passes
   * assertThat(plan).resource("aws_instance.web").isNotChanged(); // fails
   * }</pre>
   *
   * @return this
   * @throws AssertionError if something is done
   */
  public ResourceChangeAssert isNotChanged() {
    hasAction(Action.NO_OP);
    if (actual.isChange()) {
      throw failure(
          "%s",
          "Expected %s not to be changed but it is %s"
              .formatted(
                  actual.address(),
                  actual.previousAddress().map(from -> "moved from " + from).orElse("imported")));
    }
    return this;
  }

  /**
   * Verifies that it is replaced because of an attribute.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_instance.web").isReplacedBecauseOf("ami"); // passes
   * assertThat(plan).resource("aws_instance.web").isReplacedBecauseOf("tags"); // fails with ami
   * }</pre>
   *
   * @param path the attribute, or one that it is a part of
   * @return this
   * @throws AssertionError if it is not replaced, or because of others; lists them
   */
  public ResourceChangeAssert isReplacedBecauseOf(String path) {
    isReplaced();
    AttributePath wanted = AttributePath.parse(path);
    Change change = actual.change();
    if (change.replacePaths().stream().noneMatch(wanted::contains)) {
      throw failure(
          "%s",
          "Expected %s to be replaced because of %s but it is because of %s"
              .formatted(
                  actual.address(),
                  path,
                  change.replacePaths().isEmpty()
                      ? "no attribute" + actual.actionReason().map(r -> " (" + r + ")").orElse("")
                      : change.replacePaths().stream()
                          .map(Object::toString)
                          .collect(Collectors.joining(", "))));
    }
    return this;
  }

  /**
   * Verifies that it was at another address.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_instance.new").isMovedFrom("aws_instance.old"); // passes
   * assertThat(plan).resource("aws_instance.web").isMovedFrom("aws_instance.old"); // fails
   * }</pre>
   *
   * @param address the address it was at
   * @return this
   * @throws AssertionError if it was not at that address
   */
  public ResourceChangeAssert isMovedFrom(String address) {
    isNotNull();
    if (!actual.previousAddress().equals(Optional.of(address))) {
      throw failure(
          "%s",
          "Expected %s to be moved from %s but it is %s"
              .formatted(
                  actual.address(),
                  address,
                  actual.previousAddress().map(from -> "moved from " + from).orElse("not moved")));
    }
    return this;
  }

  /**
   * Verifies that it is imported.
   *
   * <pre>{@code
   * assertThat(plan).resource("aws_s3_bucket.logs").isImported(); // passes with an import block
   * assertThat(plan).resource("aws_s3_bucket.new").isImported(); // fails
   * }</pre>
   *
   * @return this
   * @throws AssertionError if it is not
   */
  public ResourceChangeAssert isImported() {
    isNotNull();
    if (actual.change().importing().isEmpty()) {
      throw failure(
          "%s",
          "Expected %s to be imported but it is %s".formatted(actual.address(), participle()));
    }
    return this;
  }

  private AttributeCheck after() {
    isNotNull();
    if (actual.change().after() instanceof NullValue) {
      throw failure(
          "%s",
          "Expected an attribute of %s after the apply but it is %s, perhaps you should ask for hadAttribute"
              .formatted(actual.address(), participle()));
    }
    return attributes(actual.address(), actual.change().after());
  }

  private AttributeCheck attributes(String subject, Value values) {
    Set<Secret> hidden = new LinkedHashSet<>(secrets);
    hidden.addAll(actual.change().secrets());
    return AttributeCheck.of(subject, values, hidden);
  }

  private ResourceChangeAssert check(Optional<String> failure) {
    if (failure.isPresent()) {
      throw failure("%s", failure.get());
    }
    return this;
  }

  private String participle() {
    return actual.action().participle();
  }
}
