package dev.groundtruth.localmirror;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The mirror did not start. The message says which container failed and how: its exit code, its
 * last health check and its last log lines, with secrets masked. What could not be cleaned up
 * afterwards is among the suppressed exceptions.
 */
public final class MirrorStartException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  MirrorStartException(String message) {
    super(message);
  }

  MirrorStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
