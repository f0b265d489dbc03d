package org.testcontainers.utility;

import com.github.dockerjava.api.command.CreateContainerCmd;
import java.lang.reflect.Field;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;

/**
 * Leaves the containers of Groundtruth's runs to their own ledger and sweep, and all others to the
 * reaper Testcontainers would use anyway.
 *
 * <p>Testcontainers' reaper (Ryuk, or a JVM hook when the environment variable {@code
 * TESTCONTAINERS_RYUK_DISABLED} is set) removes every container when the JVM ends: a run that is
 * kept for inspection could not be kept, and Ryuk's image would be needed where no registry can be
 * reached. There is no setting for it but that environment variable, which a library cannot set,
 * and the constructor is reserved to this package; so this class has to live here.
 */
public final class RunAwareResourceReaper extends ResourceReaper {

  private final String runLabel;
  private final String projectPrefix;
  private volatile boolean othersStarted;
  private final ResourceReaper others =
      Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))
          ? new JVMHookResourceReaper()
          : new RyukResourceReaper();

  private RunAwareResourceReaper(String runLabel, String projectPrefix) {
    this.runLabel = runLabel;
    this.projectPrefix = projectPrefix;
  }

  /**
   * Puts this reaper in place, unless Testcontainers has already chosen one in this JVM.
   *
   * @param runLabel containers with this label are not reaped
   * @param projectPrefix compose projects whose name begins so are not reaped
   */
  @SuppressWarnings(
      "LockOnNonEnclosingClassLiteral") // The lock under which Testcontainers makes its choice.
  public static void install(String runLabel, String projectPrefix) {
    synchronized (ResourceReaper.class) {
      try {
        Field instance = ResourceReaper.class.getDeclaredField("instance");
        instance.setAccessible(true);
        if (instance.get(null) == null) {
          instance.set(null, new RunAwareResourceReaper(runLabel, projectPrefix));
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(
            "Testcontainers' resource reaper cannot be replaced, perhaps you should use Testcontainers 2.0.x"
                + " or set the environment variable TESTCONTAINERS_RYUK_DISABLED=true",
            e);
      }
    }
  }

  @Override
  @SuppressWarnings("deprecation")
  public void init() {
    // The others' reaper starts with the first container that is not a run's.
  }

  @Override
  @SuppressWarnings("deprecation")
  public CreateContainerCmd register(GenericContainer<?> container, CreateContainerCmd command) {
    Map<String, String> labels = command.getLabels();
    if (labels != null && labels.containsKey(runLabel)) {
      return command;
    }
    return others().register(container, command);
  }

  @Override
  public void registerLabelsFilterForCleanup(Map<String, String> labels) {
    String project = labels.get("com.docker.compose.project");
    if (project == null || !project.startsWith(projectPrefix)) {
      others().registerLabelsFilterForCleanup(labels);
    }
  }

  @Override
  @SuppressWarnings("deprecation")
  public Map<String, String> getLabels() {
    return others().getLabels();
  }

  @SuppressWarnings("deprecation")
  private synchronized ResourceReaper others() {
    if (!othersStarted) {
      othersStarted = true;
      others.init();
    }
    return others;
  }
}
