package dev.groundtruth.network.terraform;

import dev.groundtruth.network.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ids that are written in one expression with references. Of such an expression a plan shows the
 * references only, and where it makes a set of which a part is not known, nothing of the set.
 */
final class HiddenIds {

  private static final Pattern ATTRIBUTE = Pattern.compile("^\\s*\"?[A-Za-z_0-9-]+\"?\\s*=[^=]");
  private static final Pattern ID = Pattern.compile("\"((?:sg|pl|subnet|rtb)-[0-9a-f]{8,17})\"");
  private static final Pattern TEXT = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"");
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z_][A-Za-z_0-9-]*\\.[A-Za-z_]");

  private HiddenIds() {}

  /**
   * One such id.
   *
   * @param id the id
   * @param location where the expression begins
   */
  record Hidden(String id, SourceLocation location) {}

  /** Those in the lines of a file. */
  static List<Hidden> in(String file, List<String> lines) {
    List<Hidden> hidden = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      if (!ATTRIBUTE.matcher(lines.get(at)).find()) {
        continue;
      }
      int start = at;
      StringBuilder expression = new StringBuilder();
      int depth = 0;
      do {
        String line = withoutComment(lines.get(at));
        expression.append(line).append('\n');
        depth += depth(line);
      } while (depth > 0 && ++at < lines.size());
      SourceLocation location = new SourceLocation(file, start + 1, 1);
      String text = expression.toString();
      if (refers(text)) {
        ID.matcher(text).results().forEach(id -> hidden.add(new Hidden(id.group(1), location)));
      }
    }
    return List.copyOf(hidden);
  }

  private static boolean refers(String expression) {
    return expression.contains("${")
        || REFERENCE.matcher(TEXT.matcher(expression).replaceAll("")).find();
  }

  private static String withoutComment(String line) {
    String blank = TEXT.matcher(line).replaceAll(found -> " ".repeat(found.group().length()));
    Matcher comment = Pattern.compile("#|//").matcher(blank);
    return comment.find() ? line.substring(0, comment.start()) : line;
  }

  private static int depth(String line) {
    int depth = 0;
    for (char c : TEXT.matcher(line).replaceAll("").toCharArray()) {
      depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
    }
    return depth;
  }
}
