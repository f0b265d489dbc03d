package dev.groundtruth.network.awscli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a dump holds, recognised by its top-level key (<a
 * href="https://docs.aws.amazon.com/cli/latest/reference/">AWS CLI Command Reference</a>).
 */
enum DumpKind {
  VPCS("Vpcs", "ec2 describe-vpcs", "VpcId"),
  SUBNETS("Subnets", "ec2 describe-subnets", "SubnetId"),
  ROUTE_TABLES("RouteTables", "ec2 describe-route-tables", "RouteTableId"),
  NETWORK_ACLS("NetworkAcls", "ec2 describe-network-acls", "NetworkAclId"),
  SECURITY_GROUPS("SecurityGroups", "ec2 describe-security-groups", "GroupId"),
  SECURITY_GROUP_RULES(
      "SecurityGroupRules", "ec2 describe-security-group-rules", "SecurityGroupRuleId"),
  NETWORK_INTERFACES("NetworkInterfaces", "ec2 describe-network-interfaces", "NetworkInterfaceId"),
  INTERNET_GATEWAYS("InternetGateways", "ec2 describe-internet-gateways", "InternetGatewayId"),
  EGRESS_ONLY_GATEWAYS(
      "EgressOnlyInternetGateways",
      "ec2 describe-egress-only-internet-gateways",
      "EgressOnlyInternetGatewayId"),
  NAT_GATEWAYS("NatGateways", "ec2 describe-nat-gateways", "NatGatewayId"),
  PEERINGS(
      "VpcPeeringConnections", "ec2 describe-vpc-peering-connections", "VpcPeeringConnectionId"),
  ENDPOINTS("VpcEndpoints", "ec2 describe-vpc-endpoints", "VpcEndpointId"),
  MANAGED_PREFIX_LISTS("PrefixLists", "ec2 describe-managed-prefix-lists", "PrefixListId"),
  /** The same top-level key; the elements have {@code Cidrs}. */
  PREFIX_LISTS("PrefixLists", "ec2 describe-prefix-lists", "PrefixListId"),
  /** One dump is one list, and only the name of the file tells which. */
  PREFIX_LIST_ENTRIES("Entries", "ec2 get-managed-prefix-list-entries"),
  /** The elements are the {@code Instances} of the reservations. */
  INSTANCES("Reservations", "ec2 describe-instances", "InstanceId"),
  BLOCK_PUBLIC_ACCESS_OPTIONS(
      "VpcBlockPublicAccessOptions", "ec2 describe-vpc-block-public-access-options"),
  BLOCK_PUBLIC_ACCESS_EXCLUSIONS(
      "VpcBlockPublicAccessExclusions",
      "ec2 describe-vpc-block-public-access-exclusions",
      "ExclusionId"),
  TRANSIT_GATEWAYS("TransitGateways", "ec2 describe-transit-gateways", "TransitGatewayId"),
  TRANSIT_GATEWAY_ATTACHMENTS(
      "TransitGatewayAttachments",
      "ec2 describe-transit-gateway-attachments",
      "TransitGatewayAttachmentId"),
  TRANSIT_GATEWAY_VPC_ATTACHMENTS(
      "TransitGatewayVpcAttachments",
      "ec2 describe-transit-gateway-vpc-attachments",
      "TransitGatewayAttachmentId"),
  TRANSIT_GATEWAY_ROUTE_TABLES(
      "TransitGatewayRouteTables",
      "ec2 describe-transit-gateway-route-tables",
      "TransitGatewayRouteTableId"),
  LOAD_BALANCERS("LoadBalancers", "elbv2 describe-load-balancers", "LoadBalancerArn"),
  TARGET_GROUPS("TargetGroups", "elbv2 describe-target-groups", "TargetGroupArn"),
  LISTENERS("Listeners", "elbv2 describe-listeners", "ListenerArn"),
  DB_INSTANCES("DBInstances", "rds describe-db-instances", "DBInstanceArn", "DBInstanceIdentifier"),
  DB_CLUSTERS("DBClusters", "rds describe-db-clusters", "DBClusterArn", "DBClusterIdentifier"),
  DB_SUBNET_GROUPS(
      "DBSubnetGroups", "rds describe-db-subnet-groups", "DBSubnetGroupArn", "DBSubnetGroupName"),
  TASKS("tasks", "ecs describe-tasks", "taskArn"),
  SERVICES("services", "ecs describe-services", "serviceArn"),
  CONTAINER_INSTANCES(
      "containerInstances", "ecs describe-container-instances", "containerInstanceArn"),
  AUTO_SCALING_GROUPS(
      "AutoScalingGroups",
      "autoscaling describe-auto-scaling-groups",
      "AutoScalingGroupARN",
      "AutoScalingGroupName");

  /** What no question about a VPC can do without. */
  static final List<DumpKind> NEEDED =
      List.of(VPCS, SUBNETS, ROUTE_TABLES, NETWORK_ACLS, SECURITY_GROUPS, NETWORK_INTERFACES);

  /**
   * Whose dump says all that this one could say, so that this one decides nothing.
   *
   * @return nothing if this dump decides something itself
   */
  Optional<DumpKind> truth() {
    return switch (this) {
      case SECURITY_GROUP_RULES -> Optional.of(SECURITY_GROUPS);
      case TRANSIT_GATEWAYS, TRANSIT_GATEWAY_ROUTE_TABLES -> Optional.of(ROUTE_TABLES);
      case TARGET_GROUPS,
          LISTENERS,
          DB_CLUSTERS,
          DB_SUBNET_GROUPS,
          SERVICES,
          CONTAINER_INSTANCES,
          AUTO_SCALING_GROUPS ->
          Optional.of(NETWORK_INTERFACES);
      default -> Optional.empty();
    };
  }

  /**
   * Whether what it describes can carry traffic or change it, and the model has no place for it.
   */
  boolean isBeyondTheModel() {
    return this == TRANSIT_GATEWAY_ATTACHMENTS
        || this == TRANSIT_GATEWAY_VPC_ATTACHMENTS
        || this == BLOCK_PUBLIC_ACCESS_EXCLUSIONS;
  }

  private final String topLevelKey;
  private final String command;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> idFields;

  DumpKind(String topLevelKey, String command, String... idFields) {
    this.topLevelKey = topLevelKey;
    this.command = command;
    this.idFields = List.of(idFields);
  }

  static Optional<DumpKind> of(String topLevelKey) {
    return Arrays.stream(values()).filter(k -> k.topLevelKey.equals(topLevelKey)).findFirst();
  }

  /** The command to run, as a shell takes it. */
  String command() {
    return "aws " + command;
  }

  /** The fields that tell elements apart, the better one first; none if there is one element. */
  List<String> idFields() {
    return idFields;
  }
}
