package dev.groundtruth.junit;

import dev.groundtruth.provisioning.command.Redactor;
import java.util.Optional;

/** What a provider is told about the run it starts an environment for, and what it reports to. */
public interface EnvironmentContext {

  /** The parameter that names the folder where relative paths start, such as the repository's. */
  String ROOT_PARAMETER = "groundtruth.root";

  /**
   * The target of the run.
   *
   * @return the value of {@code groundtruth.target}
   */
  String target();

  /**
   * What to label and tag with: the id of the run, which is {@code groundtruth.run} where that is
   * set, else generated, of lower-case letters, digits and hyphens. The second environment of a run
   * has {@code -2} after it, the third {@code -3}: each is removed by itself.
   *
   * @return the id
   */
  String runId();

  /**
   * A JUnit configuration parameter; system properties and {@code junit-platform.properties} count.
   * Providers may read parameters of their own.
   *
   * @param name the full name, such as {@code groundtruth.images}
   * @return its value, or empty where it is not set
   */
  Optional<String> parameter(String name);

  /**
   * Where the phases of the start are reported.
   *
   * @return the progress of the run
   */
  Progress progress();

  /**
   * What removes secrets from everything the run reports. Providers register every secret they
   * create or read before they use it.
   *
   * @return the redactor of the run
   */
  Redactor redactor();

  /**
   * Closes a resource after the environment itself, last handed over first closed; also when the
   * start fails or is interrupted. What fails to close is added to the failure of the start as a
   * suppressed exception, or is a failure of its own.
   *
   * @param resource something that exists from now on; its {@code toString} names it in errors
   */
  void closeLater(AutoCloseable resource);
}
