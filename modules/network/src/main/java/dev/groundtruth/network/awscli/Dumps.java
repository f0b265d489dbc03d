package dev.groundtruth.network.awscli;

import dev.groundtruth.network.Problem;
import dev.groundtruth.network.model.Remark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** What was found in the dumps of a folder: elements by kind and id, and what is to be said. */
final class Dumps {

  /** What differs for reasons that decide nothing: the owner's tags are not shown to others. */
  private static final List<String> VOLATILE = List.of("Tags", "TagSet", "AvailableIpAddressCount");

  private final Map<DumpKind, Map<String, Item>> items = new EnumMap<>(DumpKind.class);
  private final Map<String, Set<DumpKind>> scopes = new LinkedHashMap<>();
  private final Set<Remark> remarks = new LinkedHashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  void seen(String scope, DumpKind kind) {
    scopes.computeIfAbsent(scope, any -> new LinkedHashSet<>()).add(kind);
    items.computeIfAbsent(kind, any -> new LinkedHashMap<>());
  }

  void add(DumpKind kind, String id, Item item) {
    Item first = items.computeIfAbsent(kind, any -> new LinkedHashMap<>()).putIfAbsent(id, item);
    if (first != null && !lasting(first).equals(lasting(item))) {
      problems.add(
          new Problem(
              item.location(),
              item.path(),
              "%s is described differently in %s, perhaps you should remove the older dump"
                  .formatted(id, first.location())));
    }
  }

  private static Object lasting(Item item) {
    return item.node() instanceof ObjectNode object
        ? object.deepCopy().remove(VOLATILE)
        : item.node();
  }

  Collection<Item> of(DumpKind kind) {
    return items.getOrDefault(kind, Map.of()).values();
  }

  Optional<Item> of(DumpKind kind, String id) {
    return Optional.ofNullable(items.getOrDefault(kind, Map.of()).get(id));
  }

  /** The elements of a kind in one folder. */
  List<Item> of(String scope, DumpKind kind) {
    return of(kind).stream().filter(item -> item.scope().equals(scope)).toList();
  }

  boolean has(String scope, DumpKind kind) {
    return scopes.getOrDefault(scope, Set.of()).contains(kind);
  }

  /** The folders, and what kinds of dumps are in each. */
  Map<String, Set<DumpKind>> scopes() {
    return scopes;
  }

  void remark(Remark.Kind kind, String subject, String message) {
    remarks.add(new Remark(kind, subject, message));
  }

  List<Remark> remarks() {
    return List.copyOf(remarks);
  }

  void problem(Problem problem) {
    problems.add(problem);
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** Makes something of every element of a kind; a mistake in one does not hide those in others. */
  <T> List<T> each(DumpKind kind, Function<Item, Optional<T>> make) {
    List<T> made = new ArrayList<>();
    for (Item item : of(kind)) {
      try {
        make.apply(item).ifPresent(made::add);
      } catch (Item.Fault fault) {
        problems.add(fault.problem());
      }
    }
    return made;
  }
}
