package dev.groundtruth.junit.internal;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Failures without the secrets in their messages, for every report and console they end up in. */
final class Redaction {

  private final UnaryOperator<String> redactor;

  Redaction(UnaryOperator<String> redactor) {
    this.redactor = redactor;
  }

  /** The same failure if it holds no secret; else a copy that says the same without it. */
  Throwable of(Throwable failure) {
    return isClean(failure, 0) ? failure : copy(failure, 0);
  }

  private boolean isClean(@Nullable Throwable failure, int depth) {
    if (failure == null || depth > DEEPEST) {
      return true;
    }
    String text = failure.toString();
    if (!redactor.apply(text).equals(text) || !isClean(failure.getCause(), depth + 1)) {
      return false;
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      if (!isClean(suppressed, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private static final int DEEPEST = 20;

  private Throwable copy(Throwable failure, int depth) {
    String message = redactor.apply(String.valueOf(failure.getMessage()));
    Throwable copy =
        failure instanceof AssertionError
            ? new AssertionError(message)
            : new RedactedException(failure.getClass().getName() + ": " + message);
    copy.setStackTrace(failure.getStackTrace());
    if (depth < DEEPEST) {
      if (failure.getCause() != null) {
        copy.initCause(copy(failure.getCause(), depth + 1));
      }
      for (Throwable suppressed : failure.getSuppressed()) {
        copy.addSuppressed(copy(suppressed, depth + 1));
      }
    }
    return copy;
  }

  /** Stands for a failure whose message held a secret. */
  static final class RedactedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedactedException(String message) {
      super(message);
    }
  }
}
