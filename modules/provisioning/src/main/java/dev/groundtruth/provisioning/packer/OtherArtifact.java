package dev.groundtruth.provisioning.packer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An artifact of a kind this library does not know, or of nothing (the builder {@code null}).
 *
 * @param origin what Packer says of it
 * @param properties what else Packer wrote of it, name to value
 */
public record OtherArtifact(Origin origin, Map<String, String> properties) implements Artifact {

  /**
   * An artifact.
   *
   * @param origin what Packer says of it
   * @param properties what else Packer wrote of it
   */
  public OtherArtifact {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }
}
