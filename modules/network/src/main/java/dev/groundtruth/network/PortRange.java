package dev.groundtruth.network;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ports from a first to a last one, both included.
 *
 * @param first the lowest port, 0 to 65535
 * @param last the highest port, not below the first
 */
public record PortRange(int first, int last) implements Comparable<PortRange> {

  /** The highest port number. */
  public static final int MAX_PORT = 65_535;

  /** Every port. */
  public static final PortRange ALL = new PortRange(0, MAX_PORT);

  private static final Pattern FORM = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  /**
   * Checks the bounds.
   *
   * @param first the lowest port
   * @param last the highest port
   * @throws IllegalArgumentException if a bound is no port or they are in the wrong order
   */
  public PortRange {
    if (first > last) {
      throw new IllegalArgumentException(
          "\"%d-%d\" begins after its end, perhaps you should write \"%d-%d\""
              .formatted(first, last, last, first));
    }
    if (first < 0 || last > MAX_PORT) {
      throw new IllegalArgumentException(
          "%d is not a port, perhaps you should write a number from 0 to %d"
              .formatted(first < 0 ? first : last, MAX_PORT));
    }
  }

  /**
   * The range of one port.
   *
   * @param port the port, 0 to 65535
   * @return the range from the port to itself
   * @throws IllegalArgumentException if it is no port
   */
  public static PortRange of(int port) {
    return new PortRange(port, port);
  }

  /**
   * The range a text names.
   *
   * @param text {@code 80}, {@code 1024-65535} or {@code all}
   * @return the range
   * @throws IllegalArgumentException if the text is none of these
   */
  public static PortRange parse(String text) {
    if (text.equals("all")) {
      return ALL;
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          '"' + text + "\" is not a port range, perhaps you should write " + suggestion(text));
    }
    int first = Integer.parseInt(matcher.group(1));
    String second = matcher.group(2);
    return new PortRange(first, second == null ? first : Integer.parseInt(second));
  }

  private static String suggestion(String text) {
    Matcher number = Pattern.compile("[0-9]{1,5}").matcher(text);
    if (text.contains(",")) {
      return "one rule for each range";
    }
    if (number.find() && Integer.parseInt(number.group()) <= MAX_PORT) {
      int port = Integer.parseInt(number.group());
      if (number.find() && Integer.parseInt(number.group()) <= MAX_PORT) {
        return "\"%d-%s\"".formatted(port, number.group());
      }
      String one = "\"" + port + "\"";
      return port + 10 > MAX_PORT ? one : one + " or \"%d-%d\"".formatted(port, port + 10);
    }
    return "\"80\", \"1024-65535\" or \"all\"";
  }

  /**
   * Whether a port is in the range.
   *
   * @param port the port
   * @return true if it is between the bounds
   */
  public boolean contains(int port) {
    return first <= port && port <= last;
  }

  /**
   * How many ports the range has.
   *
   * @return at least 1
   */
  public int size() {
    return last - first + 1;
  }

  /** In the order of the first ports, then of the last. */
  @Override
  public int compareTo(PortRange other) {
    return first != other.first
        ? Integer.compare(first, other.first)
        : Integer.compare(last, other.last);
  }

  /** As it is written in a security groups file: {@code 80} or {@code 1024-65535}. */
  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
