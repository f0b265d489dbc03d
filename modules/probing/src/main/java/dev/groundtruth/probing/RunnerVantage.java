package dev.groundtruth.probing;

import dev.groundtruth.probing.internal.Checks;
import dev.groundtruth.probing.internal.NioProber;
import java.util.List;

/**
 * This JVM: packets start where the tests run. Many connections are attempted at once, with few
 * threads.
 */
public final class RunnerVantage implements Vantage {

  private final String name;

  /**
   * A vantage with a name for reports.
   *
   * @param name the name, such as {@code internet}
   * @throws IllegalArgumentException if the name is blank
   */
  public RunnerVantage(String name) {
    this.name = Checks.name("name of the vantage", name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Observation> probe(List<Probe> probes) {
    return probes.isEmpty() ? List.of() : new NioProber(probes).run();
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }
}
