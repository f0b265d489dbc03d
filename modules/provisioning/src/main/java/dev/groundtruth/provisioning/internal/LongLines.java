package dev.groundtruth.provisioning.internal;

import java.util.function.Consumer;

/** Puts together the lines that a runner cuts because of their length, up to a limit. */
public final class LongLines {

  /** Longer ones lose their end: memory is bounded, and nothing but noise is so long. */
  private static final int LIMIT = 4 << 20;

  private final Consumer<String> lines;
  private final StringBuilder held = new StringBuilder();

  /**
   * Puts lines together.
   *
   * @param lines hears each whole line
   */
  public LongLines(Consumer<String> lines) {
    this.lines = lines;
  }

  /**
   * Takes a part of a line that is not its last.
   *
   * @param part what comes next
   */
  public void part(String part) {
    held.append(part, 0, Math.min(part.length(), LIMIT - held.length()));
  }

  /**
   * Takes a line, or the last part of one.
   *
   * @param rest its end
   */
  public void line(String rest) {
    if (held.isEmpty()) {
      lines.accept(rest);
      return;
    }
    part(rest);
    String line = held.toString();
    held.setLength(0);
    lines.accept(line);
  }
}
