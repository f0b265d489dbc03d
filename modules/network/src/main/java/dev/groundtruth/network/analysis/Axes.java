package dev.groundtruth.network.analysis;

import dev.groundtruth.network.model.TrafficMatch;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The axes of one network's pairs. Most pairs are cut alike, and what is the same is made once: so
 * the axes can be told apart by identity, and what is found out along them can be kept.
 */
final class Axes {

  private final Map<Set<TrafficMatch>, TrafficAxis> traffic = new ConcurrentHashMap<>();
  private final Map<List<AddressSet>, AddressAxis> addresses = new ConcurrentHashMap<>();

  private final Map<Object, List<Stage>> stages = new ConcurrentHashMap<>();
  private final Map<Object, List<AddressSet>> cuts = new ConcurrentHashMap<>();

  TrafficAxis traffic(Set<TrafficMatch> matches) {
    return traffic.computeIfAbsent(Set.copyOf(matches), TrafficAxis::new);
  }

  AddressAxis addresses(AddressSet within, Collection<AddressSet> sets) {
    AddressAxis axis = AddressAxis.of(within, sets);
    return addresses.computeIfAbsent(axis.atoms(), atoms -> axis);
  }

  /**
   * Stages that other pairs have as well.
   *
   * @param key all on which they depend
   * @param made makes them
   */
  List<Stage> stages(Object key, Supplier<List<Stage>> made) {
    List<Stage> known = stages.get(key);
    return known == null ? kept(stages, key, made.get()) : known;
  }

  /** A stage that other pairs have as well. */
  Stage stage(Object key, Supplier<Stage> made) {
    return stages(key, () -> List.of(made.get())).get(0);
  }

  /**
   * What cuts the addresses of other pairs as well.
   *
   * @param key all on which it depends
   * @param made finds it out
   */
  List<AddressSet> cuts(Object key, Supplier<List<AddressSet>> made) {
    List<AddressSet> known = cuts.get(key);
    return known == null ? kept(cuts, key, made.get()) : known;
  }

  private static <T> List<T> kept(Map<Object, List<T>> all, Object key, List<T> made) {
    all.put(key, made);
    return made;
  }
}
