package dev.groundtruth.provisioning.packer;

/** A Packer that is too old for what it is asked to do. */
public final class UnsupportedPackerException extends PackerException {

  private static final long serialVersionUID = 1L;

  UnsupportedPackerException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
