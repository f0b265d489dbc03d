package dev.groundtruth.probing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sees what it is told to; the last thing told is seen again and again. */
final class FakeVantage implements Vantage {

  private final String name;
  private final Map<Endpoint, Deque<Observation>> seen = new HashMap<>();
  final List<List<Probe>> rounds = new ArrayList<>();

  FakeVantage(String name) {
    this.name = name;
  }

  FakeVantage sees(Endpoint endpoint, Observation... observations) {
    seen.put(endpoint, new ArrayDeque<>(Arrays.asList(observations)));
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Observation> probe(List<Probe> probes) {
    rounds.add(probes);
    return probes.stream().map(probe -> next(probe.endpoint())).toList();
  }

  private Observation next(Endpoint endpoint) {
    Deque<Observation> left =
        seen.getOrDefault(
            endpoint,
            new ArrayDeque<>(List.of(new Observation.Filtered("no answer within 1500 ms"))));
    return left.size() > 1 ? left.remove() : left.element();
  }
}
