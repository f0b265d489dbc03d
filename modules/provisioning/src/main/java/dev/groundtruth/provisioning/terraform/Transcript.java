package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.command.OutputListener;
import dev.groundtruth.provisioning.internal.LongLines;
import dev.groundtruth.provisioning.terraform.event.Diagnostic;
import dev.groundtruth.provisioning.terraform.event.EventReader;
import dev.groundtruth.provisioning.terraform.event.TerraformEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears a command while it runs: passes its events on, and keeps what says why it failed. All it
 * hears is redacted; its memory is bounded.
 */
final class Transcript implements OutputListener {

  private static final Logger LOG = LoggerFactory.getLogger(Transcript.class);
  private static final int DIAGNOSTICS = 1_000;
  private static final int LINES = 500;

  private final EventReader reader = new EventReader();
  private final boolean streams;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Deque<String> otherLines = new ArrayDeque<>();
  private final LongLines stream = new LongLines(this::event);
  private @Nullable Consumer<TerraformEvent> listener;
  private boolean changedSomething;

  /**
   * A transcript.
   *
   * @param streams whether the standard output is a stream of events
   * @param listener hears the events, if somebody does
   */
  Transcript(boolean streams, Optional<Consumer<TerraformEvent>> listener) {
    this.streams = streams;
    this.listener = listener.orElse(null);
  }

  @Override
  public synchronized void line(Channel channel, String line) {
    if (channel == Channel.STDOUT && streams) {
      stream.line(line);
    } else if (channel == Channel.STDERR) {
      keep(line);
    }
  }

  @Override
  public synchronized void part(Channel channel, String text) {
    if (channel == Channel.STDOUT && streams) {
      stream.part(text);
    }
  }

  private void event(String line) {
    if (listener != null || isNeeded(line)) {
      hear(reader.read(line));
    }
  }

  /** Where nobody listens, most lines need not be read, which costs more than looking at them. */
  private static boolean isNeeded(String line) {
    return !line.startsWith("{")
        || line.contains("\"type\":\"diagnostic\"")
        || line.contains("\"type\":\"apply_start\"");
  }

  private void hear(TerraformEvent event) {
    if (event instanceof TerraformEvent.DiagnosticFound found) {
      if (diagnostics.size() < DIAGNOSTICS) {
        diagnostics.add(found.diagnostic());
      }
    } else if (event instanceof TerraformEvent.Text text) {
      keep(text.message());
    } else if (event instanceof TerraformEvent.ApplyStarted) {
      changedSomething = true;
    }
    if (listener != null) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        LOG.warn("The listener of events failed and hears no more", e);
        listener = null;
      }
    }
  }

  private void keep(String line) {
    if (otherLines.size() == LINES) {
      otherLines.removeFirst();
    }
    otherLines.addLast(line);
  }

  /** What the command said is wrong: in its stream, or else as text. */
  synchronized List<Diagnostic> diagnostics() {
    return diagnostics.stream().anyMatch(Diagnostic::isError)
        ? List.copyOf(diagnostics)
        : TextDiagnostics.read(List.copyOf(otherLines));
  }

  /** The warnings of a command that did not fail. */
  synchronized List<Diagnostic> warnings() {
    return diagnostics.stream().filter(diagnostic -> !diagnostic.isError()).toList();
  }

  synchronized boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }

  synchronized boolean changedSomething() {
    return changedSomething;
  }
}
