package dev.groundtruth.junit;

/**
 * Brings an environment up on one target. Providers are found by {@link java.util.ServiceLoader},
 * so each has a public constructor without parameters and a line in {@code
 * META-INF/services/dev.groundtruth.junit.EnvironmentProvider}.
 *
 * @param <E> the kind of environment it brings up
 */
public interface EnvironmentProvider<E extends Environment> {

  /**
   * The type that tests require with {@link RequiresEnvironment}.
   *
   * @return the type, usually an interface shared by the providers of all targets
   */
  Class<E> environmentType();

  /**
   * The target it serves, selected by the configuration parameter {@code groundtruth.target}.
   *
   * @return a name such as {@code local}
   */
  String target();

  /**
   * Starts the environment and returns when it is ready to be verified. Called at most once per
   * run, and never again after it has failed.
   *
   * <p>It leaves nothing behind when it throws: either it cleans up by itself, or it has handed
   * what is to be closed to {@link EnvironmentContext#closeLater} as soon as it existed. The thread
   * is interrupted when the JVM is told to end in the middle of the start; the provider should then
   * return or throw soon.
   *
   * @param context the run it is started for
   * @return the environment, ready to use
   * @throws Exception when it cannot be started; the message is shown to the person who runs the
   *     tests
   */
  E start(EnvironmentContext context) throws Exception;
}
