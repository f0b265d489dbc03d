package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.MalformedJsonException;
import dev.groundtruth.provisioning.value.ObjectValue;
import dev.groundtruth.provisioning.value.TextValue;
import dev.groundtruth.provisioning.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who holds the lock of a state.
 *
 * @param id what {@code force-unlock} takes
 * @param path which state it is, as the backend names it
 * @param operation what the holder does, for example {@code OperationTypeApply}
 * @param who user and machine
 * @param version that of the holder's Terraform
 * @param created since when, if the tool says it in a way that can be read
 * @param info what the backend adds
 */
public record LockInfo(
    String id,
    String path,
    String operation,
    String who,
    String version,
    Optional<Instant> created,
    String info) {

  /** How a time is written by Go's {@code Time.String()}, in UTC. */
  private static final Pattern GO_TIME =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?) \\+0000 UTC.*");

  /** Reads the paragraph of a diagnostic that begins {@code Lock Info:}, if there is one. */
  static Optional<LockInfo> in(String text) {
    int start = text.indexOf("Lock Info:");
    if (start < 0) {
      return Optional.empty();
    }
    String paragraph = text.substring(start);
    return Optional.of(
        new LockInfo(
            line(paragraph, "ID"),
            line(paragraph, "Path"),
            line(paragraph, "Operation"),
            line(paragraph, "Who"),
            line(paragraph, "Version"),
            instant(line(paragraph, "Created")),
            line(paragraph, "Info")));
  }

  /** Reads the file that the local backend keeps beside a state while it is locked. */
  static Optional<LockInfo> ofFile(String json) {
    try {
      if (Json.read("the lock file", json) instanceof ObjectValue lock) {
        return Optional.of(
            new LockInfo(
                text(lock, "ID"),
                text(lock, "Path"),
                text(lock, "Operation"),
                text(lock, "Who"),
                text(lock, "Version"),
                instant(text(lock, "Created")),
                text(lock, "Info")));
      }
    } catch (MalformedJsonException e) {
      // Terraform was killed while it wrote the file: there is a lock, whoever holds it.
      return Optional.of(new LockInfo("", "", "", "", "", Optional.empty(), ""));
    }
    return Optional.empty();
  }

  private static String line(String paragraph, String name) {
    Matcher matcher =
        Pattern.compile("^[ \\t]*" + name + ":[ \\t]*(.*)$", Pattern.MULTILINE).matcher(paragraph);
    return matcher.find() ? matcher.group(1).strip() : "";
  }

  private static String text(ObjectValue object, String name) {
    Value value = object.members().get(name);
    return value instanceof TextValue text ? text.value() : "";
  }

  private static Optional<Instant> instant(String text) {
    Matcher matcher = GO_TIME.matcher(text);
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(
              Instant.parse(
                  matcher.matches() ? matcher.group(1) + "T" + matcher.group(2) + "Z" : text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
