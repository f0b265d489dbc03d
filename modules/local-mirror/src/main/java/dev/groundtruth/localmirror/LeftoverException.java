package dev.groundtruth.localmirror;

import java.io.Serial;

/** Something of a run could not be removed. The message names it. */
public final class LeftoverException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  LeftoverException(String message) {
    super(message);
  }
}
