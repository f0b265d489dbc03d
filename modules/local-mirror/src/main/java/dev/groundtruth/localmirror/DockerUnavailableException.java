package dev.groundtruth.localmirror;

import java.io.Serial;

/** Docker is not there, too old, incomplete or out of space. The message says what to do. */
public final class DockerUnavailableException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  DockerUnavailableException(String message) {
    super(message);
  }
}
