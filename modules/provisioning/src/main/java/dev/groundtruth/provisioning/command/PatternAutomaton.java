package dev.groundtruth.provisioning.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Finds many byte patterns in one pass, as described by <a
 * href="https://doi.org/10.1145/360825.360855">Aho and Corasick</a>. State 0 is the root.
 */
final class PatternAutomaton {

  private static final int HASH_BITS = 18;

  private final List<byte[]> labels = new ArrayList<>();
  private final List<int[]> targets = new ArrayList<>();
  private int[] failure;
  private int[] depth;
  private int[] longestMatch;
  private final int[] rootTargets = new int[256];

  /**
   * Which three bytes may begin a pattern, by their hash; and which one byte begins a pattern
   * shorter than that. With a few dozen secrets nearly every letter begins some form of one, but
   * few sequences of three do.
   */
  private final long[] beginnings = new long[1 << (HASH_BITS - 6)];

  private final boolean[] beginsShort = new boolean[256];

  PatternAutomaton(Collection<String> patterns) {
    failure = new int[1];
    depth = new int[1];
    longestMatch = new int[1];
    newState(0);
    for (String pattern : patterns) {
      int state = 0;
      for (byte b : pattern.getBytes(StandardCharsets.UTF_8)) {
        int next = child(state, b);
        if (next == 0) {
          next = newState(depth[state] + 1);
          link(state, b, next);
        }
        state = next;
      }
      longestMatch[state] = depth[state];
      addBeginning(pattern.getBytes(StandardCharsets.UTF_8));
    }
    for (int b = 0; b < 256; b++) {
      rootTargets[b] = child(0, (byte) b);
    }
    linkFailures();
  }

  private void addBeginning(byte[] pattern) {
    if (pattern.length < 3) {
      beginsShort[pattern[0] & 0xff] = true;
    } else {
      int hash = hash(pattern, 0);
      beginnings[hash >>> 6] |= 1L << hash;
    }
  }

  private static int hash(byte[] bytes, int at) {
    int three = (bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
    return (three * 0x9E3779B1) >>> (32 - HASH_BITS);
  }

  private int newState(int stateDepth) {
    int state = labels.size();
    labels.add(new byte[0]);
    targets.add(new int[0]);
    if (state == depth.length) {
      depth = Arrays.copyOf(depth, state * 2);
      failure = Arrays.copyOf(failure, state * 2);
      longestMatch = Arrays.copyOf(longestMatch, state * 2);
    }
    depth[state] = stateDepth;
    return state;
  }

  private void link(int state, byte label, int target) {
    byte[] stateLabels = labels.get(state);
    int[] stateTargets = targets.get(state);
    int size = stateLabels.length;
    stateLabels = Arrays.copyOf(stateLabels, size + 1);
    stateTargets = Arrays.copyOf(stateTargets, size + 1);
    stateLabels[size] = label;
    stateTargets[size] = target;
    labels.set(state, stateLabels);
    targets.set(state, stateTargets);
  }

  private int child(int state, byte label) {
    byte[] stateLabels = labels.get(state);
    for (int i = 0; i < stateLabels.length; i++) {
      if (stateLabels[i] == label) {
        return targets.get(state)[i];
      }
    }
    return 0;
  }

  private void linkFailures() {
    Deque<Integer> queue = new ArrayDeque<>();
    for (int target : targets.get(0)) {
      queue.add(target);
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      byte[] stateLabels = labels.get(state);
      for (int i = 0; i < stateLabels.length; i++) {
        int target = targets.get(state)[i];
        failure[target] = next(failure[state], stateLabels[i]);
        longestMatch[target] = Math.max(longestMatch[target], longestMatch[failure[target]]);
        queue.add(target);
      }
    }
  }

  /** The state after one more byte. */
  int next(int state, byte b) {
    int current = state;
    while (current != 0) {
      int target = child(current, b);
      if (target != 0) {
        return target;
      }
      current = failure[current];
    }
    return rootTargets[b & 0xff];
  }

  /** Where the next pattern may begin, or the end: what is before it belongs to none. */
  int nextBeginning(byte[] bytes, int from, int end) {
    int i = from;
    while (i < end && !mayBegin(bytes, i, end)) {
      i++;
    }
    return i;
  }

  private boolean mayBegin(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xff;
    if (rootTargets[first] == 0) {
      return false;
    }
    if (at + 3 > end || beginsShort[first]) {
      return true;
    }
    int hash = hash(bytes, at);
    return (beginnings[hash >>> 6] & 1L << hash) != 0;
  }

  /** How many of the last bytes may still become a pattern. */
  int depth(int state) {
    return depth[state];
  }

  /** The length of the longest pattern that ends here, 0 if none does. */
  int longestMatch(int state) {
    return longestMatch[state];
  }

  boolean isEmpty() {
    return labels.size() == 1;
  }

  String redact(String text) {
    if (isEmpty()) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    try (RedactingOutputStream out = new RedactingOutputStream(() -> this, bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
