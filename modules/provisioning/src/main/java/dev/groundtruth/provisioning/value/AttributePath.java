package dev.groundtruth.provisioning.value;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way from a value to one within it, as in an expression of the configuration language: {@code
 * tags["kubernetes.io/role"].rules[0]}. Members whose name is an identifier are written with a dot,
 * whether they are of an object or of a map: {@code tags.Name} and {@code tags["Name"]} are equal.
 *
 * @param steps the steps, none for the value itself
 */
public record AttributePath(List<AttributePath.Step> steps) {

  /** The value itself. */
  public static final AttributePath ROOT = new AttributePath(List.of());

  private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*");
  private static final Pattern STEP =
      Pattern.compile(
          "\\G(?:(?<dot>\\.)?(?<name>[\\p{L}_][\\p{L}\\p{N}_-]*)"
              + "|\\[(?<index>\\d{1,9})]"
              + "|\\.(?<dotted>\\d{1,9})"
              + "|\\[\"(?<key>(?:[^\"\\\\]|\\\\.)*)\"])");

  /**
   * A path of steps.
   *
   * @param steps the steps
   */
  public AttributePath {
    steps = List.copyOf(steps);
  }

  /** One step into a value. */
  public sealed interface Step {

    /**
     * The step as the name of a member.
     *
     * @return the name; the digits of an index
     */
    String key();
  }

  /**
   * The step to a member.
   *
   * @param key its name
   */
  public record Key(String key) implements Step {}

  /**
   * The step to an element.
   *
   * @param index its place, from 0
   */
  public record Index(int index) implements Step {

    @Override
    public String key() {
      return Integer.toString(index);
    }
  }

  /**
   * Reads a path.
   *
   * @param text for example {@code tags["Name"]} or {@code rules[0].port}; empty for the root
   * @return the path
   * @throws IllegalArgumentException if the text is no path
   */
  public static AttributePath parse(String text) {
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.find()) {
      String name = matcher.group("name");
      if (name != null) {
        // The first name has no dot, every other one has.
        if ((matcher.group("dot") != null) == steps.isEmpty()) {
          break;
        }
        steps.add(new Key(name));
      } else if (matcher.group("key") != null) {
        steps.add(new Key(matcher.group("key").replaceAll("\\\\(.)", "$1")));
      } else {
        String index =
            matcher.group("index") != null ? matcher.group("index") : matcher.group("dotted");
        steps.add(new Index(Integer.parseInt(index)));
      }
      end = matcher.end();
    }
    if (end < text.length()) {
      throw new IllegalArgumentException(
          "\"%s\" is no path of an attribute from its character %d on, perhaps you should write it like tags[\"Name\"] or rules[0].port"
              .formatted(text, end + 1));
    }
    return new AttributePath(steps);
  }

  static boolean isIdentifier(String name) {
    return IDENTIFIER.matcher(name).matches();
  }

  /**
   * Whether this is the way to the value itself.
   *
   * @return true if there is no step
   */
  public boolean isRoot() {
    return steps.isEmpty();
  }

  /**
   * The path to a member of what this leads to.
   *
   * @param name the member's name
   * @return the longer path
   */
  public AttributePath member(String name) {
    return with(new Key(name));
  }

  /**
   * The path to an element of what this leads to.
   *
   * @param index the element's place, from 0
   * @return the longer path
   */
  public AttributePath element(int index) {
    return with(new Index(index));
  }

  /**
   * This path and then another.
   *
   * @param rest the other
   * @return the longer path
   */
  public AttributePath then(AttributePath rest) {
    List<Step> longer = new ArrayList<>(steps);
    longer.addAll(rest.steps);
    return new AttributePath(longer);
  }

  /**
   * Whether another path leads to what this leads to, or to a part of it.
   *
   * @param other the other
   * @return true if the other begins with all of this
   */
  public boolean contains(AttributePath other) {
    return other.steps.size() >= steps.size() && other.steps.subList(0, steps.size()).equals(steps);
  }

  private AttributePath with(Step step) {
    return then(new AttributePath(List.of(step)));
  }

  Step first() {
    return steps.get(0);
  }

  AttributePath rest() {
    return new AttributePath(steps.subList(1, steps.size()));
  }

  /** The path as an expression; empty for the root. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      if (step instanceof Index index) {
        text.append('[').append(index.index()).append(']');
      } else if (isIdentifier(step.key())) {
        text.append(text.isEmpty() ? "" : ".").append(step.key());
      } else {
        text.append('[').append(TextValue.quoted(step.key())).append(']');
      }
    }
    return text.toString();
  }
}
