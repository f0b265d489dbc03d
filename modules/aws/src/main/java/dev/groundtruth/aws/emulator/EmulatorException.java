package dev.groundtruth.aws.emulator;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The emulator cannot be started or does not answer. The message says what to do. */
public final class EmulatorException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  EmulatorException(String message) {
    super(message);
  }

  EmulatorException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
