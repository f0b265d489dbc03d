package dev.groundtruth.probing.internal;

import dev.groundtruth.probing.Expectation;
import dev.groundtruth.probing.Finding;
import java.util.Locale;

/** How a cell is drawn, from the best to the worst; shapes differ, not only colours. */
public enum Mark {
  NONE("·", "not probed"),
  OPEN("●", "agreed, allowed"),
  CLOSED("■", "agreed, denied"),
  UNKNOWN("?", "not observable"),
  DISAGREEMENT("✖", "wire contradicts model");

  private final String sign;
  private final String meaning;

  Mark(String sign, String meaning) {
    this.sign = sign;
    this.meaning = meaning;
  }

  /** The mark of a finding; never {@link #NONE}. */
  public static Mark of(Finding finding) {
    return switch (finding.verdict()) {
      case AGREEMENT -> finding.expected() == Expectation.ALLOWED ? OPEN : CLOSED;
      case MODEL_VS_WIRE -> DISAGREEMENT;
      case NOT_OBSERVABLE -> UNKNOWN;
    };
  }

  /** The one that somebody has to look at first; the first if they are equally bad. */
  public static Finding worse(Finding a, Finding b) {
    Mark before = of(a);
    Mark after = of(b);
    return after.isSuspect() && after.compareTo(before) > 0 ? b : a;
  }

  /** One character. */
  public String getSign() {
    return sign;
  }

  /** What the legend says. */
  public String getMeaning() {
    return meaning;
  }

  /** The class in the style sheet. */
  public String getStyle() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether somebody has to look at it. */
  public boolean isSuspect() {
    return this == UNKNOWN || this == DISAGREEMENT;
  }
}
