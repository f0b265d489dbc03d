package dev.groundtruth.network.analysis;

import java.util.BitSet;

/**
 * For each traffic atom the address atoms of one side: what a stage of the way lets through, as far
 * as it looks at that side.
 */
final class Rows {

  private final BitSet[] rows;
  private final int width;

  Rows(int height, int width) {
    this.rows = new BitSet[height];
    this.width = width;
    for (int t = 0; t < height; t++) {
      rows[t] = new BitSet(width);
    }
  }

  static Rows full(int height, int width) {
    Rows full = new Rows(height, width);
    for (BitSet row : full.rows) {
      row.set(0, width);
    }
    return full;
  }

  /** The same addresses for all traffic. */
  static Rows of(int height, int width, BitSet addresses) {
    Rows result = new Rows(height, width);
    for (BitSet row : result.rows) {
      row.or(addresses);
    }
    return result;
  }

  int height() {
    return rows.length;
  }

  int width() {
    return width;
  }

  BitSet row(int t) {
    return rows[t];
  }

  boolean get(int t, int address) {
    return rows[t].get(address);
  }

  Rows copy() {
    Rows copy = new Rows(rows.length, width);
    copy.or(this);
    return copy;
  }

  void or(Rows other) {
    for (int t = 0; t < rows.length; t++) {
      rows[t].or(other.rows[t]);
    }
  }

  void and(Rows other) {
    for (int t = 0; t < rows.length; t++) {
      rows[t].and(other.rows[t]);
    }
  }

  void andNot(Rows other) {
    for (int t = 0; t < rows.length; t++) {
      rows[t].andNot(other.rows[t]);
    }
  }

  void or(BitSet traffic, BitSet addresses) {
    for (int t = traffic.nextSetBit(0); t >= 0; t = traffic.nextSetBit(t + 1)) {
      rows[t].or(addresses);
    }
  }

  boolean isEmpty() {
    for (BitSet row : rows) {
      if (!row.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Keeps of each row only what has all of some addresses, or none of them. */
  void requireAllOf(BitSet addresses) {
    for (BitSet row : rows) {
      BitSet missing = (BitSet) addresses.clone();
      missing.andNot(row);
      if (!missing.isEmpty()) {
        row.andNot(addresses);
      }
    }
  }

  /** Takes some addresses away. */
  void drop(BitSet addresses) {
    for (BitSet row : rows) {
      row.andNot(addresses);
    }
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Rows that) || that.rows.length != rows.length) {
      return false;
    }
    return java.util.Arrays.equals(rows, that.rows);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(rows);
  }
}
