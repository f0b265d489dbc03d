package dev.groundtruth.provisioning.packer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A build, or several of them, that failed; others may have made their artifacts. */
public final class BuildFailedException extends PackerException {

  private static final long serialVersionUID = 1L;

  private final transient Map<String, String> errors;
  private final transient Leftovers leftovers;

  BuildFailedException(
      Map<String, String> errors,
      Leftovers leftovers,
      String problem,
      String advice,
      Failure failure) {
    super(problem, advice, failure);
    this.errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
    this.leftovers = leftovers;
  }

  /**
   * What went wrong.
   *
   * @return the name of each failed build to what Packer said, redacted
   */
  public Map<String, String> errors() {
    return errors;
  }

  /**
   * What the builds left: artifacts of those that succeeded, and what the others may not have
   * removed.
   *
   * @return what may remain
   */
  public Leftovers leftovers() {
    return leftovers;
  }
}
