package dev.groundtruth.provisioning.packer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Volumes and snapshots of EC2, as the builder {@code amazon-ebsvolume} makes.
 *
 * @param origin what Packer says of it
 * @param volumes region to the volumes in it
 * @param snapshots region to the snapshots in it
 */
public record EbsVolumeArtifact(
    Origin origin, Map<String, List<String>> volumes, Map<String, List<String>> snapshots)
    implements Artifact {

  /**
   * Volumes and snapshots.
   *
   * @param origin what Packer says of it
   * @param volumes region to the volumes in it
   * @param snapshots region to the snapshots in it
   */
  public EbsVolumeArtifact {
    volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
    snapshots = Collections.unmodifiableMap(new LinkedHashMap<>(snapshots));
  }
}
