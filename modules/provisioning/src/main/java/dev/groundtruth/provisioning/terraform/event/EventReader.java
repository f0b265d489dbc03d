package dev.groundtruth.provisioning.terraform.event;

import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.Located;
import dev.groundtruth.provisioning.value.MalformedJsonException;
import dev.groundtruth.provisioning.value.NullValue;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.TextValue;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import dev.groundtruth.provisioning.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the lines of the {@code -json} stream. Has no state, so one serves all. */
public final class EventReader {

  private static final String SUBJECT = "The event";

  /** A reader. */
  public EventReader() {}

  /**
   * Reads one line. Never fails for what the line is: a stream may be mixed with other output, and
   * a newer Terraform may write more kinds of lines.
   *
   * @param line the line, without its end
   * @return the event; a {@link TerraformEvent.Text} if it is not JSON, a {@link
   *     TerraformEvent.Other} if it is of an unknown kind or not in the form of its kind
   */
  public TerraformEvent read(String line) {
    Value value;
    if (!line.stripLeading().startsWith("{")) {
      return text(line);
    }
    try {
      value = Json.read("the event", line);
    } catch (MalformedJsonException e) {
      return text(line);
    }
    if (!(value instanceof ObjectValue)) {
      return text(line);
    }
    Located event = value.in(SUBJECT);
    TerraformEvent.Header header = header(event);
    String type = textOr(event, "type", "");
    try {
      return read(type, header, event);
    } catch (UnexpectedValueException e) {
      return new TerraformEvent.Other(header, type, value);
    }
  }

  private static TerraformEvent text(String line) {
    return new TerraformEvent.Text(new TerraformEvent.Header("", line, "", Optional.empty()));
  }

  private static TerraformEvent.Header header(Located event) {
    return new TerraformEvent.Header(
        textOr(event, "[\"@level\"]", ""),
        textOr(event, "[\"@message\"]", ""),
        textOr(event, "[\"@module\"]", ""),
        timestamp(textOr(event, "[\"@timestamp\"]", "")));
  }

  private static Optional<Instant> timestamp(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static TerraformEvent read(String type, TerraformEvent.Header header, Located event) {
    return switch (type) {
      case "version" -> version(header, event);
      case "init_output" ->
          new TerraformEvent.InitOutput(header, textOr(event, "message_code", ""));
      // OpenTofu's init writes lines without a type.
      case "log", "" -> new TerraformEvent.Log(header);
      case "diagnostic" ->
          new TerraformEvent.DiagnosticFound(
              header,
              DiagnosticReader.read(event.at("diagnostic")),
              optional(event, "[\"@testfile\"]"),
              optional(event, "[\"@testrun\"]"));
      case "planned_change" -> plannedChange(header, event.at("change"));
      case "resource_drift" -> drift(header, event.at("change"));
      case "change_summary" -> summary(header, event.at("changes"));
      case "outputs" -> outputs(header, event.at("outputs"));
      case "apply_start",
          "apply_progress",
          "apply_complete",
          "apply_errored",
          "provision_start",
          "provision_progress",
          "provision_complete",
          "provision_errored",
          "refresh_start",
          "refresh_progress",
          "refresh_complete",
          "refresh_errored",
          "ephemeral_op_start",
          "ephemeral_op_progress",
          "ephemeral_op_complete",
          "ephemeral_op_errored",
          "ephemeral_action_started",
          "ephemeral_action_complete" ->
          hook(type, header, event.at("hook"));
      case "test_abstract",
          "test_file",
          "test_run",
          "test_plan",
          "test_state",
          "test_cleanup",
          "test_interrupt",
          "test_summary" ->
          test(type, header, event);
      default -> new TerraformEvent.Other(header, type, event.value());
    };
  }

  private static TerraformEvent version(TerraformEvent.Header header, Located event) {
    Optional<Located> tofu = event.find("tofu");
    return new TerraformEvent.Version(
        header,
        tofu.orElseGet(() -> event.at("terraform")).text(),
        textOr(event, "ui", ""),
        tofu.isPresent());
  }

  private static TerraformEvent plannedChange(TerraformEvent.Header header, Located change) {
    return new TerraformEvent.PlannedChange(
        header,
        resource(change.at("resource")),
        change.find("previous_resource").map(EventReader::resource),
        change.at("action").text(),
        change.find("reason").map(Located::text),
        change.find("importing.id").map(Located::text));
  }

  private static TerraformEvent drift(TerraformEvent.Header header, Located change) {
    return new TerraformEvent.ResourceDrift(
        header,
        resource(change.at("resource")),
        change.find("previous_resource").map(EventReader::resource),
        change.at("action").text());
  }

  private static TerraformEvent summary(TerraformEvent.Header header, Located changes) {
    return new TerraformEvent.ChangeSummary(
        header,
        textOr(changes, "operation", ""),
        count(changes, "add"),
        count(changes, "change"),
        count(changes, "remove"),
        count(changes, "import"),
        count(changes, "forget"));
  }

  private static TerraformEvent outputs(TerraformEvent.Header header, Located outputs) {
    Map<String, TerraformEvent.OutputValue> read = new LinkedHashMap<>();
    outputs
        .map()
        .forEach(
            (name, output) ->
                read.put(
                    name,
                    new TerraformEvent.OutputValue(
                        output.find("sensitive").map(Located::bool).orElse(false),
                        output.map().containsKey("value")
                            ? Optional.of(output.at("value").value())
                            : Optional.<Value>empty(),
                        output.find("action").map(Located::text))));
    return new TerraformEvent.Outputs(header, read);
  }

  private static TerraformEvent hook(String type, TerraformEvent.Header header, Located hook) {
    TerraformEvent.Resource resource = resource(hook.at("resource"));
    TerraformEvent.Stage stage = stage(type);
    if (type.startsWith("provision_")) {
      return new TerraformEvent.Provisioning(
          header,
          resource,
          textOr(hook, "provisioner", ""),
          stage,
          hook.find("output").map(Located::text));
    }
    if (type.startsWith("refresh_")) {
      return new TerraformEvent.Refresh(header, resource, stage, id(hook));
    }
    String action = textOr(hook, "action", "");
    if (type.startsWith("ephemeral_")) {
      return new TerraformEvent.EphemeralOperation(
          header, resource, action, stage, elapsed(hook, "elapsed_seconds"));
    }
    Duration elapsed = elapsed(hook, "elapsed_seconds").orElse(Duration.ZERO);
    return switch (stage) {
      case STARTED -> new TerraformEvent.ApplyStarted(header, resource, action, id(hook));
      case PROGRESSED -> new TerraformEvent.ApplyProgressed(header, resource, action, elapsed);
      case COMPLETED ->
          new TerraformEvent.ApplyCompleted(header, resource, action, id(hook), elapsed);
      case FAILED -> new TerraformEvent.ApplyFailed(header, resource, action, elapsed);
    };
  }

  private static TerraformEvent.Stage stage(String type) {
    return switch (type.substring(type.lastIndexOf('_') + 1)) {
      case "start", "started" -> TerraformEvent.Stage.STARTED;
      case "progress" -> TerraformEvent.Stage.PROGRESSED;
      case "complete" -> TerraformEvent.Stage.COMPLETED;
      default -> TerraformEvent.Stage.FAILED;
    };
  }

  private static TerraformEvent test(String type, TerraformEvent.Header header, Located event) {
    Located content = event.at(type);
    return switch (type) {
      case "test_abstract" -> {
        Map<String, List<String>> runs = new LinkedHashMap<>();
        content.map().forEach((file, names) -> runs.put(file, names.texts()));
        yield new TerraformEvent.TestsFound(header, runs);
      }
      case "test_file" ->
          new TerraformEvent.TestFile(
              header,
              content.at("path").text(),
              textOr(content, "progress", "complete"),
              content.find("status").map(Located::text));
      case "test_run" ->
          new TerraformEvent.TestRun(
              header,
              content.at("path").text(),
              content.at("run").text(),
              textOr(content, "progress", "complete"),
              content.find("status").map(Located::text),
              elapsed(content, "elapsed"));
      case "test_plan", "test_state" ->
          new TerraformEvent.TestContent(header, type.equals("test_state"), content.value());
      case "test_cleanup", "test_interrupt" -> leftovers(header, content);
      default ->
          new TerraformEvent.TestSummary(
              header,
              textOr(content, "status", ""),
              count(content, "passed"),
              count(content, "failed"),
              count(content, "errored"),
              count(content, "skipped"));
    };
  }

  private static TerraformEvent leftovers(TerraformEvent.Header header, Located content) {
    List<String> addresses = new ArrayList<>();
    content.find("failed_resources").ifPresent(list -> addAddresses(list, addresses));
    content.find("state").ifPresent(list -> addAddresses(list, addresses));
    content
        .find("states")
        .ifPresent(runs -> runs.map().values().forEach(list -> addAddresses(list, addresses)));
    content.find("planned").ifPresent(list -> addresses.addAll(list.texts()));
    return new TerraformEvent.TestLeftovers(header, addresses);
  }

  private static void addAddresses(Located list, List<String> addresses) {
    list.list().forEach(element -> addresses.add(element.at("instance").text()));
  }

  private static TerraformEvent.Resource resource(Located resource) {
    return new TerraformEvent.Resource(
        resource.at("addr").text(),
        textOr(resource, "module", ""),
        textOr(resource, "resource_type", ""),
        textOr(resource, "resource_name", ""),
        resource.find("resource_key").map(Located::value).orElse(NullValue.NULL),
        textOr(resource, "implied_provider", ""));
  }

  private static Optional<String> id(Located hook) {
    return hook.find("id_value").map(Located::text).filter(id -> !id.isEmpty());
  }

  /** Seconds in hooks, milliseconds in tests. */
  private static Optional<Duration> elapsed(Located hook, String member) {
    return hook.find(member)
        .map(Located::number)
        .map(
            number ->
                Duration.ofMillis(
                    (member.endsWith("seconds") ? number.movePointRight(3) : number).longValue()));
  }

  private static Optional<String> optional(Located object, String member) {
    return object.find(member).map(Located::text);
  }

  private static int count(Located object, String member) {
    return object.find(member).map(Located::integer).orElse(0);
  }

  private static String textOr(Located object, String member, String otherwise) {
    return object
        .find(member)
        .filter(found -> found.value() instanceof TextValue)
        .map(Located::text)
        .orElse(otherwise);
  }
}
