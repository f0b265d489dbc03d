package dev.groundtruth.provisioning.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OutputPumpTest {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A stream that is silent until it is let go. */
  private static final class Held extends InputStream {

    private final CountDownLatch latch = new CountDownLatch(1);
    private final InputStream rest =
        new ByteArrayInputStream("answer".getBytes(StandardCharsets.UTF_8));

    @Override
    public int read() throws IOException {
      return rest.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return rest.read(bytes, offset, length);
    }
  }

  @Test
  void waits_for_what_a_long_silent_program_wrote_just_before_its_end() throws Exception {
    Held stream = new Held();
    OutputPump pump = new OutputPump("test", stream, OutputStream.nullOutputStream(), 100);
    pump.start();
    await().until(() -> pump.silence().compareTo(PATIENCE) > 0);

    CompletableFuture<Boolean> finished =
        CompletableFuture.supplyAsync(() -> pump.finish(PATIENCE));
    CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(stream.latch::countDown);

    assertThat(finished.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(new String(pump.kept(), StandardCharsets.UTF_8)).isEqualTo("answer");
  }

  @Test
  void does_not_wait_for_ever_for_a_stream_that_somebody_keeps_open() {
    Held stream = new Held();
    OutputPump pump = new OutputPump("test", stream, OutputStream.nullOutputStream(), 100);
    pump.start();

    assertThat(pump.finish(Duration.ofMillis(100))).isFalse();
    stream.latch.countDown();
  }
}
