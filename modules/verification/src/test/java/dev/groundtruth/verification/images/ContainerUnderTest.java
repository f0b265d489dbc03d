package dev.groundtruth.verification.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A container of the image in use, as {@code docker run} would start it: its port on loopback, and
 * no way to resolve a name of the outside.
 */
final class ContainerUnderTest extends GenericContainer<ContainerUnderTest> {

  /** Where ports are published: not where Testcontainers believes the engine to be. */
  static final String LOOPBACK = "127.0.0.1";

  /** A first start of the official database image on a slow machine. */
  private static final Duration READY = Duration.ofMinutes(2);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Pattern EFFECTIVE_USER = Pattern.compile("(?m)^Uid:\\s+\\d+\\s+(\\d+)");

  private final List<Bind> binds = new ArrayList<>();

  ContainerUnderTest(String image, Map<String, String> labels, String network) {
    super(DockerImageName.parse(image));
    withLabels(labels);
    withNetworkMode(network);
    waitingFor(new Nothing());
    withCreateContainerCmdModifier(
        command -> {
          HostConfig host = Objects.requireNonNull(command.getHostConfig());
          host.withDns("127.0.0.1");
          host.withBinds(binds);
          host.withPortBindings(
              getExposedPorts().stream()
                  .map(
                      port ->
                          new PortBinding(Ports.Binding.bindIp(LOOPBACK), ExposedPort.tcp(port)))
                  .toList());
        });
  }

  /**
   * What became of a container that no longer runs.
   *
   * @param exitCode its exit code; 137 if it had to be killed
   * @param took how long it took to end
   */
  record End(long exitCode, Duration took) {}

  /** Makes it known on the run's network by a name. */
  ContainerUnderTest named(String alias) {
    return withCreateContainerCmdModifier(command -> command.withAliases(alias));
  }

  /** Lets it resolve names of the outside: for what installs packages. */
  ContainerUnderTest reachingOutside() {
    return withCreateContainerCmdModifier(
        command -> Objects.requireNonNull(command.getHostConfig()).withDns(List.of()));
  }

  /** Gives it a file that everybody may read. */
  ContainerUnderTest withFile(String path, String content) {
    return withCopyToContainer(Transferable.of(content), path);
  }

  /** Gives it a volume. */
  ContainerUnderTest withVolume(String volume, String path) {
    binds.add(Bind.parse(volume + ":" + path));
    return this;
  }

  /** Lets {@link #start()} wait until the container has ended, however it ended. */
  ContainerUnderTest startedToItsEnd() {
    return withStartupCheckStrategy(
        new StartupCheckStrategy() {
          @Override
          public StartupStatus checkStartupState(DockerClient client, String id) {
            return "exited".equals(getCurrentState(client, id).getStatus())
                ? StartupStatus.SUCCESSFUL
                : StartupStatus.NOT_YET_KNOWN;
          }
        }.withTimeout(READY));
  }

  /** Waits until an assertion holds; not any longer once the container has ended. */
  void awaitThat(String what, ThrowingRunnable assertion) {
    Awaitility.await(what)
        .atMost(READY)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .failFast(
            () ->
                assertThat(isRunning())
                    .as(
                        () ->
                            "whether "
                                + getDockerImageName()
                                + " still runs, whose log is: "
                                + getLogs())
                    .isTrue())
        .untilAsserted(
            () -> {
              try {
                assertion.run();
              } catch (Exception e) {
                throw new AssertionError(e.toString(), e);
              }
            });
  }

  /** The port on loopback. */
  int port() {
    return getFirstMappedPort();
  }

  /** What a command in the container writes; it has to succeed. */
  String output(String... command) {
    ExecResult result = run(command);
    assertThat(result.getExitCode())
        .as("exit code of %s, which wrote: %s", Arrays.toString(command), result.getStderr())
        .isZero();
    return result.getStdout().strip();
  }

  /** Runs a command in the container. */
  ExecResult run(String... command) {
    try {
      return execInContainer(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted during " + Arrays.toString(command), e);
    }
  }

  /** The number of the user that the container's main process runs as. */
  String effectiveUserOfMainProcess() {
    return effectiveUser(output("cat", "/proc/1/status"));
  }

  /** The effective user in a {@code /proc/.../status}. */
  static String effectiveUser(String status) {
    Matcher matcher = EFFECTIVE_USER.matcher(status);
    assertThat(matcher.find()).as("whether there is a user in %s", status).isTrue();
    return matcher.group(1);
  }

  /** Sends a signal to the main process. */
  void signal(String name) {
    getDockerClient().killContainerCmd(getContainerId()).withSignal(name).exec();
  }

  /** Stops it as {@code docker stop} does. */
  End stopWithin(Duration grace) {
    Instant asked = Instant.now();
    getDockerClient()
        .stopContainerCmd(getContainerId())
        .withTimeout(Math.toIntExact(grace.toSeconds()))
        .exec();
    return new End(exitCode(), Duration.between(asked, Instant.now()));
  }

  /** The exit code of a container that has ended. */
  long exitCode() {
    ContainerState state = getCurrentContainerInfo().getState();
    assertThat(state.getStatus()).as("state of the container").isEqualTo("exited");
    return Objects.requireNonNull(state.getExitCodeLong());
  }

  /** What the image declares. */
  ContainerConfig declaration() {
    return Objects.requireNonNull(
        getDockerClient().inspectImageCmd(getDockerImageName()).exec().getConfig());
  }

  /** Readiness is what a test awaits, on the protocol it speaks. */
  private static final class Nothing extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {}
  }
}
