package dev.groundtruth.verification;

/** What an operator can do to the running stack, and the suite therefore does. */
public interface Operations {

  /**
   * Stops a service in good order and returns when it has ended.
   *
   * @param service {@code database}, {@code web-a} and so on
   */
  void stop(String service);

  /**
   * Starts a service again and returns when it is healthy; does nothing if it runs.
   *
   * @param service the service
   */
  void start(String service);
}
