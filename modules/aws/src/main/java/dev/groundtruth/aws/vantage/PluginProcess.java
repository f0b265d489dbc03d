package dev.groundtruth.aws.vantage;

import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.AwsException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Session Manager plugin that forwards a port, and says which. */
final class PluginProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PluginProcess.class);

  private static final Pattern OPENED = Pattern.compile("Port (\\d+) opened for sessionId");

  /** What is shown of what it said. */
  private static final int LINES = 10;

  private static final Duration END = Duration.ofSeconds(5);

  private final Process process;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final Deque<String> last = new ArrayDeque<>();

  private PluginProcess(Process process) {
    this.process = process;
  }

  static PluginProcess start(ProcessBuilder command) throws IOException {
    PluginProcess started = new PluginProcess(command.redirectErrorStream(true).start());
    Thread reader = new Thread(started::read, "groundtruth-port-forwarding");
    reader.setDaemon(true);
    reader.start();
    return started;
  }

  /** To its end, so that it never waits for somebody to read. */
  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        LOG.debug("{}", line);
        Matcher opened = OPENED.matcher(line);
        if (opened.find()) {
          port.complete(Integer.valueOf(opened.group(1)));
        }
        synchronized (last) {
          last.add(line);
          if (last.size() > LINES) {
            last.remove();
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("Its output ended", e);
    }
    port.completeExceptionally(new IOException("it ended"));
  }

  /**
   * The port it opened.
   *
   * @throws AwsException if it opens none in time
   */
  int port(Duration timeout) {
    try {
      return port.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failed("ended before it opened a port", e);
    } catch (TimeoutException e) {
      throw failed("opened no port within %d ms".formatted(timeout.toMillis()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was interrupted", e);
    }
  }

  private AwsException failed(String how, Exception cause) {
    String said;
    synchronized (last) {
      said = String.join("\n  ", last);
    }
    return new AwsException(
        Kind.FAILED,
        "the Session Manager plugin %s, perhaps you should look at what it said:%n  %s"
            .formatted(how, said),
        cause);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
