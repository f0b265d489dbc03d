package dev.groundtruth.provisioning.command;

import java.io.OutputStream;
import java.util.Collection;
import java.util.List;

/**
 * Replaces every registered secret by {@link Secret#MASK}, also where it is encoded: in Base64 (at
 * any offset within a longer text), URL-encoded, escaped for JSON or for HTML. Safe for use by
 * several threads.
 */
public final class Redactor {

  private final SecretPatterns patterns = new SecretPatterns();

  /** A redactor that knows no secret yet. */
  public Redactor() {
    this(List.of());
  }

  /**
   * A redactor that knows some secrets.
   *
   * @param secrets the secrets
   */
  public Redactor(Collection<Secret> secrets) {
    secrets.forEach(this::register);
  }

  /**
   * Makes a secret known, from now on and also to streams that are open already.
   *
   * @param secret the secret; an empty one is ignored
   */
  public void register(Secret secret) {
    patterns.add(secret);
  }

  /**
   * Redacts a text.
   *
   * @param text the text
   * @return the text without secrets; secrets that overlap or touch become one mask
   */
  public String redact(String text) {
    return patterns.current().redact(text);
  }

  /**
   * Redacts a stream, however the secrets are cut into writes.
   *
   * @param out where to write what is not secret. It gets bytes as soon as they cannot be part of a
   *     secret; closing the returned stream writes the rest and closes this one.
   * @return a stream to write to, for use by one thread
   */
  public OutputStream redacting(OutputStream out) {
    return new RedactingOutputStream(patterns::current, out);
  }
}
