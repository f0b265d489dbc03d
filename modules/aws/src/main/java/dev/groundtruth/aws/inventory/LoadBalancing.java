package dev.groundtruth.aws.inventory;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** What load balancers answer at, and where they forward to. */
public final class LoadBalancing {

  private final ElasticLoadBalancingV2Client elb;
  private final Ec2Client ec2;

  /**
   * The load balancers of a region.
   *
   * @param clients the way to it
   */
  public LoadBalancing(AwsClients clients) {
    this.elb = clients.sdk().elb();
    this.ec2 = clients.sdk().ec2();
  }

  /**
   * The listeners of a load balancer.
   *
   * @param loadBalancerArn its ARN
   * @return the listeners
   * @throws AwsException if AWS cannot be asked or has no such load balancer
   */
  public List<Listener> listeners(String loadBalancerArn) {
    return elb
        .describeListenersPaginator(q -> q.loadBalancerArn(loadBalancerArn))
        .listeners()
        .stream()
        .map(
            each ->
                new Listener(
                    each.listenerArn(),
                    each.protocolAsString(),
                    each.port(),
                    Stream.concat(
                            each.defaultActions().stream(),
                            elb
                                .describeRulesPaginator(q -> q.listenerArn(each.listenerArn()))
                                .rules()
                                .stream()
                                .flatMap(rule -> rule.actions().stream()))
                        .flatMap(LoadBalancing::forwardsTo)
                        .distinct()
                        .toList()))
        .toList();
  }

  private static Stream<String> forwardsTo(Action action) {
    Stream<String> weighted =
        action.forwardConfig() == null
            ? Stream.of()
            : action.forwardConfig().targetGroups().stream().map(group -> group.targetGroupArn());
    return Stream.concat(Stream.ofNullable(action.targetGroupArn()), weighted)
        .filter(Objects::nonNull);
  }

  /**
   * The target groups of a load balancer, with their targets.
   *
   * @param loadBalancerArn its ARN
   * @return the target groups
   * @throws AwsException if AWS cannot be asked or has no such load balancer
   */
  public List<TargetGroup> targetGroups(String loadBalancerArn) {
    return elb
        .describeTargetGroupsPaginator(q -> q.loadBalancerArn(loadBalancerArn))
        .targetGroups()
        .stream()
        .map(
            group ->
                new TargetGroup(
                    group.targetGroupArn(),
                    group.targetGroupName(),
                    group.targetTypeAsString(),
                    group.port() == null ? 0 : group.port(),
                    Objects.requireNonNullElse(group.healthCheckPath(), ""),
                    targets(group.targetGroupArn(), group.targetType(), group.vpcId())))
        .toList();
  }

  private List<Target> targets(String arn, TargetTypeEnum type, @Nullable String vpc) {
    return elb.describeTargetHealth(q -> q.targetGroupArn(arn)).targetHealthDescriptions().stream()
        .map(each -> target(each, type, vpc))
        .toList();
  }

  private Target target(TargetHealthDescription each, TargetTypeEnum type, @Nullable String vpc) {
    String id = each.target().id();
    return new Target(
        id,
        each.target().port() == null ? 0 : each.target().port(),
        zone(id, type, vpc),
        each.targetHealth().stateAsString(),
        Optional.ofNullable(each.targetHealth().reasonAsString()),
        Optional.ofNullable(each.targetHealth().description()));
  }

  /** Targets are registered without their zone, which their interface tells. */
  private Optional<String> zone(String id, TargetTypeEnum type, @Nullable String vpc) {
    if (vpc == null) {
      return Optional.empty();
    }
    return switch (type) {
      case INSTANCE -> zone(filter("attachment.instance-id", id), vpc);
      case IP -> zone(filter("addresses.private-ip-address", id), vpc);
      default -> Optional.empty();
    };
  }

  private Optional<String> zone(Filter filter, String vpc) {
    return ec2
        .describeNetworkInterfacesPaginator(q -> q.filters(filter, filter("vpc-id", vpc)))
        .networkInterfaces()
        .stream()
        .map(found -> found.availabilityZone())
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }
}
