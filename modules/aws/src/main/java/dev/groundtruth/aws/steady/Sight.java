package dev.groundtruth.aws.steady;

/**
 * What one look at a thing showed.
 *
 * @param outlook whether waiting is over
 * @param state its state in words
 */
record Sight(Outlook outlook, String state) {

  enum Outlook {
    /** It is as it shall stay. */
    STEADY,
    /** It may become so. */
    WAITING,
    /** It will not become so by itself. */
    HOPELESS
  }

  static Sight of(boolean isSteady, boolean isHopeless, String state) {
    return new Sight(
        isSteady ? Outlook.STEADY : isHopeless ? Outlook.HOPELESS : Outlook.WAITING, state);
  }
}
