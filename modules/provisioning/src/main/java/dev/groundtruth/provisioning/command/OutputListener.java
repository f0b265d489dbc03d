package dev.groundtruth.provisioning.command;

/**
 * Hears what a program writes while it runs. It is called by one thread for each channel, so it may
 * be called twice at once. It has heard all lines, those of a channel in their order, when {@link
 * CommandRunner#run(Command, OutputListener)} returns or throws, also for a program that failed or
 * was stopped. A slow listener slows the program down, and nothing is lost.
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

  /**
   * Called in place of {@link #line} for each part of a line longer than {@link #LINE_LIMIT} but
   * the last, for listeners that need whole lines however long they are.
   *
   * @param channel where it was written
   * @param part what comes next of the line, redacted; it ends with a whole character
   */
  default void part(Channel channel, String part) {
    line(channel, part);
  }

  /** Where a program writes. */
  enum Channel {
    /** The standard output. */
    STDOUT,
    /** The standard error. */
    STDERR
  }
}
