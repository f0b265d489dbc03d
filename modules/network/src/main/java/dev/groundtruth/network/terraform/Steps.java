package dev.groundtruth.network.terraform;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The address of a module's instance, such as {@code module.net["a"].module.dns}. */
record Steps(List<Step> all) {

  /** One call of a module; the index as it is written, or empty. */
  record Step(String name, String index) {}

  static final Steps ROOT = new Steps(List.of());

  static Steps of(String address) {
    List<Step> steps = new ArrayList<>();
    int at = 0;
    while (at < address.length()) {
      at += "module.".length();
      int end = at;
      while (end < address.length() && address.charAt(end) != '.' && address.charAt(end) != '[') {
        end++;
      }
      String name = address.substring(at, end);
      int close = indexEnd(address, end);
      steps.add(new Step(name, address.substring(end, close)));
      at = close + 1;
    }
    return new Steps(List.copyOf(steps));
  }

  /** Where an index ends that begins at some place; the same place if there is none. */
  static int indexEnd(String text, int start) {
    if (start >= text.length() || text.charAt(start) != '[') {
      return start;
    }
    boolean quoted = false;
    for (int at = start + 1; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && quoted) {
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ']' && !quoted) {
        return at + 1;
      }
    }
    return text.length();
  }

  static String join(String module, String rest) {
    return module.isEmpty() ? rest : module + "." + rest;
  }

  boolean isRoot() {
    return all.isEmpty();
  }

  Steps parent() {
    return new Steps(all.subList(0, all.size() - 1));
  }

  Steps child(String name, String index) {
    List<Step> more = new ArrayList<>(all);
    more.add(new Step(name, index));
    return new Steps(List.copyOf(more));
  }

  String name() {
    return all.get(all.size() - 1).name();
  }

  String index() {
    return all.get(all.size() - 1).index();
  }

  /** The calls without their indexes: what the configuration knows. */
  String names() {
    return all.isEmpty() ? "" : all.stream().map(Step::name).collect(Collectors.joining("."));
  }

  @Override
  public String toString() {
    return all.isEmpty()
        ? ""
        : all.stream()
            .map(step -> "module." + step.name() + step.index())
            .collect(Collectors.joining("."));
  }
}
