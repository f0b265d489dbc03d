package dev.groundtruth.probing;

import java.util.List;

/** This JVM: packets start where the tests run. */
public final class RunnerVantage implements Vantage {

  private final String name;

  /**
   * A vantage with a name for reports.
   *
   * @param name the name, such as {@code internet}
   */
  public RunnerVantage(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Observation> probe(List<Probe> probes) {
    return probes.stream()
        .<Observation>map(p -> new Observation.NotObservable("not written yet: " + p))
        .toList();
  }
}
