package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.Sidecars;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.probing.Canary;
import dev.groundtruth.probing.CanaryException;
import dev.groundtruth.probing.CanaryHost;
import dev.groundtruth.probing.CanaryScript;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens canaries in a container's network namespace. */
public final class ContainerCanaryHost implements CanaryHost {

  private static final Logger LOG = LoggerFactory.getLogger(ContainerCanaryHost.class);
  private static final long OPENING_SECONDS = 60;
  private static final long CLOSING_SECONDS = 3;

  private final String name;
  private final String container;

  ContainerCanaryHost(String name, String container) {
    this.name = name;
    this.container = container;
  }

  @Override
  public Canary open(PortSet tcp, PortSet udp) {
    String token = UUID.randomUUID().toString();
    Process process;
    try {
      List<String> command = new ArrayList<>(List.of("sh", "-c", "echo $$; exec \"$0\" \"$@\""));
      command.addAll(CanaryScript.command(token, tcp, udp));
      process =
          new ProcessBuilder(Sidecars.exec(container, command.toArray(String[]::new)))
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new CanaryException("A canary in " + name + " cannot be started", e);
    }
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    CompletableFuture<String> pid = new CompletableFuture<>();
    CompletableFuture<String> ports = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(output, pid, ports), "groundtruth-canary-" + name);
    reader.setDaemon(true);
    reader.start();
    Runnable end = () -> end(process, pid.getNow(""));
    try {
      return CanaryScript.started(name, token, ports.get(OPENING_SECONDS, TimeUnit.SECONDS), end);
    } catch (ExecutionException | TimeoutException e) {
      end.run();
      throw new CanaryException("The canary in " + name + " did not say where it listens", e);
    } catch (InterruptedException e) {
      end.run();
      Thread.currentThread().interrupt();
      throw new CanaryException("Interrupted while a canary in " + name + " was opened", e);
    } catch (CanaryException e) {
      end.run();
      throw e;
    }
  }

  private static void read(
      BufferedReader output, CompletableFuture<String> pid, CompletableFuture<String> ports) {
    try {
      pid.complete(Objects.requireNonNullElse(output.readLine(), ""));
      String line = output.readLine();
      ports.complete(Objects.requireNonNullElse(line, pid.getNow("")));
      while (line != null) {
        line = output.readLine();
      }
    } catch (IOException e) {
      pid.complete("");
      ports.completeExceptionally(e);
    }
  }

  /**
   * The canary ends with its input. Should its end not be passed on, the canary is sent a signal.
   */
  private void end(Process process, String pid) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      LOG.trace("The canary had ended", e);
    }
    try {
      if (!process.waitFor(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        if (pid.matches("\\d+")) {
          new ProcessBuilder(Sidecars.exec(container, "kill", pid)).start().waitFor();
        }
        process.destroy();
      }
    } catch (IOException e) {
      LOG.warn("The canary in {} could not be ended", name, e);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
