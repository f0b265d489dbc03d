package dev.groundtruth.provisioning.command;

/**
 * Hears what a program writes while it runs. It is called by one thread for each channel, so it may
 * be called twice at once.
 */
@FunctionalInterface
public interface OutputListener {

  /** Hears nothing. */
  OutputListener NONE = (channel, line) -> {};

  /** The longest line a listener hears, in bytes; longer ones arrive in parts of this length. */
  int LINE_LIMIT = 64 * 1024;

  /**
   * Called for each line, also for a last one without an end.
   *
   * @param channel where it was written
   * @param line the line without its end, redacted; bytes that are not UTF-8 became U+FFFD
   */
  void line(Channel channel, String line);

  /** Where a program writes. */
  enum Channel {
    /** The standard output. */
    STDOUT,
    /** The standard error. */
    STDERR
  }
}
