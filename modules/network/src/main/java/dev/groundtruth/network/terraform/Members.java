package dev.groundtruth.network.terraform;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The members of a JSON object, one after the other: a plan has very many objects of a few members,
 * for which a map of hashes is several times as large and, not being in the cache, slower. The
 * names are kept once for all objects that have the same.
 */
final class Members extends AbstractMap<String, JsonNode> {

  /** The names of an object's members, in their order and none of them twice. */
  static final class Shape {

    /** From so many on, hashes are faster. */
    private static final int MANY = 64;

    private final String[] names;
    private final int[] hashes;

    /** A bit for each name: most that is asked for is not there. */
    private final long present;

    private Shape(String[] names, long present) {
      this.names = names;
      this.hashes = Arrays.stream(names).mapToInt(String::hashCode).toArray();
      this.present = present;
    }

    /** A part of some names; nothing if one of them is there twice, or if they are many. */
    static @Nullable Shape of(String[] names, int start, int end) {
      if (end - start >= MANY) {
        return null;
      }
      Set<String> different = new HashSet<>();
      long present = 0;
      for (int at = start; at < end; at++) {
        if (!different.add(names[at])) {
          return null;
        }
        present |= bit(names[at].hashCode());
      }
      return new Shape(Arrays.copyOfRange(names, start, end), present);
    }

    /** Whether it is a part of some names. */
    boolean is(String[] some, int start, int end) {
      return Arrays.equals(names, 0, names.length, some, start, end);
    }

    /** The place of a name, -1 if there is none. */
    private int indexOf(String name) {
      int hash = name.hashCode();
      if ((present & bit(hash)) != 0) {
        for (int at = 0; at < hashes.length; at++) {
          if (hashes[at] == hash && names[at].equals(name)) {
            return at;
          }
        }
      }
      return -1;
    }

    private static long bit(int hash) {
      return 1L << hash;
    }
  }

  private final Shape shape;
  private final JsonNode[] values;

  /**
   * Members.
   *
   * @param shape their names
   * @param values their values, in the same order; not copied
   */
  Members(Shape shape, JsonNode[] values) {
    this.shape = shape;
    this.values = values;
  }

  @Override
  public @Nullable JsonNode get(@Nullable Object name) {
    int at = name instanceof String text ? shape.indexOf(text) : -1;
    return at < 0 ? null : values[at];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public Set<Map.Entry<String, JsonNode>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return values.length;
      }

      @Override
      public Iterator<Map.Entry<String, JsonNode>> iterator() {
        return new Entries();
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<String, JsonNode>> {

    private int at;

    @Override
    public boolean hasNext() {
      return at < values.length;
    }

    @Override
    public Map.Entry<String, JsonNode> next() {
      if (at == values.length) {
        throw new NoSuchElementException();
      }
      return Map.entry(shape.names[at], values[at++]);
    }
  }
}
