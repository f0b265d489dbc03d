package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.terraform.TestReport.Run;
import dev.groundtruth.provisioning.terraform.TestReport.Status;
import dev.groundtruth.provisioning.terraform.event.Diagnostic;
import dev.groundtruth.provisioning.terraform.event.EventReader;
import dev.groundtruth.provisioning.terraform.event.TerraformEvent;
import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.Located;
import dev.groundtruth.provisioning.value.MalformedJsonException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Puts the events of a {@code test} together. */
final class TestReportReader {

  private record Key(String file, String run) {}

  private final EventReader reader = new EventReader();
  private final Map<Key, Status> statuses = new LinkedHashMap<>();
  private final Map<Key, Duration> durations = new LinkedHashMap<>();
  private final Map<Key, List<Diagnostic>> diagnostics = new LinkedHashMap<>();
  private final List<Diagnostic> others = new ArrayList<>();
  private final List<String> leftovers = new ArrayList<>();
  private Optional<Status> summary = Optional.empty();

  /** Reads a stream; nothing if it does not come to a summary. */
  Optional<TestReport> read(String stream) {
    stream.lines().forEach(this::line);
    List<Run> runs =
        statuses.entrySet().stream()
            .map(
                entry ->
                    new Run(
                        entry.getKey().file(),
                        entry.getKey().run(),
                        entry.getValue(),
                        Optional.ofNullable(durations.get(entry.getKey())),
                        diagnostics.getOrDefault(entry.getKey(), List.of())))
            .toList();
    return summary.map(status -> new TestReport(status, runs, others, leftovers));
  }

  private void line(String line) {
    TerraformEvent event = reader.read(line);
    if (event instanceof TerraformEvent.TestRun run) {
      Key key = new Key(run.file(), run.run());
      run.status()
          // A version that tells of progress tells a status only at the end.
          .filter(status -> run.progress().equals("complete"))
          .ifPresent(status -> statuses.put(key, status(status)));
      run.elapsed().ifPresent(elapsed -> durations.put(key, elapsed));
    } else if (event instanceof TerraformEvent.DiagnosticFound found) {
      add(line, found.diagnostic());
    } else if (event instanceof TerraformEvent.TestLeftovers left) {
      leftovers.addAll(left.resources());
    } else if (event instanceof TerraformEvent.TestSummary end) {
      summary = Optional.of(status(end.status()));
    }
  }

  /** Which run a diagnostic belongs to is said outside of it. */
  private void add(String line, Diagnostic diagnostic) {
    try {
      Located root = Json.read("the event", line).in("The event");
      Optional<String> file = root.find("[\"@testfile\"]").map(Located::text);
      Optional<String> run = root.find("[\"@testrun\"]").map(Located::text);
      if (file.isPresent() && run.isPresent()) {
        diagnostics
            .computeIfAbsent(new Key(file.get(), run.get()), key -> new ArrayList<>())
            .add(diagnostic);
        return;
      }
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("What was read as an event is JSON", e);
    }
    others.add(diagnostic);
  }

  private static Status status(String name) {
    try {
      return Status.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      // What a newer version calls otherwise is not passed.
      return Status.ERROR;
    }
  }
}
