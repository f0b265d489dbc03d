package dev.groundtruth.provisioning.packer;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a build says, in the form of <a
 * href="https://github.com/hashicorp/packer/blob/v1.11.2/packer/ui.go">Packer's TargetedUI</a>:
 * each line is preceded by {@code ==> NAME: } or by as many spaces.
 *
 * @param build the build
 * @param postProcessor the post-processor of the build that said it
 * @param text what it said, without what precedes each line
 */
record SpokenLine(String build, Optional<String> postProcessor, String text) {

  private static final Pattern PREFIX =
      Pattern.compile("\\A(?:==>|   ) (\\S.*?):(?: |$)", Pattern.MULTILINE);
  private static final Pattern POST_PROCESSOR = Pattern.compile("(.+) \\(([\\w-]+)\\)");

  /**
   * Reads a text; nothing if no build said it.
   *
   * @param known the names of builds that are known already. Without it, a name that contains a
   *     colon and a space would be taken to end there.
   */
  static Optional<SpokenLine> parse(String text, Collection<String> known) {
    Matcher matcher = PREFIX.matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String mark = text.substring(0, matcher.start(1));
    String name =
        known.stream()
            .filter(candidate -> text.startsWith(mark + candidate + ": "))
            .max(Comparator.comparingInt(String::length))
            .filter(candidate -> candidate.length() > matcher.group(1).length())
            .orElse(matcher.group(1));
    String prefix = mark + name + ":";
    String words =
        text.lines()
            .map(line -> line.startsWith(prefix) ? line.substring(prefix.length()) : line)
            .map(line -> line.startsWith(" ") ? line.substring(1) : line)
            .collect(Collectors.joining("\n"));
    Matcher postProcessor = POST_PROCESSOR.matcher(name);
    return Optional.of(
        postProcessor.matches()
            ? new SpokenLine(postProcessor.group(1), Optional.of(postProcessor.group(2)), words)
            : new SpokenLine(name, Optional.empty(), words));
  }
}
