package dev.groundtruth.network.certificate;

/** A text is not a certificate; the message says where and what perhaps should be done. */
public final class MalformedCertificateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedCertificateException(String message) {
    super(message);
  }
}
