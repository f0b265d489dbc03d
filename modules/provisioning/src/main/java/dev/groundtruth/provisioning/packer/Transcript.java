package dev.groundtruth.provisioning.packer;

import dev.groundtruth.provisioning.command.OutputListener;
import dev.groundtruth.provisioning.internal.LongLines;
import dev.groundtruth.provisioning.packer.PackerEvent.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Listens to one command of Packer: tells of it as events and keeps what its result is made of. */
final class Transcript implements OutputListener {

  private static final Pattern FINISHED =
      Pattern.compile("Build '(.+)' finished after .*", Pattern.DOTALL);
  private static final Pattern ERRORED =
      Pattern.compile("Build '(.+)' errored after [^:]*: (.*)", Pattern.DOTALL);
  private static final String CANCELLING = "Cancelling build after receiving ";
  private static final String WAITED = "==> Wait completed after ";
  private static final Pattern TAGGED_AMI = Pattern.compile(".*\\b(ami-\\w+).*");
  private static final Pattern TAGGED_SNAPSHOT = Pattern.compile("Tagging snapshot: (snap-\\w+)");

  /** More of them do not help; a build may complain for hours. */
  private static final int KEPT = 1_000;

  private final Consumer<PackerEvent> listener;
  private final LongSupplier nanoTime;
  private final long start;
  private final LongLines stdout = new LongLines(this::line);
  private final ArtifactCollector artifacts;
  private final Map<String, BuildProgress> builds = new LinkedHashMap<>();
  private final Map<String, String> errors = new LinkedHashMap<>();
  private final Map<String, String> lastAmi = new LinkedHashMap<>();
  private final List<PackerDiagnostic> diagnostics = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<MachineLine> plain = new ArrayList<>();
  private boolean waited;
  private boolean cancelled;

  /**
   * A listener for one command.
   *
   * @param listener hears the events
   * @param reader makes artifacts
   * @param nanoTime the clock, for example {@link System#nanoTime}
   */
  Transcript(Consumer<PackerEvent> listener, ArtifactReader reader, LongSupplier nanoTime) {
    this.listener = listener;
    this.artifacts = new ArtifactCollector(reader);
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  @Override
  public synchronized void line(Channel channel, String line) {
    if (channel == Channel.STDOUT) {
      stdout.line(line);
    }
  }

  @Override
  public synchronized void part(Channel channel, String part) {
    if (channel == Channel.STDOUT) {
      stdout.part(part);
    }
  }

  private void line(String text) {
    MachineLine.parse(text).ifPresent(this::line);
  }

  private void line(MachineLine line) {
    Moment moment = new Moment(line.time(), Duration.ofNanos(nanoTime.getAsLong() - start));
    if (line.type().equals("ui") && line.target().isEmpty()) {
      spoken(moment, line);
    } else if (line.target().isPresent()) {
      targeted(moment, line, line.target().get());
    } else {
      keep(line);
      listener.accept(new PackerEvent.Other(moment, Optional.empty(), line.type(), line.data()));
    }
  }

  private void targeted(Moment moment, MachineLine line, String build) {
    switch (line.type()) {
      case "artifact-count" -> artifacts.announce(build, line.datum(0));
      case "artifact" ->
          artifacts
              .line(build, line)
              .ifPresent(artifact -> listener.accept(new PackerEvent.Made(moment, artifact)));
      case "error" -> errors.put(build, line.datum(0));
      default ->
          listener.accept(
              new PackerEvent.Other(moment, Optional.of(build), line.type(), line.data()));
    }
  }

  private void spoken(Moment moment, MachineLine line) {
    String text = line.datum(1);
    Optional<SpokenLine> spoken = SpokenLine.parse(text, builds.keySet());
    if (spoken.isPresent()) {
      said(moment, line.datum(0), spoken.get());
      return;
    }
    Matcher finished = FINISHED.matcher(text);
    Matcher errored = ERRORED.matcher(text);
    if (finished.matches()) {
      ended(moment, finished.group(1), Optional.empty());
    } else if (errored.matches()) {
      errors.put(errored.group(1), errored.group(2));
      ended(moment, errored.group(1), Optional.of(errored.group(2)));
    } else if (DiagnosticReader.isDiagnostic(text)) {
      for (PackerDiagnostic diagnostic : DiagnosticReader.read(text)) {
        if (diagnostics.size() < KEPT) {
          diagnostics.add(diagnostic);
        }
        listener.accept(new PackerEvent.Diagnosed(moment, diagnostic));
      }
    } else {
      keep(line);
      Optional<String> nobody = Optional.empty();
      switch (line.datum(0)) {
        case "say" -> {
          waited |= text.strip().startsWith(WAITED);
          listener.accept(new PackerEvent.Say(moment, nobody, nobody, text));
        }
        case "error" -> {
          cancelled |= text.startsWith(CANCELLING);
          if (complaints.size() < KEPT && !text.isBlank()) {
            complaints.add(text.strip());
          }
          listener.accept(new PackerEvent.Complaint(moment, nobody, nobody, text));
        }
        default -> listener.accept(new PackerEvent.Message(moment, nobody, nobody, text));
      }
    }
  }

  private void said(Moment moment, String kind, SpokenLine line) {
    BuildProgress build = build(moment, line.build());
    Optional<String> name = Optional.of(line.build());
    switch (kind) {
      case "say" -> {
        build.said(line.text());
        tags(line);
        listener.accept(new PackerEvent.Say(moment, name, line.postProcessor(), line.text()));
      }
      case "error" -> {
        build.complained(line.text());
        listener.accept(new PackerEvent.Complaint(moment, name, line.postProcessor(), line.text()));
      }
      default -> {
        build.said(line.text());
        listener.accept(new PackerEvent.Message(moment, name, line.postProcessor(), line.text()));
      }
    }
  }

  private BuildProgress build(Moment moment, String name) {
    BuildProgress known = builds.get(name);
    if (known != null) {
      return known;
    }
    BuildProgress started = new BuildProgress(name, moment.elapsed());
    builds.put(name, started);
    listener.accept(new PackerEvent.BuildStarted(moment, name));
    return started;
  }

  private void ended(Moment moment, String name, Optional<String> error) {
    if (!builds.containsKey(name)) {
      // What was taken for its name may have been the part before a colon.
      builds.keySet().removeIf(shorter -> name.startsWith(shorter + ": "));
    }
    Duration duration = build(moment, name).ended(moment.elapsed(), error, cancelled);
    listener.accept(new PackerEvent.BuildEnded(moment, name, duration, error));
  }

  /** step_create_tags.go of packer-plugin-amazon names an image and then its snapshots. */
  private void tags(SpokenLine line) {
    Matcher snapshot = TAGGED_SNAPSHOT.matcher(line.text());
    Matcher ami = TAGGED_AMI.matcher(line.text());
    if (snapshot.matches() && lastAmi.containsKey(line.build())) {
      artifacts.snapshot(lastAmi.get(line.build()), snapshot.group(1));
    } else if (line.text().startsWith("Adding tags to AMI") && ami.matches()) {
      lastAmi.put(line.build(), ami.group(1));
    }
  }

  private void keep(MachineLine line) {
    if (plain.size() < KEPT) {
      plain.add(line);
    }
  }

  /** What Packer said without saying it of a build. */
  synchronized List<MachineLine> plainLines() {
    return List.copyOf(plain);
  }

  /** Texts of a kind, {@code say}, {@code message} or {@code error}, that are of no build. */
  synchronized List<String> texts(String kind) {
    return plain.stream()
        .filter(line -> line.type().equals("ui") && line.datum(0).equals(kind))
        .map(line -> line.datum(1))
        .toList();
  }

  synchronized List<PackerDiagnostic> diagnostics() {
    return List.copyOf(diagnostics);
  }

  /** Errors that are neither of a build nor diagnostics. */
  synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Build to what went wrong with it. */
  synchronized Map<String, String> errors() {
    return new LinkedHashMap<>(errors);
  }

  synchronized Map<String, List<Artifact>> artifacts() {
    Map<String, List<Artifact>> copy = new LinkedHashMap<>(artifacts.artifacts());
    copy.replaceAll((build, made) -> List.copyOf(made));
    return copy;
  }

  /** Whether Packer said that it was asked to stop. */
  synchronized boolean wasCancelled() {
    return cancelled;
  }

  synchronized Optional<String> incompleteness() {
    return artifacts.incompleteness();
  }

  /**
   * What may remain.
   *
   * @param manifest tells of builds whose artifacts were not listed
   * @param stopped whether Packer was stopped: then only what it says is certain
   */
  synchronized Leftovers leftovers(List<ManifestEntry> manifest, boolean stopped) {
    List<Leftovers.Unfinished> unfinished = new ArrayList<>();
    List<Artifact> made = new ArrayList<>();
    artifacts.artifacts().values().forEach(made::addAll);
    for (BuildProgress build : builds.values()) {
      if (artifacts.artifacts().containsKey(build.name())) {
        continue;
      }
      List<Artifact> listed =
          manifest.stream()
              .filter(entry -> entry.isOf(build.name()))
              .map(ManifestEntry::artifact)
              .toList();
      made.addAll(listed);
      if (listed.isEmpty() && build.hasSucceeded()) {
        unfinished.add(
            build.unfinished("it had finished, and what it made was not listed any more"));
      } else if (!build.hasSucceeded()) {
        build.leftover().ifPresent(unfinished::add);
      }
    }
    return new Leftovers(waited || !stopped, unfinished, made);
  }
}
