package dev.groundtruth.provisioning.command;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The forms in which registered secrets may appear, and the automaton that finds them. */
final class SecretPatterns {

  /** Shorter pieces of Base64 or of lines are too likely to be something else. */
  private static final int SHORTEST_PIECE = 8;

  private final Set<String> forms = new LinkedHashSet<>();

  /** Nothing while there are secrets it does not know: several are mostly added in a row. */
  private volatile @Nullable PatternAutomaton current = new PatternAutomaton(Set.of());

  PatternAutomaton current() {
    PatternAutomaton known = current;
    return known == null ? build() : known;
  }

  private synchronized PatternAutomaton build() {
    PatternAutomaton automaton = new PatternAutomaton(forms);
    current = automaton;
    return automaton;
  }

  synchronized void add(Secret secret) {
    if (forms.addAll(forms(secret.reveal()))) {
      current = null;
    }
  }

  private static Set<String> forms(String value) {
    Set<String> forms = new LinkedHashSet<>();
    addEncodings(value, forms);
    // A program may indent a key of many lines, or a logger prefix each.
    if (value.indexOf('\n') >= 0) {
      value
          .lines()
          .map(String::strip)
          .filter(line -> line.length() >= SHORTEST_PIECE)
          .forEach(line -> addEncodings(line, forms));
    }
    forms.remove("");
    return Collections.unmodifiableSet(forms);
  }

  private static void addEncodings(String value, Set<String> forms) {
    forms.add(value);
    addUrl(value, forms);
    addJson(value, forms);
    forms.add(
        value
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;"));
    forms.add(
        value
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&#34;")
            .replace("'", "&#39;"));
    addBase64(value.getBytes(StandardCharsets.UTF_8), forms);
  }

  private static void addUrl(String value, Set<String> forms) {
    String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
    // RFC 3986 keeps ~ and encodes *; a component as of ECMAScript keeps more.
    String percent = form.replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    String component =
        percent
            .replace("%2A", "*")
            .replace("%21", "!")
            .replace("%27", "'")
            .replace("%28", "(")
            .replace("%29", ")");
    for (String encoded : List.of(form, percent, component)) {
      forms.add(encoded);
      forms.add(lowerCaseEscapes(encoded));
    }
  }

  private static String lowerCaseEscapes(String encoded) {
    StringBuilder result = new StringBuilder(encoded);
    for (int i = 0; i + 2 < result.length(); i++) {
      if (result.charAt(i) == '%') {
        result.replace(i, i + 3, result.substring(i, i + 3).toLowerCase(Locale.ROOT));
      }
    }
    return result.toString();
  }

  private static void addJson(String value, Set<String> forms) {
    String minimal =
        value
            .chars()
            .mapToObj(
                c ->
                    switch (c) {
                      case '"' -> "\\\"";
                      case '\\' -> "\\\\";
                      case '\n' -> "\\n";
                      case '\r' -> "\\r";
                      case '\t' -> "\\t";
                      case '\b' -> "\\b";
                      case '\f' -> "\\f";
                      default -> c < ' ' ? unicode(c) : Character.toString((char) c);
                    })
            .collect(Collectors.joining());
    forms.add(minimal);
    forms.add(minimal.replace("/", "\\/"));
    // Go's encoder, hence Terraform's and Docker's output.
    String html = minimal.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    forms.add(html);
    // PHP's and Python's default for what is not ASCII.
    for (String escaped : List.of(minimal, minimal.replace("/", "\\/"))) {
      forms.add(
          escaped
              .chars()
              .mapToObj(c -> c > '~' ? unicode(c) : Character.toString((char) c))
              .collect(Collectors.joining()));
    }
  }

  private static String unicode(int c) {
    return String.format(Locale.ROOT, "\\u%04x", c);
  }

  private static void addBase64(byte[] value, Set<String> forms) {
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      if (value.length > 0) {
        forms.add(encoder.encodeToString(value));
      }
      // Within a longer text a value may begin at any of three offsets; the characters at both ends
      // then also depend on its neighbours.
      for (int offset = 0; offset < 3; offset++) {
        byte[] shifted = new byte[offset + value.length];
        System.arraycopy(value, 0, shifted, offset, value.length);
        int first = (offset * 8 + 5) / 6;
        int end = shifted.length * 8 / 6;
        String encoded = encoder.encodeToString(shifted);
        if (end - first >= SHORTEST_PIECE) {
          forms.add(encoded.substring(first, end));
        }
        Arrays.fill(shifted, (byte) 0);
      }
    }
  }
}
