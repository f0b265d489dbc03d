package dev.groundtruth.probing;

import dev.groundtruth.probing.internal.Durations;
import java.time.Duration;

/** What a probe saw. */
public sealed interface Observation {

  /**
   * Something answered.
   *
   * @param latency from the first packet to the first answer
   * @param banner what it said first; empty if it said nothing or was not asked
   */
  record Open(Duration latency, String banner) implements Observation {
    @Override
    public String label() {
      return "open";
    }

    @Override
    public String describe() {
      return "answered after " + Durations.text(latency);
    }
  }

  /**
   * The packet reached a host and nobody listens: a TCP reset or an ICMP port unreachable.
   *
   * @param detail what the system said; may be empty
   */
  record Refused(String detail) implements Observation {
    @Override
    public String label() {
      return "refused";
    }

    @Override
    public String describe() {
      return "refused" + Durations.inBrackets(detail);
    }
  }

  /**
   * No answer in time.
   *
   * @param detail how long was waited, or what dropped the packet; may be empty
   */
  record Filtered(String detail) implements Observation {
    @Override
    public String label() {
      return "filtered";
    }

    @Override
    public String describe() {
      return "filtered" + Durations.inBrackets(detail);
    }
  }

  /**
   * No route leads there.
   *
   * @param detail what the system said; may be empty
   */
  record Unroutable(String detail) implements Observation {
    @Override
    public String label() {
      return "unroutable";
    }

    @Override
    public String describe() {
      return "unroutable" + Durations.inBrackets(detail);
    }
  }

  /**
   * The name has no address at the vantage; says nothing about packets.
   *
   * @param detail what the resolver said; may be empty
   */
  record Unresolved(String detail) implements Observation {
    @Override
    public String label() {
      return "unresolved";
    }

    @Override
    public String describe() {
      return "unresolved" + Durations.inBrackets(detail);
    }
  }

  /**
   * The probe could not be made.
   *
   * @param why the cause
   */
  record NotObservable(String why) implements Observation {
    @Override
    public String label() {
      return "not observable";
    }

    @Override
    public String describe() {
      return "not observable" + Durations.inBrackets(why);
    }
  }

  /**
   * One or two words, the same for every observation of a kind.
   *
   * @return such as {@code filtered}
   */
  String label();

  /**
   * The label with the particulars.
   *
   * @return such as {@code filtered (no answer within 1500 ms)}
   */
  String describe();
}
