package dev.groundtruth.provisioning.packer;

import java.nio.file.Path;
import java.util.List;

/**
 * Files, as the builder {@code file}, {@code docker} with {@code export_path} and the
 * post-processors {@code checksum}, {@code compress} and {@code artifice} make.
 *
 * @param origin what Packer says of it
 * @param paths the files, absolute
 */
public record FileArtifact(Origin origin, List<Path> paths) implements Artifact {

  /**
   * Files.
   *
   * @param origin what Packer says of it
   * @param paths the files, absolute
   */
  public FileArtifact {
    paths = List.copyOf(paths);
  }
}
