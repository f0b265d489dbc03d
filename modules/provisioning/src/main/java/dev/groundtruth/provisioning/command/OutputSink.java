package dev.groundtruth.provisioning.command;

import dev.groundtruth.provisioning.command.OutputListener.Channel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where redacted output goes: into the log, to the listener line by line, and its end into memory.
 * A log that cannot be written or a listener that fails is warned of and left out from then on; the
 * program's output is read on in any case.
 */
final class OutputSink extends OutputStream {

  private static final Logger LOG = LoggerFactory.getLogger(OutputSink.class);
  private static final int LAST_LINES = 20;
  private static final int LAST_LINE_LENGTH = 2_000;
  private static final Pattern ANSI = Pattern.compile("\u001B\\[[0-?]*[ -/]*[@-~]");

  private final Path file;
  private final Channel channel;
  private final byte[] tail = new byte[64 * 1024];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private @Nullable OutputStream log;
  private @Nullable OutputListener listener;
  private long total;

  OutputSink(Path file, OutputStream log, Channel channel, OutputListener listener) {
    this.file = file;
    this.log = log;
    this.channel = channel;
    this.listener = listener == OutputListener.NONE ? null : listener;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    writeLog(bytes, offset, length);
    keepTail(bytes, offset, length);
    if (listener != null) {
      splitLines(bytes, offset, length);
    }
  }

  private void writeLog(byte[] bytes, int offset, int length) {
    if (log != null) {
      try {
        log.write(bytes, offset, length);
      } catch (IOException e) {
        LOG.warn(
            "{} cannot be written ({}) and will be incomplete, perhaps you should free some space",
            file,
            e.getMessage());
        log = closed(log);
      }
    }
  }

  private void keepTail(byte[] bytes, int offset, int length) {
    int start = Math.max(0, length - tail.length);
    int count = length - start;
    int at = (int) ((total + start) % tail.length);
    int first = Math.min(count, tail.length - at);
    System.arraycopy(bytes, offset + start, tail, at, first);
    System.arraycopy(bytes, offset + start + first, tail, 0, count - first);
    total += length;
  }

  private void splitLines(byte[] bytes, int offset, int length) {
    int start = offset;
    int end = offset + length;
    int cut = start + OutputListener.LINE_LIMIT - line.size();
    for (int i = offset; i < end; i++) {
      boolean ends = bytes[i] == '\n';
      if (ends || i + 1 == cut) {
        int count = ends ? i - start : i + 1 - start;
        if (line.size() == 0) {
          tell(new String(bytes, start, count, StandardCharsets.UTF_8));
        } else {
          line.write(bytes, start, count);
          tellHeld();
        }
        start = i + 1;
        cut = start + OutputListener.LINE_LIMIT;
      }
    }
    line.write(bytes, start, end - start);
  }

  private void tellHeld() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    tell(text);
  }

  private void tell(String text) {
    if (listener != null) {
      try {
        listener.line(channel, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
      } catch (RuntimeException e) {
        LOG.warn("The listener of {} failed and hears no more", file, e);
        listener = null;
      }
    }
  }

  @Override
  public void close() {
    if (line.size() > 0) {
      tellHeld();
    }
    listener = null;
    if (log != null) {
      log = closed(log);
    }
  }

  private @Nullable OutputStream closed(OutputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      LOG.warn("{} cannot be closed ({})", file, e.getMessage());
    }
    return null;
  }

  Path file() {
    return file;
  }

  /** The last lines that say something, without colours. */
  List<String> lastLines() {
    int count = (int) Math.min(total, tail.length);
    byte[] bytes = new byte[count];
    int at = (int) ((total - count) % tail.length);
    int first = Math.min(count, tail.length - at);
    System.arraycopy(tail, at, bytes, 0, first);
    System.arraycopy(tail, 0, bytes, first, count - first);
    List<String> lines =
        ANSI.matcher(new String(bytes, StandardCharsets.UTF_8))
            .replaceAll("")
            .lines()
            .filter(text -> !text.isBlank())
            .map(
                text ->
                    text.length() > LAST_LINE_LENGTH
                        ? text.substring(0, LAST_LINE_LENGTH) + "..."
                        : text)
            .toList();
    return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
  }
}
