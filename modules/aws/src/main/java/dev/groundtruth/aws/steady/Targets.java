package dev.groundtruth.aws.steady;

import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Targets of load balancers. */
final class Targets {

  private final ElasticLoadBalancingV2Client elb;

  Targets(ElasticLoadBalancingV2Client elb) {
    this.elb = elb;
  }

  private List<TargetHealthDescription> staying(String arn) {
    return elb.describeTargetHealth(q -> q.targetGroupArn(arn)).targetHealthDescriptions().stream()
        .filter(each -> each.targetHealth().state() != TargetHealthStateEnum.DRAINING)
        .toList();
  }

  Sight look(String arn) {
    List<TargetHealthDescription> targets = staying(arn);
    long healthy =
        targets.stream()
            .filter(each -> each.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
            .count();
    return Sight.of(
        healthy > 0 && healthy == targets.size(),
        false,
        targets.isEmpty()
            ? "it has no targets"
            : "%d of %d targets are healthy".formatted(healthy, targets.size()));
  }

  /** The reason codes of those that are not healthy. */
  List<String> said(String arn) {
    return staying(arn).stream()
        .filter(each -> each.targetHealth().state() != TargetHealthStateEnum.HEALTHY)
        .map(
            each ->
                "%s port %d: %s"
                    .formatted(each.target().id(), each.target().port(), said(each.targetHealth())))
        .toList();
  }

  private static String said(TargetHealth health) {
    return health.stateAsString()
        + (health.reasonAsString() == null ? "" : " (" + health.reasonAsString() + ")")
        + (health.description() == null ? "" : ", " + health.description());
  }
}
