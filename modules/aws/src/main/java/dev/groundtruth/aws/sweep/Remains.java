package dev.groundtruth.aws.sweep;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.internal.JsonService;
import dev.groundtruth.aws.internal.Polling;
import dev.groundtruth.aws.internal.Sdk;
import dev.groundtruth.aws.inventory.TaggedResource;
import dev.groundtruth.aws.inventory.TaggedResources;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/**
 * What of a run is still there after it was destroyed, whether or not Terraform knows of it. What
 * AWS tells of after its end does not count: instances and NAT gateways for an hour, clusters,
 * services and task definitions as inactive, keys until their deletion.
 */
public final class Remains {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Sdk sdk;
  private final TaggedResources tagged;
  private final JsonService kms;
  private final List<Ended> ended;

  /** How it is known of the resources with an ARN like this that they have ended. */
  private record Ended(Pattern arn, Predicate<String> check) {

    static Ended of(String arn, Predicate<String> check) {
      return new Ended(Pattern.compile("arn:[^:]+:" + arn), check);
    }

    boolean knows(String asked) {
      Matcher matcher = arn.matcher(asked);
      try {
        return matcher.matches() && check.test(matcher.group(1));
      } catch (AwsException e) {
        if (e.kind() == AwsException.Kind.NOT_FOUND) {
          return true;
        }
        throw e;
      }
    }
  }

  /**
   * The remains in a region.
   *
   * @param clients the way to it
   */
  public Remains(AwsClients clients) {
    this.sdk = clients.sdk();
    this.tagged = new TaggedResources(clients);
    this.kms = sdk.json("kms", "kms", "1.1");
    this.ended =
        List.of(
            Ended.of("ec2:[^:]*:[^:]*:instance/(.+)", this::isTerminated),
            Ended.of("ec2:[^:]*:[^:]*:natgateway/(.+)", this::isDeletedGateway),
            Ended.of("ecs:[^:]*:[^:]*:cluster/(.+)", this::isInactiveCluster),
            Ended.of("ecs:[^:]*:[^:]*:service/(.+)", this::isInactiveService),
            Ended.of("ecs:[^:]*:[^:]*:task-definition/(.+)", this::isInactiveDefinition),
            Ended.of("kms:[^:]*:[^:]*:key/(.+)", this::isToBeDeleted));
  }

  /**
   * What has a tag and is there.
   *
   * @param key the tag's key
   * @param value its value
   * @return the resources
   * @throws AwsException if AWS cannot be asked
   */
  public List<TaggedResource> with(String key, String value) {
    return tagged.with(key, value).stream()
        .filter(found -> ended.stream().noneMatch(each -> each.knows(found.arn())))
        .toList();
  }

  /**
   * Waits until nothing that is there has a tag, as the service of tags lags behind.
   *
   * @param key the tag's key
   * @param value its value
   * @param timeout how long to wait
   * @throws IllegalStateException if something is there after that; says what
   * @throws AwsException if AWS cannot be asked
   */
  public void awaitNone(String key, String value, Duration timeout) {
    List<TaggedResource> last = Polling.last(PAUSE, timeout, () -> with(key, value), List::isEmpty);
    if (!last.isEmpty()) {
      throw new IllegalStateException(
          "%s after the end of the run the account has of it: %s, perhaps you should look who makes that past Terraform"
              .formatted(
                  Polling.text(timeout),
                  last.stream().map(TaggedResource::arn).collect(Collectors.joining(", "))));
    }
  }

  private boolean isTerminated(String id) {
    return sdk
        .ec2()
        .describeInstances(r -> r.filters(Filter.builder().name("instance-id").values(id).build()))
        .reservations()
        .stream()
        .flatMap(reservation -> reservation.instances().stream())
        .allMatch(instance -> instance.state().name() == InstanceStateName.TERMINATED);
  }

  private boolean isDeletedGateway(String id) {
    return sdk
        .ec2()
        .describeNatGateways(
            r -> r.filter(Filter.builder().name("nat-gateway-id").values(id).build()))
        .natGateways()
        .stream()
        .allMatch(gateway -> gateway.state() == NatGatewayState.DELETED);
  }

  private boolean isInactiveCluster(String name) {
    return sdk.ecs().describeClusters(r -> r.clusters(name)).clusters().stream()
        .allMatch(cluster -> "INACTIVE".equals(cluster.status()));
  }

  private boolean isInactiveService(String name) {
    int slash = name.indexOf('/');
    String cluster = name.substring(0, slash);
    String service = name.substring(slash + 1);
    return sdk.ecs().describeServices(r -> r.cluster(cluster).services(service)).services().stream()
        .allMatch(found -> "INACTIVE".equals(found.status()));
  }

  private boolean isInactiveDefinition(String revision) {
    return sdk.ecs()
            .describeTaskDefinition(r -> r.taskDefinition(revision))
            .taskDefinition()
            .status()
        != TaskDefinitionStatus.ACTIVE;
  }

  private boolean isToBeDeleted(String id) {
    return "PendingDeletion"
        .equals(
            kms.ask("TrentService", "DescribeKey", JsonService.body().put("KeyId", id))
                .path("KeyMetadata")
                .path("KeyState")
                .asString(""));
  }
}
