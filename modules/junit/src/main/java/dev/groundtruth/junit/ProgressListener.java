package dev.groundtruth.junit;

/** Hears of progress; called by one thread at a time. */
@FunctionalInterface
public interface ProgressListener {

  /**
   * Something happened.
   *
   * @param event what
   */
  void happened(ProgressEvent event);
}
