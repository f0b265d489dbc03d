package dev.groundtruth.provisioning.packer;

import java.util.ArrayList;
import java.util.List;

/**
 * What may remain of a build that was stopped or failed.
 *
 * @param isCertain whether Packer said that all builds ended; if it had to be killed it did not,
 *     and what is known may lack a build
 * @param unfinished builds that had begun and did not say that they removed what they made
 * @param artifacts what was made and stays
 */
public record Leftovers(boolean isCertain, List<Unfinished> unfinished, List<Artifact> artifacts) {

  /** Nothing. */
  static final Leftovers NONE = new Leftovers(true, List.of(), List.of());

  /**
   * What may remain.
   *
   * @param isCertain whether Packer said that all builds ended
   * @param unfinished builds that did not say that they removed what they made
   * @param artifacts what was made and stays
   */
  public Leftovers {
    unfinished = List.copyOf(unfinished);
    artifacts = List.copyOf(artifacts);
  }

  /**
   * Whether nothing should remain.
   *
   * @return true if it is certain that every build that began ended, cleaned up and made nothing
   */
  public boolean isEmpty() {
    return isCertain && unfinished.isEmpty() && artifacts.isEmpty();
  }

  /** A part of a sentence. */
  @Override
  public String toString() {
    if (isEmpty()) {
      return "nothing should remain";
    }
    List<String> parts = new ArrayList<>();
    unfinished.forEach(build -> parts.add(build.toString()));
    artifacts.forEach(
        artifact ->
            parts.add(
                "%s made %s"
                    .formatted(
                        artifact.build(),
                        artifact.id().isEmpty() ? artifact.origin().files() : artifact.id())));
    if (!isCertain) {
      parts.add(
          "Packer did not say that all builds ended, so "
              + (parts.isEmpty() ? "something may remain" : "there may be more"));
    }
    return String.join("; ", parts);
  }

  /**
   * A build that may have left something.
   *
   * @param build its name
   * @param reason why that is to be feared
   * @param resources what it said it made, for example {@code Container ID: 4f0c...}; a builder
   *     need not say everything
   */
  public record Unfinished(String build, String reason, List<String> resources) {

    /**
     * A build that may have left something.
     *
     * @param build its name
     * @param reason why that is to be feared
     * @param resources what it said it made
     */
    public Unfinished {
      resources = List.copyOf(resources);
    }

    @Override
    public String toString() {
      return build
          + " may have left something: "
          + reason
          + (resources.isEmpty() ? "" : " (" + String.join(", ", resources) + ")");
    }
  }
}
