package dev.groundtruth.verification.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A string that a configuration writes down. A plan shows none of local values, nor of what is only
 * known after an apply.
 *
 * @param place file and line
 * @param name the argument or key that it is given to; in an object of {@code name} and {@code
 *     value} the name; empty where there is none
 * @param text the string, with {@code $} wherever something is put in
 */
record WrittenConstant(String place, String name, String text) {

  /** Whether nothing is put in. */
  boolean isWhole() {
    return !text.contains("$");
  }

  static List<WrittenConstant> in(String file, String configuration) {
    Scan scan = new Scan(file, configuration);
    scan.run();
    return List.copyOf(scan.found);
  }

  /**
   * Reads Terraform's language as far as strings, what they are given to, and comments go (<a
   * href="https://developer.hashicorp.com/terraform/language/syntax/configuration">syntax</a>).
   */
  private static final class Scan {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern GIVEN = Pattern.compile("[ \\t]*(=>?(?!=)|:(?!:))");
    private static final Pattern HEREDOC = Pattern.compile("<<-?([A-Za-z_]\\w*)\\n");
    private static final String INDEXED = "])";

    private final String file;
    private final String text;
    private final List<WrittenConstant> found = new ArrayList<>();
    private final Deque<Scope> scopes = new ArrayDeque<>();
    private int at;
    private String name = "";

    private record Scope(char opened, String name, Map<String, String> given) {}

    Scan(String file, String text) {
      this.file = file;
      this.text = text;
    }

    void run() {
      while (at < text.length()) {
        step();
      }
      if (!scopes.isEmpty()) {
        throw unreadable();
      }
    }

    /** Rather than to have seen half of it. */
    private IllegalStateException unreadable() {
      return new IllegalStateException(place() + " has brackets or quotes that do not match");
    }

    private void step() {
      char next = text.charAt(at);
      if (next == '#' || text.startsWith("//", at)) {
        skipTo("\n");
      } else if (text.startsWith("/*", at)) {
        skipTo("*/"); // whose two characters are nothing by themselves
      } else if (next == '"') {
        at++;
        string(quoted());
      } else if (text.startsWith("<<", at) && matcher(HEREDOC).lookingAt()) {
        string(heredoc());
      } else if (matcher(IDENTIFIER).lookingAt()) {
        identifier();
      } else {
        at++;
        punctuation(next);
      }
    }

    private Matcher matcher(Pattern pattern) {
      return pattern.matcher(text).region(at, text.length());
    }

    private void skipTo(String end) {
      int next = text.indexOf(end, at);
      at = next < 0 ? text.length() : next;
    }

    private void identifier() {
      Matcher identifier = matcher(IDENTIFIER);
      if (identifier.lookingAt()) {
        at = identifier.end();
        if (matcher(GIVEN).lookingAt()) {
          name = identifier.group();
        }
      }
    }

    private void punctuation(char each) {
      switch (each) {
        case '{', '(' -> {
          scopes.push(new Scope(each, name, new HashMap<>()));
          name = each == '{' ? "" : name;
        }
        case '[' -> {
          scopes.push(new Scope(each, name, new HashMap<>()));
          name = isIndex() ? "" : name;
        }
        case '}' -> close('{');
        case ')' -> close('(');
        case ']' -> close('[');
        case '\n' -> {
          if (scopes.isEmpty() || scopes.getFirst().opened() == '{') {
            name = "";
          }
        }
        default -> {
          // an operator, a number, a space
        }
      }
    }

    private boolean isIndex() {
      if (at < 2) {
        return false;
      }
      char before = text.charAt(at - 2);
      return Character.isLetterOrDigit(before) || before == '_' || INDEXED.indexOf(before) >= 0;
    }

    private void close(char opened) {
      if (scopes.isEmpty() || scopes.getFirst().opened() != opened) {
        throw unreadable();
      }
      Scope scope = scopes.pop();
      name = scope.name();
      if (scope.given().keySet().containsAll(Set.of("name", "value"))) {
        found.add(
            new WrittenConstant(
                place(),
                scope.given().getOrDefault("name", ""),
                scope.given().getOrDefault("value", "")));
      }
    }

    private void string(String constant) {
      if (matcher(GIVEN).lookingAt() && !isPartOfACondition()) {
        name = constant;
      } else {
        found.add(new WrittenConstant(place(), name, constant));
        if (!scopes.isEmpty()) {
          scopes.getFirst().given().put(name, constant);
        }
      }
    }

    /** As in {@code var.a ? "b" : "c"}. */
    private boolean isPartOfACondition() {
      String line = text.substring(text.lastIndexOf('\n', at - 1) + 1, at);
      return line.contains(" ? ");
    }

    private String quoted() {
      StringBuilder constant = new StringBuilder();
      while (at < text.length() && text.charAt(at) != '"') {
        char next = text.charAt(at);
        if (next == '\\' && at + 1 < text.length()) {
          constant.append(text.charAt(at + 1));
          at += 2;
        } else if (isTemplate()) {
          constant.append(template());
        } else {
          constant.append(next);
          at++;
        }
      }
      if (at >= text.length()) {
        throw unreadable();
      }
      at++;
      return constant.toString();
    }

    private String heredoc() {
      Matcher begin = matcher(HEREDOC);
      if (!begin.lookingAt()) {
        throw new IllegalStateException(place());
      }
      Matcher end =
          Pattern.compile("(?m)^[ \\t]*" + begin.group(1) + "$")
              .matcher(text)
              .region(begin.end(), text.length());
      if (!end.find()) {
        throw unreadable();
      }
      int until = end.start();
      at = begin.end();
      StringBuilder constant = new StringBuilder();
      while (at < until) {
        if (isTemplate()) {
          constant.append(template());
        } else {
          constant.append(text.charAt(at));
          at++;
        }
      }
      at = end.end();
      return constant.toString();
    }

    private boolean isTemplate() {
      return (text.startsWith("${", at) || text.startsWith("%{", at))
          && (at == 0 || text.charAt(at - 1) != text.charAt(at));
    }

    /** What is put in is no constant, but what it is made of may be. */
    private char template() {
      at += 2;
      int depth = scopes.size();
      String outer = name;
      scopes.push(new Scope('{', outer, new HashMap<>()));
      name = "";
      while (at < text.length() && scopes.size() > depth) {
        step();
      }
      return '$';
    }

    private String place() {
      return "%s:%d"
          .formatted(file, text.substring(0, Math.min(at, text.length())).lines().count());
    }
  }
}
