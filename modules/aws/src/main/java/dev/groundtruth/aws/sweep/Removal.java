package dev.groundtruth.aws.sweep;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.sweep.CloudControl.Progress;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import tools.jackson.databind.JsonNode;

/**
 * Removes one leftover of one region, and before it what has no tags and stands in the way: rules
 * of security groups that name each other, records, mount targets, attachments of gateways.
 */
final class Removal {

  private static final String GONE = "SUCCESS";

  private final AwsClients clients;
  private final CloudControl cloudControl;

  Removal(AwsClients clients) {
    this.clients = clients;
    this.cloudControl = new CloudControl(clients);
  }

  /** Begins, and tells how far it is; what is refused is a failure. */
  Progress begin(Leftover leftover) {
    Kind kind = Kind.of(leftover.arn());
    try {
      return switch (kind.way()) {
        case CLOUD_CONTROL -> {
          String identifier = kind.identifierOf(leftover.arn());
          clearTheWay(kind.type(), identifier);
          yield cloudControl.delete(kind.type(), identifier);
        }
        case TASK_DEFINITION -> {
          clients.sdk().ecs().deregisterTaskDefinition(q -> q.taskDefinition(leftover.arn()));
          yield gone();
        }
        case TASK -> {
          String[] parts = leftover.arn().split("/", -1);
          clients.sdk().ecs().stopTask(q -> q.cluster(parts[1]).task(leftover.arn()));
          yield gone();
        }
        case ADDRESS -> {
          String id = leftover.arn().substring(leftover.arn().lastIndexOf('/') + 1);
          clients.sdk().ec2().releaseAddress(q -> q.allocationId(id));
          yield gone();
        }
        case FOLLOWS -> gone();
        case UNKNOWN ->
            new Progress(
                "",
                "FAILED",
                "UnknownKind",
                "no way to remove this kind is known here, perhaps you should remove it by hand");
      };
    } catch (AwsException e) {
      return e.kind() == AwsException.Kind.NOT_FOUND
          ? gone()
          : new Progress("", "FAILED", e.kind().name(), String.valueOf(e.getMessage()));
    }
  }

  /** How far a removal is now. */
  Progress look(Progress begun) {
    try {
      return cloudControl.progress(begun.token());
    } catch (AwsException e) {
      return new Progress(begun.token(), "FAILED", e.kind().name(), String.valueOf(e.getMessage()));
    }
  }

  private static Progress gone() {
    return new Progress("", GONE, "", "");
  }

  private void clearTheWay(String type, String identifier) {
    switch (type) {
      case "AWS::EC2::SecurityGroup" -> removeRules(identifier);
      case "AWS::EC2::InternetGateway" ->
          clients
              .sdk()
              .ec2()
              .describeInternetGateways(q -> q.internetGatewayIds(identifier))
              .internetGateways()
              .stream()
              .flatMap(gateway -> gateway.attachments().stream())
              .forEach(
                  each ->
                      cloudControl.delete("AWS::EC2::VPCGatewayAttachment", "IGW|" + each.vpcId()));
      case "AWS::EFS::FileSystem" -> {
        String mount = "AWS::EFS::MountTarget";
        for (String each : cloudControl.identifiers(mount)) {
          Optional<JsonNode> target = cloudControl.properties(mount, each);
          if (target
              .filter(found -> found.path("FileSystemId").asString("").equals(identifier))
              .isPresent()) {
            cloudControl.delete(mount, each);
          }
        }
      }
      case "AWS::Route53::HostedZone" -> removeRecords(identifier);
      default -> {
        // Nothing stands in the way.
      }
    }
  }

  /** Groups whose rules name each other can only be removed without rules. */
  private void removeRules(String id) {
    Ec2Client ec2 = clients.sdk().ec2();
    for (SecurityGroup group : ec2.describeSecurityGroups(q -> q.groupIds(id)).securityGroups()) {
      if (!group.ipPermissions().isEmpty()) {
        ec2.revokeSecurityGroupIngress(q -> q.groupId(id).ipPermissions(group.ipPermissions()));
      }
      if (!group.ipPermissionsEgress().isEmpty()) {
        ec2.revokeSecurityGroupEgress(
            q -> q.groupId(id).ipPermissions(group.ipPermissionsEgress()));
      }
    }
  }

  /** All records but the two that every zone has and that cannot be removed. */
  private void removeRecords(String zone) {
    List<Change> changes =
        clients.sdk().route53().listResourceRecordSetsPaginator(q -> q.hostedZoneId(zone)).stream()
            .flatMap(page -> page.resourceRecordSets().stream())
            .filter(each -> each.type() != RRType.NS && each.type() != RRType.SOA)
            .map(
                each ->
                    Change.builder().action(ChangeAction.DELETE).resourceRecordSet(each).build())
            .toList();
    if (!changes.isEmpty()) {
      clients
          .sdk()
          .route53()
          .changeResourceRecordSets(
              q -> q.hostedZoneId(zone).changeBatch(batch -> batch.changes(changes)));
    }
  }
}
