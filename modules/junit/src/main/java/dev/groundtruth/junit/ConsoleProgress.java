package dev.groundtruth.junit;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Prints each event of progress as one line of plain text, without colours:
 *
 * <pre>
 * [groundtruth  12.4 s] starting: web-a is waiting for its health check (3 s)
 * </pre>
 */
public final class ConsoleProgress implements ProgressListener {

  private final PrintStream sink;
  private final UnaryOperator<String> redactor;

  /**
   * A listener that prints.
   *
   * @param sink where to
   * @param redactor applied to each line
   */
  public ConsoleProgress(PrintStream sink, UnaryOperator<String> redactor) {
    this.sink = sink;
    this.redactor = redactor;
  }

  @Override
  public void happened(ProgressEvent event) {
    String line =
        String.format(
            Locale.ROOT,
            "[groundtruth %5s s] %s: %s",
            tenths(event.at()),
            event.phase(),
            describe(event));
    sink.println(redactor.apply(line.replaceAll("\\R\\s*", " ")));
    sink.flush();
  }

  private static String describe(ProgressEvent event) {
    if (event instanceof ProgressEvent.Started) {
      return "begins";
    } else if (event instanceof ProgressEvent.Waiting waiting) {
      return waiting.what() + " (" + waiting.elapsed().toSeconds() + " s)";
    } else if (event instanceof ProgressEvent.Finished finished) {
      return "done in " + tenths(finished.took()) + " s";
    } else if (event instanceof ProgressEvent.Failed failed) {
      return "failed after " + tenths(failed.took()) + " s: " + failed.problem();
    }
    throw new IllegalStateException("A kind of progress that is not known: " + event);
  }

  private static String tenths(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
  }
}
