package dev.groundtruth.verification.images;

import static dev.groundtruth.verification.images.ContainerUnderTest.LOOPBACK;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.ContainerConfig;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.lifecycle.Startables;

/**
 * What the official image {@code haproxy} promises, on whatever image is in use.
 *
 * @see <a href="https://hub.docker.com/_/haproxy">haproxy at Docker Hub: "How to use this image",
 *     "Reloading config"</a>
 * @see <a
 *     href="https://github.com/docker-library/haproxy/blob/master/3.0/Dockerfile">docker-library/haproxy,
 *     3.0</a>
 * @see <a href="https://docs.haproxy.org/3.0/management.html#4">HAProxy management guide, "Stopping
 *     and restarting HAProxy"</a>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("HAProxy image")
class LoadBalancerImageSelfTest {

  private static final String CONFIGURATION = "/usr/local/etc/haproxy/haproxy.cfg";
  private static final String UNKNOWN = "no-such-keyword";
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int HTTP = 80;

  private ContractRun run;
  private ContainerUnderTest serving;
  private ContainerUnderTest broken;
  private ContainerUnderTest checking;

  @BeforeAll
  void start() {
    run = ContractRun.open();
    String image = run.image(ImagesInUse.Tier.LOAD_BALANCER);
    serving =
        run.container(image)
            .withExposedPorts(HTTP)
            .withFile(CONFIGURATION, answering("the mounted configuration"));
    broken =
        run.container(image)
            .withFile(CONFIGURATION, answering("nothing") + UNKNOWN + "\n")
            .startedToItsEnd();
    checking =
        run.container(image)
            .withFile(CONFIGURATION, answering("nothing"))
            .withCommand("haproxy", "-c", "-f", CONFIGURATION)
            .startedToItsEnd();
    Startables.deepStart(serving, broken, checking).join();
    awaitAnswer(serving, "the mounted configuration");
  }

  @AfterAll
  void remove() {
    run.close();
  }

  @Test
  void image_declares_entry_point_command_user_and_soft_stop() {
    ContainerConfig declared = serving.declaration();

    assertThat(declared.getEntrypoint()).containsExactly("docker-entrypoint.sh");
    assertThat(declared.getCmd()).containsExactly("haproxy", "-f", CONFIGURATION);
    assertThat(declared.getUser()).as("user").isEqualTo("haproxy");
    assertThat(run.stopSignal(serving)).as("stop signal").isEqualTo("SIGUSR1");
  }

  @Test
  void runs_the_configuration_at_the_documented_place_and_binds_port_80() {
    assertThat(answer(serving)).isEqualTo("the mounted configuration");
  }

  @Test
  void runs_as_user_haproxy() {
    assertThat(serving.output("id", "-u", "haproxy")).as("number of haproxy").isEqualTo("99");
    assertThat(serving.effectiveUserOfMainProcess()).as("user of process 1").isEqualTo("99");
  }

  @Test
  void refuses_a_broken_configuration_and_names_the_line() {
    long lines = answering("nothing").lines().count();

    assertThat(broken.exitCode()).as("exit code").isNotZero();
    assertThat(broken.getLogs())
        .contains("[" + CONFIGURATION + ":" + (lines + 1) + "]")
        .contains(UNKNOWN);
  }

  @Test
  void checks_a_configuration_without_running_it() {
    assertThat(checking.exitCode())
        .as("exit code of haproxy -c, which wrote: %s", checking.getLogs())
        .isZero();
  }

  @Test
  void reloads_the_configuration_on_sighup_and_stays_the_same_process() {
    String started = started(serving);

    for (String text : List.of("the next configuration", "the mounted configuration")) {
      write(serving, answering(text));
      reloadUntil(serving, "\"" + text + "\"", () -> assertThat(answer(serving)).isEqualTo(text));
    }

    assertThat(started(serving)).as("start of the container").isEqualTo(started);
  }

  @Test
  void keeps_serving_when_asked_to_reload_a_broken_configuration() {
    ContainerUnderTest reloaded =
        run.container(serving.getDockerImageName())
            .withExposedPorts(HTTP)
            .withFile(CONFIGURATION, answering("the good configuration"));
    reloaded.start();
    awaitAnswer(reloaded, "the good configuration");

    write(reloaded, answering("the bad configuration") + UNKNOWN + "\n");
    reloadUntil(
        reloaded,
        "the refusal of the bad configuration",
        () -> assertThat(reloaded.getLogs()).contains(UNKNOWN));

    assertThat(answer(reloaded)).isEqualTo("the good configuration");
  }

  /** Asks again when nothing happened: a process that has just begun may miss a signal. */
  @Test
  void stops_softly_on_its_stop_signal_with_exit_code_0() {
    ContainerUnderTest stopped =
        run.container(serving.getDockerImageName())
            .withExposedPorts(HTTP)
            .withFile(CONFIGURATION, answering("soon gone"));
    stopped.start();
    awaitAnswer(stopped, "soon gone");

    await("the end of HAProxy after its stop signal")
        .atMost(GRACE)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .until(
            () -> {
              if (stopped.isRunning()) {
                stopped.signal(run.stopSignal(stopped));
              }
              return !stopped.isRunning();
            });

    assertThat(stopped.exitCode()).as("exit code; 137 means that it was killed").isZero();
  }

  private static String answering(String text) {
    return """
    defaults
      mode http
      timeout client 5s
      timeout connect 5s
      timeout server 5s
    frontend contract
      bind :80
      http-request return status 200 content-type text/plain string "%s"
    """
        .formatted(text);
  }

  private static void write(ContainerUnderTest container, String configuration) {
    container.copyFileToContainer(Transferable.of(configuration), CONFIGURATION);
  }

  /** Asks again when nothing happened: a process that has just begun may miss a signal. */
  private static void reloadUntil(
      ContainerUnderTest container, String what, ThrowingRunnable assertion) {
    container.signal("HUP");
    container.awaitThat(
        what,
        () -> {
          try {
            assertion.run();
          } catch (AssertionError notYet) {
            container.signal("HUP");
            throw notYet;
          }
        });
  }

  private static String started(ContainerUnderTest container) {
    return container.getCurrentContainerInfo().getState().getStartedAt();
  }

  private static void awaitAnswer(ContainerUnderTest container, String expected) {
    container.awaitThat(
        "the answer \"" + expected + "\"", () -> assertThat(answer(container)).isEqualTo(expected));
  }

  private static String answer(ContainerUnderTest container) {
    return given()
        .baseUri("http://" + LOOPBACK)
        .port(container.port())
        .get("/")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }
}
