package dev.groundtruth.aws.inventory;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;

/** Machine images of EC2 (AMIs). */
public final class MachineImages {

  private final Ec2Client ec2;

  /**
   * The images of a region.
   *
   * @param clients the way to it
   */
  public MachineImages(AwsClients clients) {
    this.ec2 = clients.sdk().ec2();
  }

  /**
   * The newest of the account's own images that can be launched.
   *
   * @param name their name, in which {@code *} stands for any characters
   * @return the image that was made last; empty if there is none
   * @throws AwsException if AWS cannot be asked
   */
  public Optional<MachineImage> newest(String name) {
    return ec2
        .describeImages(
            r -> r.owners("self").filters(filter("name", name), filter("state", "available")))
        .images()
        .stream()
        .map(MachineImages::of)
        .max(Comparator.comparing(MachineImage::created));
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }

  private static MachineImage of(Image each) {
    return new MachineImage(each.imageId(), each.name(), Instant.parse(each.creationDate()));
  }
}
