package dev.groundtruth.provisioning.command;

import dev.groundtruth.provisioning.command.OutputListener.Channel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
  private volatile @Nullable String failure;
  private volatile long lastWrite = Long.MIN_VALUE;
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
    lastWrite = System.nanoTime();
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
        failure = String.valueOf(e.getMessage());
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
    while (start < end) {
      // Only now that more comes: a line of just this length is whole.
      if (line.size() == OutputListener.LINE_LIMIT && bytes[start] != '\n') {
        tellPart();
      }
      int limit = Math.min(end, start + OutputListener.LINE_LIMIT - line.size());
      int at = start;
      while (at < limit && bytes[at] != '\n') {
        at++;
      }
      if (at == end || bytes[at] != '\n') {
        line.write(bytes, start, at - start);
        start = at;
      } else {
        if (line.size() == 0) {
          tell(new String(bytes, start, at - start, StandardCharsets.UTF_8), true);
        } else {
          line.write(bytes, start, at - start);
          tellHeld();
        }
        start = at + 1;
      }
    }
  }

  private void tellHeld() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    tell(text, true);
  }

  /** The beginning of a character at the end of a part is left for the next one. */
  private void tellPart() {
    byte[] bytes = line.toByteArray();
    int end = bytes.length - incompleteCharacter(bytes);
    line.reset();
    line.write(bytes, end, bytes.length - end);
    tell(new String(bytes, 0, end, StandardCharsets.UTF_8), false);
  }

  /** How many bytes at the end begin a character of UTF-8 without ending it. */
  private static int incompleteCharacter(byte[] bytes) {
    for (int count = 1; count <= 3; count++) {
      int b = bytes[bytes.length - count] & 0xff;
      if (b < 0x80) {
        return 0;
      }
      if (b >= 0xc0) {
        int needed = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
        return needed > count ? count : 0;
      }
    }
    return 0;
  }

  private void tell(String text, boolean ends) {
    if (listener != null) {
      try {
        if (ends) {
          listener.line(channel, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
        } else {
          listener.part(channel, text);
        }
      } catch (RuntimeException | Error e) {
        // Also an Error, for example of an assertion: the program must not wait for its reader.
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

  /** Why the log is not whole, if it is not. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether something was written here, and later than there. */
  boolean isNewerThan(OutputSink other) {
    long here = lastWrite;
    long there = other.lastWrite;
    return here != Long.MIN_VALUE && (there == Long.MIN_VALUE || here - there > 0);
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
