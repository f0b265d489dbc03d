package dev.groundtruth.junit;

import dev.groundtruth.probing.Finding;
import dev.groundtruth.probing.ReachabilityMatrix;
import org.jspecify.annotations.Nullable;

/**
 * What a test shows for its verdict in the report: steps with what was observed, and attachments.
 * Everything passes the run's redactor before it is recorded. A test takes it as a parameter.
 */
public interface Evidence {

  /**
   * Does something as a step of the report. Steps may contain steps.
   *
   * @param name what is done
   * @param action how
   * @param <X> what it may throw
   * @throws X what the action threw; the step is then shown as failed
   */
  <X extends Exception> void step(String name, Action<X> action) throws X;

  /**
   * Does something as a step of the report and returns what came of it.
   *
   * @param name what is done
   * @param question how
   * @param <T> what comes of it
   * @param <X> what it may throw
   * @return what the question returned
   * @throws X what the question threw; the step is then shown as failed
   */
  <T extends @Nullable Object, X extends Exception> T step(String name, Question<T, X> question)
      throws X;

  /**
   * Records something that was observed, as a step without content.
   *
   * @param observation such as {@code GET / answered 200 in 83 ms}
   */
  void observed(String observation);

  /**
   * Attaches a text.
   *
   * @param name its title
   * @param mediaType such as {@code application/json}
   * @param content the text
   */
  void attach(String name, String mediaType, String content);

  /**
   * Attaches the log of a service that does not work. Not for services that do: a report that shows
   * everything shows nothing.
   *
   * @param service the service
   * @param text the last lines of its log
   */
  void logs(String service, String text);

  /**
   * Records the outcome of a comparison as a step: passed when model and wire agree, failed when
   * they do not, skipped when nothing could be observed. Recording does not fail the test.
   *
   * @param finding the outcome
   */
  void finding(Finding finding);

  /**
   * Attaches what was expected and observed between all places, as a picture and as data.
   *
   * @param matrix the matrix
   */
  void matrix(ReachabilityMatrix matrix);

  /**
   * Adds a fact to the environment shown at the head of the report.
   *
   * @param name the fact's name
   * @param value its value
   */
  void fact(String name, String value);

  /**
   * Something to do.
   *
   * @param <X> what it may throw
   */
  @FunctionalInterface
  interface Action<X extends Exception> {

    /**
     * Does it.
     *
     * @throws X when it fails
     */
    void run() throws X;
  }

  /**
   * Something to find out.
   *
   * @param <T> what comes of it
   * @param <X> what it may throw
   */
  @FunctionalInterface
  interface Question<T extends @Nullable Object, X extends Exception> {

    /**
     * Finds it out.
     *
     * @return the answer
     * @throws X when it fails
     */
    T ask() throws X;
  }
}
