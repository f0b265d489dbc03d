package dev.groundtruth.aws;

import org.jspecify.annotations.Nullable;

/** AWS did not do what it was asked; the message says what is the matter and what may mend it. */
public final class AwsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is the matter. */
  public enum Kind {
    /** No credentials were found. */
    NO_CREDENTIALS,
    /** The credentials were good once. */
    EXPIRED_CREDENTIALS,
    /** AWS does not know the credentials, or not in this region. */
    REFUSED_CREDENTIALS,
    /** The credentials are of an account that is not to be touched. */
    WRONG_ACCOUNT,
    /** The policies do not allow the action. */
    NOT_ALLOWED,
    /** There were too many requests, also after all retries. */
    THROTTLED,
    /** Nobody answers: the region, the endpoint or the network is wrong. */
    UNREACHABLE,
    /** The endpoint does not know the operation, as an emulator may not. */
    UNSUPPORTED,
    /** What was asked for is not there. */
    NOT_FOUND,
    /** Anything else. */
    FAILED
  }

  /** What is the matter. */
  private final Kind kind;

  /**
   * An exception.
   *
   * @param kind what is the matter
   * @param message the same in words, with what may mend it
   * @param cause what AWS or its client said
   */
  public AwsException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /**
   * What is the matter.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }
}
