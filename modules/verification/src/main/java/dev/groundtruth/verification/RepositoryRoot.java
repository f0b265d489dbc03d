package dev.groundtruth.verification;

import dev.groundtruth.junit.EnvironmentContext;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the repository that a run verifies. */
public final class RepositoryRoot {

  /** The property that names it; without it, it is looked for upwards. */
  public static final String PROPERTY = EnvironmentContext.ROOT_PARAMETER;

  private RepositoryRoot() {}

  /**
   * Finds it.
   *
   * @param context the run
   * @return the folder that contains {@code compose} and {@code terraform}
   * @throws IllegalStateException if it is not found
   */
  public static Path of(EnvironmentContext context) {
    Path root =
        context
            .parameter(PROPERTY)
            .map(Path::of)
            .orElseGet(RepositoryRoot::upwards)
            .toAbsolutePath()
            .normalize();
    if (!isRoot(root)) {
      throw new IllegalStateException(
          "There is no compose/compose.yaml in %s, perhaps you should set -D%s to the repository's folder"
              .formatted(root, PROPERTY));
    }
    return root;
  }

  private static Path upwards() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (isRoot(folder)) {
        return folder;
      }
    }
    return Path.of("");
  }

  private static boolean isRoot(Path folder) {
    return Files.isRegularFile(folder.resolve("compose").resolve("compose.yaml"));
  }
}
