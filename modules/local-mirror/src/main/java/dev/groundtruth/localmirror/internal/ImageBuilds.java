package dev.groundtruth.localmirror.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds the images of a project whose folder, build arguments or result have changed since the
 * last time. Asking BuildKit itself costs a second or two, even when everything is cached.
 */
public final class ImageBuilds {

  private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(20);
  private static final Duration LOOK = Duration.ofSeconds(20);
  private static final Pattern NOT_IN_FILE_NAMES = Pattern.compile("[^A-Za-z0-9._-]");

  private final DockerCli docker;
  private final ComposeCli compose;
  private final Path memory;

  /**
   * Builds of a project.
   *
   * @param docker the engine
   * @param compose the project
   * @param memory the folder that remembers what was built from what
   */
  public ImageBuilds(DockerCli docker, ComposeCli compose, Path memory) {
    this.docker = docker;
    this.compose = compose;
    this.memory = memory;
  }

  /** An image could not be built. */
  public static final class BuildFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BuildFailedException(String message) {
      super(message);
    }
  }

  /**
   * Makes sure that the images are there and current.
   *
   * @param builds the images
   * @param step is told each step, as {@link BuildSteps} says
   * @throws BuildFailedException with the failing step's last lines
   */
  public void provide(List<ComposeCli.Build> builds, Consumer<String> step) {
    Map<String, ComposeCli.Build> byImage = new LinkedHashMap<>();
    builds.forEach(
        build ->
            byImage.putIfAbsent(
                String.join("\n", build.image(), build.context().toString(), build.definition()),
                build));
    Map<ComposeCli.Build, String> stale = new LinkedHashMap<>();
    for (ComposeCli.Build build : byImage.values()) {
      String content = content(build);
      if (!remembered(build, content)) {
        stale.put(build, content);
      }
    }
    if (stale.isEmpty()) {
      return;
    }
    String images =
        stale.keySet().stream().map(ComposeCli.Build::image).collect(Collectors.joining(", "));
    step.accept("building " + images);
    BuildSteps steps = new BuildSteps(step);
    DockerCli.Output output =
        compose.build(
            stale.keySet().stream().map(ComposeCli.Build::service).toList(), BUILD_TIMEOUT, steps);
    if (!output.succeeded()) {
      List<String> last = steps.lastLines();
      throw new BuildFailedException(
          "An image could not be built (%s). The last lines of its build:%n  %s"
              .formatted(
                  images,
                  String.join(
                      System.lineSeparator() + "  ",
                      last.isEmpty() ? output.errors().lines().toList() : last)));
    }
    stale.forEach(this::remember);
  }

  private boolean remembered(ComposeCli.Build build, String content) {
    Path file = file(build);
    try {
      return !build.image().isEmpty()
          && Files.isRegularFile(file)
          && Files.readString(file).equals(content + " " + imageId(build.image()));
    } catch (IOException e) {
      return false;
    }
  }

  private void remember(ComposeCli.Build build, String content) {
    if (build.image().isEmpty()) {
      return;
    }
    try {
      Folders.createPrivate(memory);
      Files.writeString(file(build), content + " " + imageId(build.image()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The build of " + build.image() + " cannot be remembered in " + memory, e);
    }
  }

  private Path file(ComposeCli.Build build) {
    return memory.resolve(NOT_IN_FILE_NAMES.matcher(build.image()).replaceAll("-"));
  }

  private String imageId(String image) {
    return docker.run(LOOK, "image", "inspect", "--format", "{{.Id}}", image).output().strip();
  }

  /**
   * A hash of the definition and of every file of the context: its name in the context, whether it
   * is executable, its bytes. Where the context is does not matter: several clones build one image.
   */
  static String content(ComposeCli.Build build) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    digest.update(build.definition().getBytes(StandardCharsets.UTF_8));
    try (Stream<Path> files = Files.walk(build.context())) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.update(
            "\0%s\0%s\0"
                .formatted(build.context().relativize(file), Files.isExecutable(file))
                .getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The build context " + build.context() + " cannot be read", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
