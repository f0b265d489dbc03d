package dev.groundtruth.verification;

/** Classes of the suite, for tests in other packages that run them. */
public final class SuiteClasses {

  private SuiteClasses() {}

  /**
   * Who can talk to whom.
   *
   * @return the class
   */
  public static Class<?> network() {
    return NetworkVerification.class;
  }

  /**
   * Whether the site works.
   *
   * @return the class
   */
  public static Class<?> health() {
    return WordPressHealthVerification.class;
  }

  /**
   * What the database lets WordPress do.
   *
   * @return the class
   */
  public static Class<?> database() {
    return DatabaseVerification.class;
  }

  /**
   * Whether the database is as its image was hardened.
   *
   * @return the class
   */
  public static Class<?> databaseBaseline() {
    return DatabaseBaselineVerification.class;
  }

  /**
   * What visitors see when the database is gone.
   *
   * @return the class
   */
  public static Class<?> resilience() {
    return ResilienceVerification.class;
  }

  /**
   * What the stack keeps to itself.
   *
   * @return the class
   */
  public static Class<?> secrets() {
    return SecretsVerification.class;
  }
}
