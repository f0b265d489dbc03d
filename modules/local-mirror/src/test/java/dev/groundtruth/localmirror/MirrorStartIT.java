package dev.groundtruth.localmirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.groundtruth.network.securitygroups.MalformedSecurityGroupsException;
import dev.groundtruth.probing.Endpoint;
import dev.groundtruth.probing.Observation;
import dev.groundtruth.probing.Probe;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts that succeed beside each other, and starts that fail: with one clear error, and nothing
 * left.
 */
@Tag("docker")
class MirrorStartIT {

  @TempDir Path home;

  @Test
  void two_mirrors_start_at_once_and_run_side_by_side() {
    try (ComposeMirror one = SmallMirror.builder(home).build();
        ComposeMirror other = SmallMirror.builder(home).build()) {
      CompletableFuture.allOf(
              CompletableFuture.runAsync(one::start), CompletableFuture.runAsync(other::start))
          .join();
      assertThat(one.port()).isNotEqualTo(other.port());
      assertThat(reaches(one, "back")).isInstanceOf(Observation.Open.class);
      assertThat(reaches(other, "back")).isInstanceOf(Observation.Open.class);
      assertThat(reaches(one, other.addresses("back").get(0)))
          .isNotInstanceOf(Observation.Open.class);
      one.close();
      assertThat(reaches(other, "back")).isInstanceOf(Observation.Open.class);
      assertThat(SmallMirror.leftOf(one.run().id(), home)).isEmpty();
    }
  }

  @Test
  void what_is_enforced_follows_the_file() throws IOException {
    Path changed = home.resolve("security-groups.json");
    Files.writeString(
        changed,
        Files.readString(SmallMirror.SECURITY_GROUPS)
            .replace("\"ports\": \"3306\"", "\"ports\": \"3307\""));
    try (ComposeMirror mirror = SmallMirror.builder(home).securityGroups(changed).build()) {
      mirror.start();
      assertThat(reaches(mirror, "back")).isInstanceOf(Observation.Filtered.class);
    }
  }

  @Test
  void malformed_security_groups_are_refused_with_their_place_and_nothing_starts()
      throws IOException {
    Path malformed = home.resolve("security-groups.json");
    Files.writeString(
        malformed,
        Files.readString(SmallMirror.SECURITY_GROUPS)
            .replace("\"ports\": \"8080\"", "\"ports\": \"80-\""));
    ComposeMirror mirror = SmallMirror.builder(home).securityGroups(malformed).build();
    assertThatThrownBy(mirror::start)
        .isInstanceOf(MalformedSecurityGroupsException.class)
        .hasMessageContaining("security-groups.json:7:")
        .hasMessageContaining("groups[0].ingress[0].ports");
    assertNothingIsLeft(mirror);
  }

  @Test
  void stale_rules_are_refused_by_the_interface() throws IOException {
    Path stale = home.resolve("stale");
    Files.createDirectories(stale);
    Files.writeString(stale.resolve("base.nft"), "# security-groups.json sha256 0000\n");
    ComposeMirror mirror =
        SmallMirror.builder(home).environment("GROUNDTRUTH_RULES", stale.toString()).build();
    assertThatThrownBy(mirror::start)
        .isInstanceOf(MirrorStartException.class)
        .hasMessageContaining("front-eni exited with code 1")
        .hasMessageContaining("were not rendered from this security-groups.json");
    assertNothingIsLeft(mirror);
  }

  @Test
  void a_container_that_exits_at_start_is_named_with_its_code_and_last_words_but_not_its_secrets() {
    ComposeMirror mirror =
        SmallMirror.builder(home).overlay(SmallMirror.FOLDER.resolve("exits.yaml")).build();
    assertThatThrownBy(mirror::start)
        .isInstanceOf(MirrorStartException.class)
        .hasMessageContaining("The mirror did not start: front exited with code 3")
        .hasMessageContaining("the last words")
        .hasMessageNotContaining("hidden-canary-secret");
    assertNothingIsLeft(mirror);
  }

  @Test
  void a_container_that_stays_unhealthy_is_named_with_its_last_check() {
    ComposeMirror mirror =
        SmallMirror.builder(home).overlay(SmallMirror.FOLDER.resolve("unhealthy.yaml")).build();
    assertThatThrownBy(mirror::start)
        .isInstanceOf(MirrorStartException.class)
        .hasMessageContaining("back is unhealthy")
        .hasMessageContaining("last health check: exit code 1: this is why");
    assertNothingIsLeft(mirror);
  }

  @Test
  void a_start_that_takes_too_long_says_what_it_was_waiting_for() {
    ComposeMirror mirror =
        SmallMirror.builder(home)
            .overlay(SmallMirror.FOLDER.resolve("slow.yaml"))
            .startupTimeout(Duration.ofSeconds(12))
            .build();
    assertThatThrownBy(mirror::start)
        .isInstanceOf(MirrorStartException.class)
        .hasMessageContaining("The mirror was not ready after 12 s")
        .hasMessageContaining("slow (not healthy yet)")
        .hasMessageContaining("after (not started)");
    assertNothingIsLeft(mirror);
  }

  @Test
  void a_port_in_use_is_named_with_its_holder_and_the_property() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ComposeMirror mirror = SmallMirror.builder(home).port(socket.getLocalPort()).build();
      assertThatThrownBy(mirror::start)
          .isInstanceOf(MirrorStartException.class)
          .hasMessageContaining(
              "Port %d is in use by process %d"
                  .formatted(socket.getLocalPort(), ProcessHandle.current().pid()))
          .hasMessageContaining(
              "perhaps you should choose another with the property groundtruth.port");
      assertNothingIsLeft(mirror);
    }
  }

  @Test
  void an_image_that_fails_to_build_is_told_by_its_last_lines() {
    ComposeMirror mirror =
        SmallMirror.builder(home).overlay(SmallMirror.FOLDER.resolve("unbuildable.yaml")).build();
    assertThatThrownBy(mirror::start)
        .isInstanceOf(MirrorStartException.class)
        .hasMessageContaining("groundtruth/unbuildable-self-test")
        .hasMessageContaining("this step fails")
        .hasMessageContaining("exit code: 7");
    assertNothingIsLeft(mirror);
  }

  @Test
  void compose_files_that_are_not_valid_are_told_in_the_words_of_compose() throws IOException {
    Path invalid = home.resolve("invalid.yaml");
    Files.writeString(invalid, "services:\n  front:\n    no_such_key: true\n");
    ComposeMirror mirror = SmallMirror.builder(home).overlay(invalid).build();
    assertThatThrownBy(mirror::start)
        .isInstanceOf(MirrorStartException.class)
        .hasMessageContaining("are not valid")
        .hasMessageContaining("no_such_key");
    assertNothingIsLeft(mirror);
  }

  @Test
  void closing_a_mirror_while_it_starts_ends_the_start_and_leaves_nothing() throws Exception {
    ComposeMirror mirror =
        SmallMirror.builder(home).overlay(SmallMirror.FOLDER.resolve("slow.yaml")).build();
    Thread closer =
        new Thread(
            () -> {
              await()
                  .atMost(Duration.ofSeconds(60))
                  .until(() -> SmallMirror.leftOf(mirror.run().id(), home).size() > 3);
              mirror.close();
            });
    closer.start();
    MirrorStartException failure = catchThrowableOfType(MirrorStartException.class, mirror::start);
    closer.join();
    assertThat(failure).hasMessageContaining("was closed while it was starting");
    assertNothingIsLeft(mirror);
  }

  @Test
  void a_kept_mirror_stays_until_it_is_removed_by_name() {
    ComposeMirror mirror = SmallMirror.builder(home).build();
    RunLedger ledger = new RunLedger(home);
    Sweep sweep = new Sweep(SmallMirror.commands(home), ledger);
    try {
      mirror.start();
      mirror.keep();
      mirror.close();
      assertThat(sweep.sweep().removed()).isEmpty();
      assertThat(SmallMirror.leftOf(mirror.run().id(), home)).isNotEmpty();
      assertThat(mirror.removalCommand()).contains(mirror.run().id());
    } finally {
      assertThat(sweep.remove(mirror.run().id()).problems()).isEmpty();
    }
    assertNothingIsLeft(mirror);
  }

  @Test
  void the_sweep_removes_what_a_killed_process_left_and_spares_the_living() throws Exception {
    Path killed = home.resolve("killed");
    try (ComposeMirror living = SmallMirror.builder(killed).build()) {
      living.start();
      RunLedger ledger = new RunLedger(killed);
      Process child = child(killed);
      LedgerEntry left = starting(child, ledger);
      child.destroyForcibly().waitFor();

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                new Sweep(SmallMirror.commands(home), ledger).sweep();
                assertThat(SmallMirror.leftOf(left.run(), home)).isEmpty();
              });

      assertThat(left.workFolder()).doesNotExist();
      assertThat(ledger.entries()).extracting(LedgerEntry::run).containsExactly(living.run().id());
      assertThat(reaches(living, "back")).isInstanceOf(Observation.Open.class);
    }
  }

  @Test
  void a_process_that_is_told_to_end_in_the_middle_of_a_start_leaves_nothing() throws Exception {
    RunLedger ledger = new RunLedger(home);
    Process child = child(home);
    LedgerEntry started = starting(child, ledger);
    child.destroy();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(128 + 15);
    assertThat(SmallMirror.leftOf(started.run(), home)).isEmpty();
    assertThat(started.workFolder()).doesNotExist();
    assertThat(ledger.entries()).isEmpty();
  }

  private Process child(Path ledger) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace("\n", File.pathSeparator),
            ChildProcess.class.getName(),
            ledger.toString())
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("child.log").toFile())
        .start();
  }

  /** Waits until containers of the child's run are there, while others are still to come. */
  private LedgerEntry starting(Process child, RunLedger ledger) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                ledger.entries().stream()
                    .filter(entry -> entry.pid() == child.pid())
                    .filter(entry -> SmallMirror.leftOf(entry.run(), home).size() > 4)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** A process that ends while its mirror starts. */
  static final class ChildProcess {
    private ChildProcess() {}

    public static void main(String[] arguments) {
      SmallMirror.builder(Path.of(arguments[0]))
          .overlay(SmallMirror.FOLDER.resolve("slow.yaml"))
          .build()
          .start();
    }
  }

  private void assertNothingIsLeft(ComposeMirror mirror) {
    assertThat(SmallMirror.leftOf(mirror.run().id(), home)).isEmpty();
    assertThat(mirror.workFolder()).doesNotExist();
    assertThat(new RunLedger(home).entries()).isEmpty();
  }

  private static Observation reaches(ComposeMirror mirror, String host) {
    return mirror
        .vantage("front")
        .probe(List.of(new Probe(Endpoint.tcp(host, 3306), Duration.ofMillis(700), false)))
        .get(0);
  }
}
