package dev.groundtruth.provisioning.packer;

import dev.groundtruth.provisioning.command.OutputListener;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Puts together the lines that a runner cuts because of their length, up to a limit. */
final class LongLines {

  /** Longer ones lose their end: memory is bounded, and nothing but noise is so long. */
  private static final int LIMIT = 4 << 20;

  /** A character that was cut in two has become three bytes for each part. */
  private static final int SLACK = 16;

  private final Consumer<String> lines;
  private final StringBuilder held = new StringBuilder();

  LongLines(Consumer<String> lines) {
    this.lines = lines;
  }

  void part(String part) {
    boolean cut =
        part.length() * 4L >= OutputListener.LINE_LIMIT
            && part.getBytes(StandardCharsets.UTF_8).length >= OutputListener.LINE_LIMIT - SLACK;
    if (!cut && held.isEmpty()) {
      lines.accept(part);
      return;
    }
    held.append(part, 0, Math.min(part.length(), Math.max(0, LIMIT - held.length())));
    if (!cut) {
      end();
    }
  }

  /** Passes on what is held, after the last part. */
  void end() {
    if (!held.isEmpty()) {
      String line = held.toString();
      held.setLength(0);
      lines.accept(line);
    }
  }
}
