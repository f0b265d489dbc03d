package dev.groundtruth.provisioning.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Masks patterns in what is written. It holds back exactly the bytes that may still become part of
 * a pattern.
 */
final class RedactingOutputStream extends OutputStream {

  private static final byte[] MASK = Secret.MASK.getBytes(StandardCharsets.UTF_8);

  private final Supplier<PatternAutomaton> patterns;
  private final OutputStream out;
  private PatternAutomaton automaton;
  private int state;

  /** The bytes held back, and which of them belong to a pattern. */
  private byte[] held = new byte[256];

  private boolean[] secret = new boolean[256];
  private int size;

  /** What was released during one write, so that it goes on in one piece. */
  private final ByteArrayOutputStream ready = new ByteArrayOutputStream();

  /** Whether the last thing written is a mask, which stands for all that touches it. */
  private boolean masked;

  RedactingOutputStream(Supplier<PatternAutomaton> patterns, OutputStream out) {
    this.patterns = patterns;
    this.out = out;
    this.automaton = patterns.get();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    adopt(patterns.get());
    int position = offset;
    int end = offset + length;
    while (position < end) {
      if (state == 0 && size == 0) {
        int plain = automaton.nextBeginning(bytes, position, end);
        if (plain > position) {
          ready.write(bytes, position, plain - position);
          masked = false;
          position = plain;
          continue;
        }
      }
      hold(bytes[position++], false);
    }
    passOn();
  }

  private void passOn() throws IOException {
    if (ready.size() > 0) {
      ready.writeTo(out);
      ready.reset();
    }
  }

  /** Goes on with newly registered patterns; what is held back is read again with them. */
  private void adopt(PatternAutomaton newest) {
    if (newest == automaton) {
      return;
    }
    automaton = newest;
    byte[] again = held;
    boolean[] known = secret;
    int count = size;
    held = new byte[again.length];
    secret = new boolean[again.length];
    size = 0;
    state = 0;
    for (int i = 0; i < count; i++) {
      hold(again[i], known[i]);
    }
  }

  private void hold(byte b, boolean known) {
    if (size == held.length) {
      held = Arrays.copyOf(held, size * 2);
      secret = Arrays.copyOf(secret, size * 2);
    }
    held[size] = b;
    secret[size] = known;
    size++;
    state = automaton.next(state, b);
    for (int i = size - automaton.longestMatch(state); i < size; i++) {
      secret[i] = true;
    }
    release(size - automaton.depth(state));
  }

  private void release(int count) {
    int i = 0;
    while (i < count) {
      int start = i;
      boolean hidden = secret[i];
      while (i < count && secret[i] == hidden) {
        i++;
      }
      if (!hidden) {
        ready.write(held, start, i - start);
        masked = false;
      } else if (!masked) {
        ready.writeBytes(MASK);
        masked = true;
      }
    }
    if (count == 0) {
      return;
    }
    size -= count;
    System.arraycopy(held, count, held, 0, size);
    System.arraycopy(secret, count, secret, 0, size);
  }

  /** Passes on what was released; what may become a secret stays back. */
  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    release(size);
    state = 0;
    passOn();
    out.close();
  }
}
