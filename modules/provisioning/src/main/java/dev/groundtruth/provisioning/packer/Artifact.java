package dev.groundtruth.provisioning.packer;

import java.util.List;

/** What a builder or a post-processor made. */
public sealed interface Artifact
    permits AmiArtifact, EbsVolumeArtifact, DockerImage, FileArtifact, OtherArtifact {

  /**
   * What Packer says of every artifact.
   *
   * @return the facts
   */
  Origin origin();

  /**
   * The build it is of.
   *
   * @return its name, for example {@code docker.web}, or {@code prod.docker.web} in a named build
   */
  default String build() {
    return origin().build();
  }

  /**
   * The artifact's identification, whose form depends on what made it.
   *
   * @return the text as Packer has it; empty for some
   */
  default String id() {
    return origin().id();
  }

  /**
   * What Packer says of every artifact.
   *
   * @param build the name of the build it is of
   * @param builderId what made it, for example {@code mitchellh.amazonebs} or {@code
   *     packer.post-processor.docker-tag}; empty if only the manifest tells of it
   * @param id its identification
   * @param description what a person is shown of it
   * @param files the files it consists of, as the builder names them
   */
  record Origin(String build, String builderId, String id, String description, List<String> files) {

    /**
     * The facts.
     *
     * @param build the name of the build it is of
     * @param builderId what made it
     * @param id its identification
     * @param description what a person is shown of it
     * @param files the files it consists of
     */
    public Origin {
      files = List.copyOf(files);
    }
  }
}
