package dev.groundtruth.provisioning.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PluginCacheTest {

  @TempDir Path folder;

  private TerraformBuilder terraform() throws Exception {
    Path stack = Stacks.write(folder.resolve("stack"), "main.tf", "");
    Path binary = folder.resolve("terraform");
    if (!Files.exists(binary)) {
      FakeBinaryTest.install(folder);
    }
    return Terraform.in(stack)
        .binary(binary.toString())
        .logs(folder.resolve("logs"))
        .environment("FAKE", "concurrency")
        .environment("FAKE_FOLDER", folder.toString());
  }

  private static void inParallel(int count, Runnable action) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      // All have ended before the first failure is thrown: none may still write into the folder.
      for (Future<Object> end :
          threads.invokeAll(Collections.nCopies(count, Executors.callable(action)))) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void lets_one_init_of_this_process_at_a_time_use_it() throws Exception {
    Path cache = folder.resolve("new/cache");
    terraform();
    inParallel(
        4,
        () -> {
          try (Terraform terraform = terraform().pluginCache(cache).open()) {
            terraform.init();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(4);
  }

  @Test
  void guards_the_folder_of_the_environment_too() throws Exception {
    String cache = folder.resolve("cache").toString();
    terraform();
    inParallel(
        3,
        () -> {
          try (Terraform terraform = terraform().environment("TF_PLUGIN_CACHE_DIR", cache).open()) {
            terraform.init();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(3);
  }

  /** That is: the tests above can fail. */
  @Test
  void meets_other_inits_without_it() throws Exception {
    terraform();
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(
            () ->
                inParallel(
                    4,
                    () -> {
                      try (Terraform terraform = terraform().open()) {
                        terraform.init();
                      } catch (Exception e) {
                        throw new AssertionError(e);
                      }
                    }))
        .withStackTraceContaining("OperationFailedException");
  }

  @Test
  void waits_for_another_process() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Path go = folder.resolve("go");
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                JvmWithLock.class.getName(),
                cache.toString(),
                folder.resolve("held").toString(),
                go.toString())
            .inheritIO()
            .start();
    try {
      await().until(() -> Files.exists(folder.resolve("held")));
      ExecutorService thread = Executors.newSingleThreadExecutor();
      Future<Boolean> end =
          thread.submit(() -> new PluginCache(cache).exclusively(() -> Files.exists(go)));
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> end.get(300, TimeUnit.MILLISECONDS));
      Files.createFile(go);
      assertThat(end.get(20, TimeUnit.SECONDS)).as("only after the holder let go").isTrue();
      thread.shutdown();
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void can_be_interrupted_while_it_waits() throws Exception {
    Path cache = folder.resolve("cache");
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    CountDownLatch waiting = new CountDownLatch(1);
    Thread waiter =
        new Thread(
            () -> {
              waiting.countDown();
              try {
                new PluginCache(cache).exclusively(() -> "never");
              } catch (RuntimeException e) {
                thrown.set(e);
              }
            });
    new PluginCache(cache)
        .exclusively(
            () -> {
              try {
                waiter.start();
                waiting.await();
                waiter.interrupt();
                waiter.join();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return "";
            });
    assertThat(thrown.get())
        .isInstanceOf(OperationStoppedException.class)
        .hasMessageContaining("interrupted while another one used the plugin cache");
  }

  @Test
  void says_that_a_folder_cannot_be_used() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> new PluginCache(file).exclusively(() -> ""))
        .withMessageContaining("perhaps you should choose another folder");
  }
}
