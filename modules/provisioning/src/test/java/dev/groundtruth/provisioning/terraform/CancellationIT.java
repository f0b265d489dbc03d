package dev.groundtruth.provisioning.terraform;

import static dev.groundtruth.provisioning.terraform.Stacks.MARKER;
import static dev.groundtruth.provisioning.terraform.Stacks.TOOLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.groundtruth.provisioning.RealTool;
import dev.groundtruth.provisioning.terraform.OperationStoppedException.Reason;
import dev.groundtruth.provisioning.terraform.event.TerraformEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops real applies in the middle. */
@Timeout(300)
class CancellationIT {

  private static final Logger LOG = LoggerFactory.getLogger(CancellationIT.class);
  private static final int RANDOM_MOMENTS = 4;

  @TempDir Path folder;

  private final String marker = UUID.randomUUID().toString();

  private TerraformBuilder in(RealTool tool, Path stack) {
    return Terraform.in(stack)
        .binary(tool.path().toString())
        .logs(folder.resolve("logs"))
        .environment(MARKER, marker);
  }

  /** What must hold whatever was stopped whenever. */
  private void assertUsable(RealTool tool, Path stack) throws IOException {
    Stacks.assertNoneLeft(marker);
    try (Terraform terraform = in(tool, stack).open()) {
      terraform.state().pull();
      Files.writeString(stack.resolve("main.tf"), Stacks.slow(0.01));
      try (SavedPlan plan = terraform.plan()) {
        terraform.apply(plan);
      }
      terraform.verifyIdempotent();
      terraform.destroy();
      assertThat(terraform.state().list()).isEmpty();
    }
    Stacks.assertNoneLeft(marker);
  }

  private static Path lockFile(Path stack) {
    return stack.resolve(".terraform.tfstate.lock.info");
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void saves_the_state_and_leaves_nothing_when_interrupted_at_random_moments(RealTool tool)
      throws Exception {
    long seed = new Random().nextLong();
    LOG.info("{} is interrupted at the moments of seed {}", tool, seed);
    Random random = new Random(seed);
    for (int i = 0; i < RANDOM_MOMENTS; i++) {
      Path stack =
          Stacks.write(Files.createTempDirectory(folder, "stack"), "main.tf", Stacks.slow(1));
      Duration moment = Duration.ofMillis(random.nextInt(1_400));
      try (Terraform terraform = in(tool, stack).open()) {
        terraform.init();
        SavedPlan plan = terraform.plan();
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread apply =
            new Thread(
                () -> {
                  try {
                    terraform.apply(plan);
                  } catch (RuntimeException e) {
                    thrown.set(e);
                  }
                });
        apply.start();
        apply.join(moment.toMillis());
        apply.interrupt();
        apply.join();
        String when = "seed %d, moment %s".formatted(seed, moment);
        assertThat(lockFile(stack)).as(when).doesNotExist();
        Throwable failure = thrown.get();
        if (failure != null) {
          assertThat(failure)
              .as(when)
              .isInstanceOfSatisfying(
                  OperationStoppedException.class,
                  e -> {
                    assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED);
                    assertThat(e.endedByItself()).isTrue();
                    assertThat(e.remainingLock()).isEmpty();
                  });
        }
      }
      assertUsable(tool, stack);
    }
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void says_what_remains_of_an_apply_that_had_to_be_killed(RealTool tool) throws Exception {
    Path stack = Stacks.write(folder.resolve("stack"), "main.tf", Stacks.slow(20));
    Thread caller = Thread.currentThread();
    try (Terraform terraform =
        in(tool, stack)
            .grace(Phase.APPLY, Duration.ofMillis(200))
            .listener(
                event -> {
                  if (event instanceof TerraformEvent.Provisioning) {
                    // Frozen, it cannot end in any grace.
                    Stacks.freeze(marker, " apply ");
                    caller.interrupt();
                  }
                })
            .open()) {
      terraform.init();
      SavedPlan plan = terraform.plan();
      assertThatExceptionOfType(OperationStoppedException.class)
          .isThrownBy(() -> terraform.apply(plan))
          .withMessageContaining("was interrupted: it had to be killed")
          .withMessageContaining("force-unlock")
          .satisfies(
              e -> {
                assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED);
                assertThat(e.endedByItself()).isFalse();
                assertThat(e.changedSomething()).isTrue();
                assertThat(e.remainingLock().orElseThrow().operation())
                    .isEqualTo("OperationTypeApply");
              });
      assertThat(Thread.interrupted()).as("the flag is set again").isTrue();
    }
    assertUsable(tool, stack);
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void saves_the_state_when_the_time_is_up(RealTool tool) throws Exception {
    Path stack = Stacks.write(folder.resolve("stack"), "main.tf", Stacks.slow(20));
    try (Terraform terraform = in(tool, stack).timeout(Phase.APPLY, Duration.ofSeconds(3)).open()) {
      terraform.init();
      SavedPlan plan = terraform.plan();
      assertThatExceptionOfType(OperationStoppedException.class)
          .isThrownBy(() -> terraform.apply(plan))
          .withMessageContaining("it saved its state, and no lock remains")
          .satisfies(e -> assertThat(e.endedByItself()).isTrue());
      assertThat(plan.path()).doesNotExist();
      assertThat(terraform.state().list()).contains("terraform_data.quick[0]");
    }
    assertThat(lockFile(stack)).doesNotExist();
    assertUsable(tool, stack);
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void stops_a_silent_command(RealTool tool) throws Exception {
    Path stack = Stacks.write(folder.resolve("stack"), "main.tf", Stacks.slow(20));
    try (Terraform terraform = in(tool, stack).inactivityTimeout(Duration.ofMillis(2_500)).open()) {
      terraform.init();
      SavedPlan plan = terraform.plan();
      assertThatExceptionOfType(OperationStoppedException.class)
          .isThrownBy(() -> terraform.apply(plan))
          .withMessageContaining("wrote nothing for longer than its PT2.5S: it saved its state");
    }
    assertUsable(tool, stack);
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void stops_an_apply_when_it_is_closed(RealTool tool) throws Exception {
    Path stack = Stacks.write(folder.resolve("stack"), "main.tf", Stacks.slow(20));
    CountDownLatch provisioning = new CountDownLatch(1);
    try (Terraform terraform =
        in(tool, stack)
            .listener(
                event -> {
                  if (event instanceof TerraformEvent.Provisioning) {
                    provisioning.countDown();
                  }
                })
            .open()) {
      terraform.init();
      SavedPlan plan = terraform.plan();
      CompletableFuture<ApplyResult> apply =
          CompletableFuture.supplyAsync(() -> terraform.apply(plan));
      assertThat(provisioning.await(30, TimeUnit.SECONDS)).isTrue();
      terraform.close();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> apply.get(30, TimeUnit.SECONDS))
          .havingCause()
          .isInstanceOfSatisfying(
              OperationStoppedException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(Reason.CLOSED);
                assertThat(e.endedByItself()).isTrue();
              });
    }
    assertThat(lockFile(stack)).doesNotExist();
    assertUsable(tool, stack);
  }

  @ParameterizedTest
  @MethodSource(TOOLS)
  void saves_the_state_when_the_jvm_is_asked_to_stop(RealTool tool) throws Exception {
    Path stack = Stacks.write(folder.resolve("stack"), "main.tf", Stacks.slow(20));
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                JvmWithApply.class.getName(),
                stack.toString(),
                tool.path().toString(),
                marker)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("jvm.log").toFile())
            .start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(stack.resolve("provisioning")));

      jvm.destroy();

      assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      jvm.destroyForcibly();
    }
    assertThat(lockFile(stack)).doesNotExist();
    // Plans and variables hold secrets.
    assertThat(temporary)
        .isDirectoryNotContaining(path -> path.toString().contains("groundtruth-terraform-"));
    try (Terraform terraform = in(tool, stack).open()) {
      assertThat(terraform.state().list())
          .containsAll(List.of("terraform_data.quick[0]", "terraform_data.quick[2]"));
    }
    assertUsable(tool, stack);
  }
}
