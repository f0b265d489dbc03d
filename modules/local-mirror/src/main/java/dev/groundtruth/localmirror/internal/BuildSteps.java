package dev.groundtruth.localmirror.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Picks from the plain progress of BuildKit what a person wants to know: each step's title once,
 * and errors.
 */
final class BuildSteps implements Consumer<String> {

  /** For example {@code #6 [web-a 2/4] RUN apt-get update}. */
  private static final Pattern TITLE = Pattern.compile("#\\d+ (\\[[^\\]]*\\d+/\\d+] .+)");

  private static final Pattern ERROR =
      Pattern.compile("(?:#\\d+ )?(ERROR: .+|failed to solve: .+)");
  private static final int LAST_LINES = 20;

  private final Consumer<String> step;
  private final Set<String> told = new HashSet<>();
  private final Deque<String> last = new ArrayDeque<>();

  /**
   * Steps of one build.
   *
   * @param step is told each step and each error
   */
  BuildSteps(Consumer<String> step) {
    this.step = step;
  }

  @Override
  public synchronized void accept(String line) {
    if (line.isBlank()) {
      return;
    }
    last.addLast(line);
    if (last.size() > LAST_LINES) {
      last.removeFirst();
    }
    for (Pattern pattern : List.of(TITLE, ERROR)) {
      Matcher matcher = pattern.matcher(line.strip());
      if (matcher.matches() && told.add(matcher.group(1))) {
        step.accept(matcher.group(1));
      }
    }
  }

  /**
   * The last lines of all that were written, for the one who has to find out why a build failed.
   *
   * @return at most twenty lines, none of them blank
   */
  synchronized List<String> lastLines() {
    return List.copyOf(last);
  }
}
