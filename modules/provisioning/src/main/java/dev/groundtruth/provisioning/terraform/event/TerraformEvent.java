package dev.groundtruth.provisioning.terraform.event;

import dev.groundtruth.provisioning.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the {@code -json} stream. What the kinds mean is said by the page "Machine-Readable
 * UI" of Terraform's internals (developer.hashicorp.com/terraform/internals/machine-readable-ui).
 */
public sealed interface TerraformEvent {

  /**
   * What every line has.
   *
   * @return level, message, module and time
   */
  Header header();

  /**
   * The line for a person to read.
   *
   * @return Terraform's own message
   */
  default String message() {
    return header().message();
  }

  /**
   * What every line has.
   *
   * @param level {@code trace} to {@code error}
   * @param message for a person to read
   * @param module what wrote the line, {@code terraform.ui} or {@code tofu.ui}
   * @param timestamp when
   */
  record Header(String level, String message, String module, Optional<Instant> timestamp) {}

  /** An event about one resource. */
  sealed interface OfResource extends TerraformEvent {

    /**
     * The resource.
     *
     * @return which one
     */
    Resource resource();
  }

  /**
   * A resource as events name it.
   *
   * @param address its absolute address, with the key of its instance
   * @param module the address of its module; empty for the root
   * @param type for example {@code aws_instance}
   * @param name its name in the module
   * @param key the key of its instance: a text of {@code for_each}, a number of {@code count}, null
   *     where there is neither
   * @param implied the provider that its type implies
   */
  record Resource(
      String address, String module, String type, String name, Value key, String implied) {

    @Override
    public String toString() {
      return address;
    }
  }

  /**
   * The first line.
   *
   * @param header what every line has
   * @param version the version of Terraform or OpenTofu
   * @param ui the version of the format of the stream
   * @param openTofu whether it is OpenTofu
   */
  record Version(Header header, String version, String ui, boolean openTofu)
      implements TerraformEvent {}

  /**
   * A step of {@code init}.
   *
   * @param header what every line has
   * @param code which step, for example {@code initializing_backend_message}
   */
  record InitOutput(Header header, String code) implements TerraformEvent {}

  /**
   * A line without a meaning to machines.
   *
   * @param header what every line has
   */
  record Log(Header header) implements TerraformEvent {}

  /**
   * An error or a warning.
   *
   * @param header what every line has
   * @param diagnostic the error or warning
   * @param testFile the file of tests it is of, with {@code test}
   * @param testRun the run of that file it is of
   */
  record DiagnosticFound(
      Header header, Diagnostic diagnostic, Optional<String> testFile, Optional<String> testRun)
      implements TerraformEvent {}

  /**
   * A change the plan makes to a resource.
   *
   * @param header what every line has
   * @param resource the resource
   * @param previous what it was before it was moved
   * @param action {@code noop}, {@code create}, {@code read}, {@code update}, {@code replace},
   *     {@code delete}, {@code move}, {@code import} or {@code remove}
   * @param reason why it is replaced or deleted
   * @param importedId the id it is imported by
   */
  record PlannedChange(
      Header header,
      Resource resource,
      Optional<Resource> previous,
      String action,
      Optional<String> reason,
      Optional<String> importedId)
      implements OfResource {}

  /**
   * A change that was made to a resource outside of Terraform.
   *
   * @param header what every line has
   * @param resource the resource
   * @param previous what it was before it was moved
   * @param action {@code update} or {@code delete}
   */
  record ResourceDrift(Header header, Resource resource, Optional<Resource> previous, String action)
      implements OfResource {}

  /**
   * How much there is to do, or was done.
   *
   * @param header what every line has
   * @param operation {@code plan}, {@code apply} or {@code destroy}
   * @param add resources created
   * @param change resources updated
   * @param remove resources deleted
   * @param imported resources imported
   * @param forget resources no longer managed, though not deleted
   */
  record ChangeSummary(
      Header header, String operation, int add, int change, int remove, int imported, int forget)
      implements TerraformEvent {}

  /**
   * The outputs, after an apply, or what changes of them, after a plan.
   *
   * @param header what every line has
   * @param outputs name to output
   */
  record Outputs(Header header, Map<String, OutputValue> outputs) implements TerraformEvent {

    /**
     * Outputs.
     *
     * @param header what every line has
     * @param outputs name to output
     */
    public Outputs {
      outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }
  }

  /**
   * An output in an event.
   *
   * @param sensitive whether it is sensitive
   * @param value its value; nothing after a plan, and nothing for a sensitive one, whose value no
   *     event shows
   * @param action what a plan does to it, for example {@code create}; nothing after an apply
   */
  record OutputValue(boolean sensitive, Optional<Value> value, Optional<String> action) {}

  /**
   * The change of a resource begins.
   *
   * @param header what every line has
   * @param resource the resource
   * @param action {@code create}, {@code update}, {@code delete}, {@code read} or another
   * @param id its id, where it has one already
   */
  record ApplyStarted(Header header, Resource resource, String action, Optional<String> id)
      implements OfResource {}

  /**
   * The change of a resource still goes on.
   *
   * @param header what every line has
   * @param resource the resource
   * @param action what is done to it
   * @param elapsed for how long
   */
  record ApplyProgressed(Header header, Resource resource, String action, Duration elapsed)
      implements OfResource {}

  /**
   * The change of a resource is done.
   *
   * @param header what every line has
   * @param resource the resource
   * @param action what was done to it
   * @param id its id, where it has one
   * @param elapsed how long it took
   */
  record ApplyCompleted(
      Header header, Resource resource, String action, Optional<String> id, Duration elapsed)
      implements OfResource {}

  /**
   * The change of a resource failed; why is said by a {@link DiagnosticFound}.
   *
   * @param header what every line has
   * @param resource the resource
   * @param action what was to be done to it
   * @param elapsed after how long
   */
  record ApplyFailed(Header header, Resource resource, String action, Duration elapsed)
      implements OfResource {}

  /**
   * A provisioner begins, writes, ends or fails.
   *
   * @param header what every line has
   * @param resource the resource it belongs to
   * @param provisioner its kind, for example {@code local-exec}
   * @param stage which of them
   * @param output what it wrote, where it wrote
   */
  record Provisioning(
      Header header, Resource resource, String provisioner, Stage stage, Optional<String> output)
      implements OfResource {}

  /**
   * The refresh of a resource begins, ends or fails.
   *
   * @param header what every line has
   * @param resource the resource
   * @param stage which of them
   * @param id its id, where it has one
   */
  record Refresh(Header header, Resource resource, Stage stage, Optional<String> id)
      implements OfResource {}

  /**
   * An ephemeral resource is opened, renewed or closed.
   *
   * @param header what every line has
   * @param resource the resource
   * @param action {@code open}, {@code renew} or {@code close}
   * @param stage how far that is
   * @param elapsed for how long, where that is known
   */
  record EphemeralOperation(
      Header header, Resource resource, String action, Stage stage, Optional<Duration> elapsed)
      implements OfResource {}

  /** How far something is. */
  enum Stage {
    /** It begins. */
    STARTED,
    /** It goes on. */
    PROGRESSED,
    /** It is done. */
    COMPLETED,
    /** It failed. */
    FAILED
  }

  /**
   * The tests that {@code test} is going to run.
   *
   * @param header what every line has
   * @param runs file to the names of its runs
   */
  record TestsFound(Header header, Map<String, List<String>> runs) implements TerraformEvent {

    /**
     * Tests.
     *
     * @param header what every line has
     * @param runs file to the names of its runs
     */
    public TestsFound {
      runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
    }
  }

  /**
   * How far a file of tests is.
   *
   * @param header what every line has
   * @param file the file
   * @param progress {@code starting}, {@code teardown} or {@code complete}
   * @param status {@code pending}, {@code skip}, {@code pass}, {@code fail} or {@code error};
   *     nothing before its end
   */
  record TestFile(Header header, String file, String progress, Optional<String> status)
      implements TerraformEvent {}

  /**
   * How far a run of a file of tests is.
   *
   * @param header what every line has
   * @param file the file
   * @param run the name of the run
   * @param progress {@code starting}, {@code running}, {@code teardown} or {@code complete}
   * @param status {@code pending}, {@code skip}, {@code pass}, {@code fail} or {@code error};
   *     nothing before its end
   * @param elapsed for how long, where that is known
   */
  record TestRun(
      Header header,
      String file,
      String run,
      String progress,
      Optional<String> status,
      Optional<Duration> elapsed)
      implements TerraformEvent {}

  /**
   * The plan or the state of a run, with {@code test -verbose}.
   *
   * @param header what every line has
   * @param state true for a state, false for a plan
   * @param content the plan or state in Terraform's internal structure, which may hold secrets
   */
  record TestContent(Header header, boolean state, Value content) implements TerraformEvent {

    /** Without the content, which may hold secrets. */
    @Override
    public String toString() {
      return "TestContent[header=%s, state=%s]".formatted(header, state);
    }
  }

  /**
   * Resources that a file of tests could not remove, or was interrupted before it did.
   *
   * @param header what every line has
   * @param resources their addresses
   */
  record TestLeftovers(Header header, List<String> resources) implements TerraformEvent {

    /**
     * Leftovers.
     *
     * @param header what every line has
     * @param resources their addresses
     */
    public TestLeftovers {
      resources = List.copyOf(resources);
    }
  }

  /**
   * How the tests ended.
   *
   * @param header what every line has
   * @param status {@code pass}, {@code fail}, {@code error} or another
   * @param passed runs that passed
   * @param failed runs that failed
   * @param errored runs that could not be run
   * @param skipped runs that were left out
   */
  record TestSummary(Header header, String status, int passed, int failed, int errored, int skipped)
      implements TerraformEvent {}

  /**
   * A kind of line that this version does not know.
   *
   * @param header what every line has
   * @param type its kind
   * @param content the line, which may hold secrets
   */
  record Other(Header header, String type, Value content) implements TerraformEvent {

    /** Without the content, which may hold secrets. */
    @Override
    public String toString() {
      return "Other[header=%s, type=%s]".formatted(header, type);
    }
  }

  /**
   * A line that is not JSON: of a panic, of a wrapper script, or of a command that has no such
   * stream.
   *
   * @param header with the line as the message, and nothing else
   */
  record Text(Header header) implements TerraformEvent {}
}
