package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.Sidecars;
import dev.groundtruth.network.PortSet;
import dev.groundtruth.probing.Canary;
import dev.groundtruth.probing.CanaryException;
import dev.groundtruth.probing.CanaryHost;
import dev.groundtruth.probing.CanaryScript;
import dev.groundtruth.probing.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
  private static final long CLOSING_SECONDS = 10;

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
      process =
          new ProcessBuilder(
                  Sidecars.exec(
                      container, CanaryScript.command(token, tcp, udp).toArray(String[]::new)))
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new CanaryException("A canary in " + name + " cannot be started", e);
    }
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    CompletableFuture<String> firstLine = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(output, firstLine), "groundtruth-canary-" + name);
    reader.setDaemon(true);
    reader.start();
    try {
      return new Listeners(
          name,
          token,
          CanaryScript.ports(firstLine.get(OPENING_SECONDS, TimeUnit.SECONDS)),
          process);
    } catch (ExecutionException | TimeoutException e) {
      end(process);
      throw new CanaryException("The canary in " + name + " did not say where it listens", e);
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
      throw new CanaryException("Interrupted while a canary in " + name + " was opened", e);
    } catch (CanaryException e) {
      end(process);
      throw e;
    }
  }

  private static void read(BufferedReader output, CompletableFuture<String> firstLine) {
    try {
      String line = output.readLine();
      firstLine.complete(line == null ? "" : line);
      while (line != null) {
        line = output.readLine();
      }
    } catch (IOException e) {
      firstLine.completeExceptionally(e);
    }
  }

  /**
   * The canary ends with its input; it is told so before its client is killed, which it would not
   * notice.
   */
  private static void end(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      LOG.trace("The canary had ended", e);
    }
    try {
      if (!process.waitFor(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private record Listeners(String name, String token, CanaryScript.Ports ports, Process process)
      implements Canary {

    @Override
    public PortSet listening(Transport transport) {
      return ports.listening(transport);
    }

    @Override
    public PortSet busy(Transport transport) {
      return ports.busy(transport);
    }

    @Override
    public void close() {
      end(process);
    }

    @Override
    public String toString() {
      return "canary in " + name;
    }
  }
}
