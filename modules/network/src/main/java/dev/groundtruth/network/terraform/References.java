package dev.groundtruth.network.terraform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What the expressions of a configuration refer to. A plan names what an expression refers to but
 * not how, and it does not show local values: where more than a plain reference can be meant, the
 * answer is not complete.
 */
final class References {

  private static final int DEPTH = 40;

  /** What refers to anything but a resource or data source. */
  private static final List<String> OTHER =
      List.of("var.", "module.", "local.", "each.", "count.", "path.", "terraform.", "self.");

  private static final Pattern ID = Pattern.compile("[a-z]+-[0-9a-f]{8,17}");

  private static final Pattern PART_OF_ID = Pattern.compile("[0-9a-f]{8}");

  private static final Pattern ELEMENT = Pattern.compile("\\[([0-9]{1,4})]");

  private final Document document;

  References(Document document) {
    this.document = document;
  }

  /**
   * What an expression refers to.
   *
   * @param resource the resource, nothing if it is a literal
   * @param attribute the attribute of the resource, or the literal
   */
  record Target(Optional<Resource> resource, String attribute) {}

  /**
   * All that an expression refers to.
   *
   * @param targets the resources and literals
   * @param isComplete whether the value is made of these and of nothing else
   */
  record Targets(List<Target> targets, boolean isComplete) {

    static final Targets NOTHING = new Targets(List.of(), true);
    static final Targets UNCLEAR = new Targets(List.of(), false);
  }

  /** Where an expression is written: the module, and the index that count or for_each gives it. */
  private record Scope(Steps module, String index, JsonNode forEach) {}

  Targets of(Resource resource, JsonNode expression) {
    Scope scope =
        new Scope(
            document.steps(resource.module()),
            resource.index(),
            resource.index().isEmpty()
                ? Document.MISSING
                : resource.configuration().path("for_each_expression"));
    return targets(scope, expression, 0);
  }

  /** Far the most expressions are one plain reference, and these need no more than a look. */
  private Targets targets(Scope scope, JsonNode expression, int depth) {
    JsonNode references = expression.path("references");
    if (references.size() == 2) {
      String head = references.path(0).asString("");
      if (isBeginning(references.path(1).asString(""), head) && isPlain(head)) {
        return resource(scope, head, false);
      }
    }
    return anyTargets(scope, expression, depth);
  }

  /** Whether a reference is to a resource or data source, whatever the place it is written in. */
  private static boolean isPlain(String head) {
    for (String other : OTHER) {
      if (head.startsWith(other)) {
        return false;
      }
    }
    return true;
  }

  private Targets anyTargets(Scope scope, JsonNode expression, int depth) {
    if (expression.isMissingNode() || depth > DEPTH) {
      return Targets.UNCLEAR;
    }
    if (expression.has("constant_value")) {
      return literals(expression.path("constant_value"));
    }
    List<String> heads = heads(expression);
    boolean isIndexed = false;
    for (String head : heads) {
      isIndexed |= head.startsWith("each.") || head.equals("count.index");
    }
    List<Target> targets = new ArrayList<>();
    Set<String> chosen = new HashSet<>();
    boolean complete = !heads.isEmpty();
    boolean usesIndex = false;
    boolean isIndexUsed = false;
    for (String head : heads) {
      if (head.equals("each.key") || head.equals("count.index")) {
        usesIndex = true;
        continue;
      }
      Set<String> indexes = heads.size() > 1 ? indexes(known(scope, head, depth)) : Set.of();
      if (!indexes.isEmpty()) {
        chosen.addAll(indexes);
        continue;
      }
      Targets found = head(scope, head, isIndexed, depth);
      boolean isList = head.startsWith("module.") || head.startsWith("var.");
      if (isIndexed && isList && found.targets().size() > 1) {
        found = indexed(found, scope.index());
      }
      isIndexUsed |= isIndexed && (head.startsWith("each.value") || isOfInstances(found));
      targets.addAll(found.targets());
      complete &= found.isComplete();
    }
    if (usesIndex && !isIndexUsed) {
      complete = false;
    }
    if (!chosen.isEmpty() && targets.stream().noneMatch(target -> isOneOf(chosen, target))) {
      complete = false;
    }
    return new Targets(
        targets.size() > 1 ? targets.stream().distinct().toList() : List.copyOf(targets), complete);
  }

  private static boolean isOfInstances(Targets targets) {
    for (Target each : targets.targets()) {
      if (each.resource().isPresent() && each.resource().get().address().contains("[")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a target is an instance that one of the indexes names. Then these can have chosen it,
   * or, in a condition or the like, any other of the block: all of them stay targets.
   */
  private static boolean isOneOf(Set<String> indexes, Target target) {
    return target.resource().map(Resource::index).filter(indexes::contains).isPresent();
  }

  /** What a reference comes to, as far as the plan shows it; missing if it does not. */
  private JsonNode known(Scope scope, String head, int depth) {
    if (depth > DEPTH) {
      return Document.MISSING;
    }
    if (head.startsWith("var.")) {
      int end = stepEnd(head, "var.".length());
      return known(scope, head.substring("var.".length(), end), head.substring(end), depth);
    }
    if (!isPlain(head)) {
      return Document.MISSING;
    }
    List<Target> targets = found(scope, head, false).targets();
    if (targets.size() != 1 || targets.get(0).resource().isEmpty()) {
      return Document.MISSING;
    }
    Target target = targets.get(0);
    Value value = target.resource().get().get(target.attribute());
    return Keys.isOwn(target.attribute()) || value.hasUnknown() ? Document.MISSING : value.node();
  }

  private JsonNode known(Scope scope, String name, String trail, int depth) {
    if (scope.module().isRoot()) {
      return at(document.variable(name), trail);
    }
    JsonNode call = document.call(scope.module());
    JsonNode expression = call.path("expressions").path(name);
    if (expression.isMissingNode()) {
      return at(call.path("module").path("variables").path(name).path("default"), trail);
    }
    if (expression.has("constant_value")) {
      return at(expression.path("constant_value"), trail);
    }
    List<String> heads = heads(expression);
    return heads.size() == 1
        ? known(caller(scope, call), heads.get(0), depth + 1)
        : Document.MISSING;
  }

  /** The element that {@code [0]} picks of a list; anything else as a whole. */
  private static JsonNode at(JsonNode value, String trail) {
    Matcher element = ELEMENT.matcher(trail);
    return value.isArray() && element.matches()
        ? value.path(Integer.parseInt(element.group(1)))
        : value;
  }

  /**
   * The indexes that a text, a number or a list of them can be; none if it may have to do with an
   * id.
   */
  private static Set<String> indexes(JsonNode value) {
    Set<String> indexes = new HashSet<>();
    for (JsonNode each : value.isArray() ? value : List.of(value)) {
      if (!(each.isString() || each.isInt()) || PART_OF_ID.matcher(each.asString()).find()) {
        return Set.of();
      }
      indexes.add("[" + each + "]");
    }
    return indexes;
  }

  /** A plan names the longest reference first and then what it begins with. */
  private static List<String> heads(JsonNode expression) {
    List<String> all = new ArrayList<>();
    collect(expression, all);
    List<String> heads = new ArrayList<>();
    String previous = "";
    for (String reference : all) {
      if (!isBeginning(reference, previous)) {
        heads.add(reference);
      }
      previous = reference;
    }
    return heads;
  }

  private static boolean isBeginning(String reference, String of) {
    return of.length() > reference.length()
        && of.startsWith(reference)
        && (of.charAt(reference.length()) == '.' || of.charAt(reference.length()) == '[');
  }

  private static void collect(JsonNode expression, List<String> all) {
    if (expression.has("references")) {
      expression.path("references").forEach(each -> all.add(each.asString("")));
    } else if (expression.isContainer()) {
      expression.forEach(each -> collect(each, all));
    }
  }

  private Targets head(Scope scope, String head, boolean isIndexed, int depth) {
    if (head.startsWith("var.")) {
      return variable(scope, head.substring("var.".length()), depth);
    }
    if (head.startsWith("module.")) {
      return output(scope, head, isIndexed, depth);
    }
    if (head.startsWith("each.value")) {
      Targets source = targets(scope, scope.forEach(), depth + 1);
      return attribute(indexed(source, scope.index()), head.substring("each.value".length()));
    }
    if (head.startsWith("local.")
        || head.startsWith("path.")
        || head.startsWith("terraform.")
        || head.startsWith("self.")) {
      return Targets.UNCLEAR;
    }
    return resource(scope, head, isIndexed);
  }

  /** Of the instances of one block, the one with the same index. */
  private static Targets indexed(Targets targets, String index) {
    List<Target> same =
        targets.targets().stream()
            .filter(
                target -> target.resource().map(found -> found.index().equals(index)).orElse(false))
            .toList();
    boolean oneBlock =
        targets.targets().stream()
                .map(target -> target.resource().map(Resource::block).orElse(""))
                .distinct()
                .count()
            == 1;
    if (same.size() == 1 && oneBlock) {
      return new Targets(same, targets.isComplete());
    }
    return targets.targets().size() == 1 ? targets : Targets.UNCLEAR;
  }

  private static Targets attribute(Targets targets, String rest) {
    String attribute = rest.startsWith(".") ? rest.substring(1) : "";
    return attribute.isEmpty()
        ? targets
        : new Targets(
            targets.targets().stream()
                .map(
                    target ->
                        target.resource().isPresent()
                            ? new Target(target.resource(), attribute)
                            : target)
                .toList(),
            targets.isComplete());
  }

  private Targets variable(Scope scope, String rest, int depth) {
    String name = rest.substring(0, stepEnd(rest, 0));
    if (scope.module().isRoot()) {
      return literals(document.variable(name));
    }
    JsonNode call = document.call(scope.module());
    JsonNode expression = call.path("expressions").path(name);
    if (expression.isMissingNode()) {
      return literals(call.path("module").path("variables").path(name).path("default"));
    }
    Targets targets = targets(caller(scope, call), expression, depth + 1);
    return targets.targets().size() > 1 && rest.length() > name.length()
        ? Targets.UNCLEAR
        : targets;
  }

  private static Scope caller(Scope scope, JsonNode call) {
    return new Scope(
        scope.module().parent(), scope.module().index(), call.path("for_each_expression"));
  }

  /** Ids stand for themselves; what is empty adds nothing; anything else may decide. */
  private static Targets literals(JsonNode value) {
    if (value.isMissingNode()) {
      return Targets.UNCLEAR;
    }
    if (value.isNull() || (value.isContainer() && value.isEmpty())) {
      return Targets.NOTHING;
    }
    List<Target> targets = new ArrayList<>();
    for (JsonNode each : value.isArray() ? value : List.of(value)) {
      if (!each.isString() || !ID.matcher(each.stringValue()).matches()) {
        return Targets.UNCLEAR;
      }
      targets.add(new Target(Optional.empty(), each.stringValue()));
    }
    return new Targets(targets, true);
  }

  private Targets output(Scope scope, String head, boolean isIndexed, int depth) {
    int nameEnd = head.length();
    for (int at = "module.".length(); at < head.length(); at++) {
      if (".[".indexOf(head.charAt(at)) >= 0) {
        nameEnd = at;
        break;
      }
    }
    String name = head.substring("module.".length(), nameEnd);
    int indexEnd = Steps.indexEnd(head, nameEnd);
    String index = head.substring(nameEnd, indexEnd);
    List<String> instances = document.moduleInstances(scope.module(), name);
    List<String> chosen;
    if (!index.isEmpty()) {
      chosen = List.of(index);
    } else if (instances.size() == 1 && instances.get(0).isEmpty()) {
      chosen = instances;
    } else if (isIndexed) {
      chosen = instances.stream().filter(scope.index()::equals).toList();
    } else {
      chosen = instances;
    }
    if (chosen.isEmpty() || indexEnd >= head.length()) {
      return Targets.UNCLEAR;
    }
    String rest = head.substring(indexEnd + 1);
    String output = rest.substring(0, stepEnd(rest, 0));
    String trail = rest.substring(output.length());
    List<Target> targets = new ArrayList<>();
    boolean complete = true;
    for (String each : chosen) {
      Steps child = scope.module().child(name, each);
      JsonNode expression = document.module(child).path("outputs").path(output).path("expression");
      Scope inner = new Scope(child, "", expression.path("for_each"));
      Targets found = trailed(targets(inner, expression, depth + 1), trail);
      targets.addAll(found.targets());
      complete &= found.isComplete();
    }
    return new Targets(targets, complete);
  }

  /** What {@code [0]} or {@code ["a"]} picks of an output that lists instances. */
  private static Targets trailed(Targets targets, String trail) {
    if (trail.isEmpty() || targets.targets().size() <= 1) {
      return targets;
    }
    int end = Steps.indexEnd(trail, 0);
    return end == 0 ? Targets.UNCLEAR : indexed(targets, trail.substring(0, end));
  }

  /** Where a step of a reference ends: before the next point or index. */
  private static int stepEnd(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
      end++;
    }
    return end;
  }

  /** Of the root module, what means the same wherever it is written. */
  private final Map<String, Targets> plain = new HashMap<>();

  private Targets resource(Scope scope, String head, boolean isIndexed) {
    if (isIndexed || !scope.module().isRoot()) {
      return found(scope, head, isIndexed);
    }
    Targets known = plain.get(head);
    if (known == null) {
      known = found(scope, head, false);
      plain.put(head, known);
    }
    return known;
  }

  private Targets found(Scope scope, String head, boolean isIndexed) {
    boolean isData = head.startsWith("data.");
    int typeEnd = stepEnd(head, isData ? "data.".length() : 0);
    if (typeEnd == head.length()) {
      return Targets.UNCLEAR;
    }
    String block = head.substring(0, stepEnd(head, typeEnd + 1));
    int indexEnd = Steps.indexEnd(head, block.length());
    String index = head.substring(block.length(), indexEnd);
    String attribute =
        indexEnd < head.length() && head.charAt(indexEnd) == '.'
            ? head.substring(indexEnd + 1, stepEnd(head, indexEnd + 1))
            : "id";
    List<Resource> instances = document.instances(scope.module().toString(), block);
    boolean isOne = !index.isEmpty() || (isIndexed && areIndexed(instances));
    String only = index.isEmpty() ? scope.index() : index;
    List<Target> targets = new ArrayList<>(instances.size());
    for (Resource each : instances) {
      if (!isOne || each.index().equals(only)) {
        targets.add(new Target(Optional.of(each), attribute));
      }
    }
    boolean isSomething =
        !targets.isEmpty() || (instances.isEmpty() && index.isEmpty() && isCounted(scope, block));
    return new Targets(targets, isSomething);
  }

  private static boolean areIndexed(List<Resource> instances) {
    for (Resource each : instances) {
      if (each.index().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Whether a block may well have no instances at all. */
  private boolean isCounted(Scope scope, String block) {
    JsonNode found = document.configuration(scope.module(), block);
    return found.has("count_expression") || found.has("for_each_expression");
  }
}
