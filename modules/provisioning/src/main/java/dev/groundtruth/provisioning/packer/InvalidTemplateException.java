package dev.groundtruth.provisioning.packer;

/** A template, or a variable of it, that Packer cannot use. */
public final class InvalidTemplateException extends PackerException {

  private static final long serialVersionUID = 1L;

  InvalidTemplateException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
  }
}
