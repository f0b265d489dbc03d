package dev.groundtruth.verification;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A mirror with one thing wrong, and what the suite has to say of it.
 *
 * @param name what is wrong
 * @param overlays compose files that make it wrong, below {@code src/test/resources/broken}
 * @param securityGroups the wrong security groups, below {@code src/test/resources/broken}
 * @param spoil what is done to the running stack to make it wrong
 * @param failures the tests that fail, and nothing else does
 * @param skipped whether tests are expected to be skipped, because a capability is missing
 */
record BrokenMirror(
    String name,
    List<Path> overlays,
    Optional<Path> securityGroups,
    Consumer<WordPressStack> spoil,
    List<Failure> failures,
    boolean skipped) {

  /**
   * A test that fails, and how it says why.
   *
   * @param test the class's simple name, a hash, and the method's name or a dynamic test's display
   *     name
   * @param message matched somewhere in the message
   */
  record Failure(String test, Pattern message) {}

  private static final Path FOLDER = Path.of("src", "test", "resources", "broken");

  static BrokenMirror named(String name) {
    return new BrokenMirror(name, List.of(), Optional.empty(), stack -> {}, List.of(), false);
  }

  BrokenMirror with(String overlay) {
    List<Path> all = new ArrayList<>(overlays);
    all.add(FOLDER.resolve(overlay).toAbsolutePath());
    return new BrokenMirror(name, List.copyOf(all), securityGroups, spoil, failures, skipped);
  }

  BrokenMirror enforcing(String file) {
    return new BrokenMirror(
        name,
        overlays,
        Optional.of(FOLDER.resolve(file).toAbsolutePath()),
        spoil,
        failures,
        skipped);
  }

  BrokenMirror spoiledBy(Consumer<WordPressStack> action) {
    return new BrokenMirror(name, overlays, securityGroups, action, failures, skipped);
  }

  BrokenMirror failing(String test, String message) {
    List<Failure> all = new ArrayList<>(failures);
    all.add(new Failure(test, Pattern.compile(message, Pattern.DOTALL)));
    return new BrokenMirror(name, overlays, securityGroups, spoil, List.copyOf(all), skipped);
  }

  BrokenMirror skipping() {
    return new BrokenMirror(name, overlays, securityGroups, spoil, failures, true);
  }

  @Override
  public String toString() {
    return name;
  }
}
