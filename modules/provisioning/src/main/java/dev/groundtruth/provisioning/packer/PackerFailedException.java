package dev.groundtruth.provisioning.packer;

/** A command that failed for a reason that is none of the other exceptions. */
public final class PackerFailedException extends PackerException {

  private static final long serialVersionUID = 1L;

  PackerFailedException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
