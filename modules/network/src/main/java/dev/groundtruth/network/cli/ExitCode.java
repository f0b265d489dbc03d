package dev.groundtruth.network.cli;

/** What the command line ends with. */
final class ExitCode {

  /** Yes, or it holds. */
  static final int YES = 0;

  /** No, or it is violated. */
  static final int NO = 1;

  /** It depends on what is not known yet. */
  static final int UNKNOWN = 2;

  /** The command line cannot be understood. */
  static final int USAGE = 64;

  /** The input is not what it should be. */
  static final int BAD_INPUT = 65;

  /** There is no such input. */
  static final int NO_INPUT = 66;

  /** A mistake of the program's own. */
  static final int INTERNAL = 70;

  private ExitCode() {}
}
