package dev.groundtruth.aws.steady;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStatusSummary;
import software.amazon.awssdk.services.ec2.model.SummaryStatus;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;
import software.amazon.awssdk.services.ssm.model.PingStatus;

/** Instances of EC2. */
final class Instances {

  private final Ec2Client ec2;

  Instances(Ec2Client ec2) {
    this.ec2 = ec2;
  }

  Sight look(String id) {
    List<InstanceStatus> statuses =
        ec2.describeInstanceStatus(q -> q.instanceIds(id).includeAllInstances(true))
            .instanceStatuses();
    if (statuses.isEmpty()) {
      return Sight.of(false, false, "it is not there yet");
    }
    InstanceStatus status = statuses.get(0);
    InstanceStateName state = status.instanceState().name();
    boolean isSteady =
        state == InstanceStateName.RUNNING
            && passes(status.instanceStatus())
            && passes(status.systemStatus());
    return Sight.of(
        isSteady,
        state == InstanceStateName.TERMINATED || state == InstanceStateName.SHUTTING_DOWN,
        "it is %s, its instance check is %s, its system check is %s"
            .formatted(state, text(status.instanceStatus()), text(status.systemStatus())));
  }

  private static boolean passes(@Nullable InstanceStatusSummary check) {
    return check != null && check.status() == SummaryStatus.OK;
  }

  private static String text(@Nullable InstanceStatusSummary check) {
    return check == null ? "not there" : check.statusAsString();
  }

  /** Why it is in its state, and what AWS plans to do with it. */
  List<String> said(String id) {
    List<String> lines = new ArrayList<>();
    ec2.describeInstances(q -> q.instanceIds(id)).reservations().stream()
        .flatMap(each -> each.instances().stream())
        .filter(each -> each.stateReason() != null)
        .forEach(each -> lines.add(each.stateReason().message()));
    ec2.describeInstanceStatus(q -> q.instanceIds(id).includeAllInstances(true))
        .instanceStatuses()
        .forEach(
            status ->
                status
                    .events()
                    .forEach(event -> lines.add(event.notBefore() + " " + event.description())));
    return lines;
  }

  static Sight agent(SsmClient ssm, String id) {
    return ssm
        .describeInstanceInformation(
            q ->
                q.filters(
                    InstanceInformationStringFilter.builder()
                        .key("InstanceIds")
                        .values(id)
                        .build()))
        .instanceInformationList()
        .stream()
        .findFirst()
        .map(
            found ->
                Sight.of(
                    found.pingStatus() == PingStatus.ONLINE,
                    false,
                    "it is %s since %s, version %s"
                        .formatted(
                            found.pingStatusAsString(),
                            found.lastPingDateTime(),
                            found.agentVersion())))
        .orElseGet(() -> Sight.of(false, false, "it did not register"));
  }
}
