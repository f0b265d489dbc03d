package dev.groundtruth.provisioning.packer;

import java.util.List;
import java.util.Optional;

/**
 * A Docker image, as the builder {@code docker} makes with {@code commit} and the post-processors
 * {@code docker-import}, {@code docker-tag} and {@code docker-push} make of one.
 *
 * <p>Packer lists the image of the builder and then what each post-processor made of it, so that
 * one image may come several times, with different tags.
 *
 * @param origin what Packer says of it
 * @param imageId the image's id, {@code sha256:...}. Of a tagged image Packer names the last tag in
 *     its place; the id is then that of the only other image of the same build, or nothing if there
 *     are several.
 * @param tags names with tags, for example {@code shop/web:1.2}
 */
public record DockerImage(Origin origin, Optional<String> imageId, List<String> tags)
    implements Artifact {

  /**
   * An image.
   *
   * @param origin what Packer says of it
   * @param imageId the image's id
   * @param tags names with tags
   */
  public DockerImage {
    tags = List.copyOf(tags);
  }
}
