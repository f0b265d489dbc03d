package dev.groundtruth.provisioning.packer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Amazon machine images, one for each region, as the builders {@code amazon-ebs}, {@code
 * amazon-ebssurrogate}, {@code amazon-chroot}, {@code amazon-instance} and the post-processor
 * {@code amazon-import} make.
 *
 * @param origin what Packer says of it
 * @param amis region to image, for example {@code eu-west-3} to {@code ami-0123456789abcdef0}
 * @param snapshots image to its snapshots. Packer's artifact has none: they are those the builder
 *     said it tagged, which it says only where a template has {@code tags} or {@code
 *     snapshot_tags}. EC2 knows all of them.
 */
public record AmiArtifact(
    Origin origin, Map<String, String> amis, Map<String, List<String>> snapshots)
    implements Artifact {

  /**
   * Images.
   *
   * @param origin what Packer says of it
   * @param amis region to image
   * @param snapshots image to its snapshots
   */
  public AmiArtifact {
    amis = Collections.unmodifiableMap(new LinkedHashMap<>(amis));
    snapshots = Collections.unmodifiableMap(new LinkedHashMap<>(snapshots));
  }

  /**
   * The image of a region.
   *
   * @param region for example {@code eu-west-3}
   * @return the image's id
   * @throws java.util.NoSuchElementException if there is none
   */
  public String ami(String region) {
    String ami = amis.get(region);
    if (ami == null) {
      throw new java.util.NoSuchElementException(
          "%s made no image in %s but in %s, perhaps you should add it to ami_regions"
              .formatted(build(), region, amis.keySet()));
    }
    return ami;
  }

  /**
   * The snapshots of all images, as far as they are known.
   *
   * @return their ids, for example {@code snap-0123456789abcdef0}
   */
  public List<String> snapshotIds() {
    return snapshots.values().stream().flatMap(List::stream).distinct().toList();
  }
}
