package dev.groundtruth.aws.inventory;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.AwsException.Kind;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Instances of EC2. */
public final class Instances {

  private final Ec2Client ec2;

  /**
   * The instances of a region.
   *
   * @param clients the way to it
   */
  public Instances(AwsClients clients) {
    this.ec2 = clients.sdk().ec2();
  }

  /**
   * An instance.
   *
   * @param id its id
   * @return the instance
   * @throws AwsException if AWS cannot be asked or has no such instance
   */
  public Instance instance(String id) {
    return ec2.describeInstances(q -> q.instanceIds(id)).reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .findFirst()
        .map(Instances::of)
        .orElseThrow(
            () ->
                new AwsException(
                    Kind.NOT_FOUND,
                    "there is no instance %s, perhaps you should check the id and the region"
                        .formatted(id),
                    null));
  }

  private static Instance of(software.amazon.awssdk.services.ec2.model.Instance each) {
    return new Instance(
        each.instanceId(),
        each.state().nameAsString(),
        each.imageId(),
        each.placement() == null
            ? ""
            : Objects.requireNonNullElse(each.placement().availabilityZone(), ""),
        text(each.subnetId()),
        text(each.privateIpAddress()),
        text(each.publicIpAddress()),
        each.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value)));
  }

  private static Optional<String> text(@Nullable String value) {
    return Optional.ofNullable(value).filter(each -> !each.isEmpty());
  }
}
