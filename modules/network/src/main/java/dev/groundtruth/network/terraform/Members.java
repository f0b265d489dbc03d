package dev.groundtruth.network.terraform;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The members of a JSON object, one after the other: a plan has very many objects of a few members,
 * for which a map of hashes is several times as large and, not being in the cache, slower.
 */
final class Members extends AbstractMap<String, JsonNode> {

  /** From so many on, hashes are faster. */
  private static final int MANY = 64;

  private static final String[] NO_NAMES = {};
  private static final JsonNode[] NO_VALUES = {};

  private String[] names = NO_NAMES;
  private JsonNode[] values = NO_VALUES;
  private int size;

  /** A bit for each name: most that is asked for is not there, and most that is added is new. */
  private long present;

  /** All of them, once they are many. */
  private @Nullable Map<String, JsonNode> many;

  /** Adds a member; of one that is there already, the last value counts, in the first's place. */
  void add(String name, JsonNode value) {
    if (many != null) {
      many.put(name, value);
      return;
    }
    int known = indexOf(name);
    if (known >= 0) {
      values[known] = value;
      return;
    }
    if (size == MANY - 1) {
      many = new LinkedHashMap<>(this);
      many.put(name, value);
      return;
    }
    present |= bit(name);
    if (size == names.length) {
      int more = Math.max(4, size * 2);
      names = Arrays.copyOf(names, more);
      values = Arrays.copyOf(values, more);
    }
    names[size] = name;
    values[size++] = value;
  }

  /** What is there, to be looked things up in; nothing is added afterwards. */
  Map<String, JsonNode> map() {
    return many == null ? this : many;
  }

  @Override
  public @Nullable JsonNode get(@Nullable Object name) {
    int at = name instanceof String text ? indexOf(text) : -1;
    return at < 0 ? null : values[at];
  }

  private int indexOf(String name) {
    if ((present & bit(name)) == 0) {
      return -1;
    }
    int hash = name.hashCode();
    for (int at = 0; at < size; at++) {
      if (names[at].hashCode() == hash && names[at].equals(name)) {
        return at;
      }
    }
    return -1;
  }

  private static long bit(String name) {
    return 1L << name.hashCode();
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Set<Map.Entry<String, JsonNode>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return size;
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
      return at < size;
    }

    @Override
    public Map.Entry<String, JsonNode> next() {
      if (at == size) {
        throw new NoSuchElementException();
      }
      return Map.entry(names[at], values[at++]);
    }
  }
}
