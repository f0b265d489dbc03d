package dev.groundtruth.aws.emulator;

import static org.awaitility.Awaitility.await;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.inventory.TaggedResources;
import dev.groundtruth.aws.operation.OneOffTask;
import dev.groundtruth.aws.operation.Tasks;
import dev.groundtruth.provisioning.command.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DeviceType;
import software.amazon.awssdk.services.ec2.model.DomainType;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InternetGatewayBlockMode;
import software.amazon.awssdk.services.ec2.model.MonitoringState;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclAssociation;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;
import software.amazon.awssdk.services.route53.model.Route53Exception;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** For each gap, whether an emulator does what AWS does. */
@SuppressWarnings("unchecked") // The SDK takes arrays of generic consumers.
final class GapProbes {

  private static final String SIDECAR = "groundtruth/sidecar:latest";
  private static final String NO_IMAGE = "ami-0c2023a1b2c3d4e5f";
  private static final String ZONE = "eu-west-3b";
  private static final String KEY =
      "arn:aws:kms:eu-west-3:000000000000:key/12345678-1234-1234-1234-123456789012";

  /** An engine that the emulator has no image for, so that no server is started for it. */
  private static final String WITHOUT_SERVER = "oracle-se2";

  private final Map<String, Predicate<Aws>> probes = new LinkedHashMap<>();
  private final Path home;

  GapProbes(Path home) {
    this.home = home;
    probes.put("network-interface-parameters", GapProbes::launchesByNetworkInterface);
    probes.put("default-groups", GapProbes::takesTheDefaultGroup);
    probes.put("private-address-in-subnet", GapProbes::addressesAreOfTheSubnet);
    probes.put("launch-options", GapProbes::remembersLaunchOptions);
    probes.put("ports-of-all-protocols", GapProbes::revokesTheFirstRule);
    probes.put("ebs-backed-images", GapProbes::imagesHaveVolumes);
    probes.put("image-dates", GapProbes::tellsWhenImagesWereMade);
    probes.put("state-reason", this::saysWhyAnInstanceEnded);
    probes.put("nat-gateway-addresses", GapProbes::natGatewaysHaveAddresses);
    probes.put("instances-boot", this::runsUserData);
    probes.put("network-interfaces", GapProbes::instancesHaveInterfaces);
    probes.put("query-string-conditions", GapProbes::keepsQueryStrings);
    probes.put("network-acl-associations", GapProbes::everySubnetHasAnAcl);
    probes.put("route-destinations", GapProbes::keepsRoutesOfEveryKind);
    probes.put("absent-ways", GapProbes::saysThatThereAreNoOtherWays);
    probes.put("file-system-settings", GapProbes::keepsPoliciesOfFileSystems);
    probes.put("alarm-details", GapProbes::tellsActionsOfAlarms);
    probes.put("stopped-tasks", GapProbes::replacesStoppedTasks);
    probes.put("file-systems", GapProbes::tasksShareAFileSystem);
    probes.put("load-balancer-interfaces", GapProbes::loadBalancersAreInTheirSubnets);
    probes.put("target-health", GapProbes::looksWhetherTargetsAnswer);
    probes.put("stable-tasks", GapProbes::waitsForTargets);
    probes.put("service-role", GapProbes::servicesHaveRoles);
    probes.put("inactive-clusters", GapProbes::remembersDeletedClusters);
    probes.put("entry-points", GapProbes::tasksHaveTheirEntryPoints);
    probes.put("tasks-in-subnets", GapProbes::tasksAreInTheirSubnets);
    probes.put("group-members-are-instances", GapProbes::groupsLaunchInstances);
    probes.put("public-parameters", GapProbes::hasPublicParameters);
    probes.put("launch-template-details", GapProbes::keepsLaunchTemplates);
    probes.put("volume-keys", GapProbes::keepsKeysOfVolumes);
    probes.put("deployment-limits", GapProbes::hasLimitsOfDeployments);
    probes.put("placement-strategy", GapProbes::keepsPlacement);
    probes.put("database-instances", GapProbes::runsDatabases);
    probes.put("database-log-exports", GapProbes::keepsExportedLogs);
    probes.put("secret-references", GapProbes::refersToSecretsByArn);
    probes.put("generated-secrets", GapProbes::generatesWhatSecretsMustHave);
    probes.put("resources-by-tag", GapProbes::findsResourcesByTag);
    probes.put("zone-signing", GapProbes::saysWhetherZonesAreSigned);
  }

  Map<String, Predicate<Aws>> all() {
    return probes;
  }

  private record Network(String vpc, String subnet, String block, String group) {

    /** A VPC, as the emulator's Docker network has it, with a subnet and a group. */
    static Network of(Aws aws) {
      String vpcBlock = aws.emulator().vpcCidr().orElseThrow();
      String block = vpcBlock.replace(".0.0/16", ".64.0/20");
      String vpc = aws.ec2().createVpc(r -> r.cidrBlock(vpcBlock)).vpc().vpcId();
      String subnet =
          aws.ec2()
              .createSubnet(r -> r.vpcId(vpc).cidrBlock(block).availabilityZone(ZONE))
              .subnet()
              .subnetId();
      String group =
          aws.ec2()
              .createSecurityGroup(r -> r.vpcId(vpc).groupName(unique()).description("of a test"))
              .groupId();
      return new Network(vpc, subnet, block, group);
    }

    NetworkConfiguration configuration() {
      return NetworkConfiguration.builder()
          .awsvpcConfiguration(v -> v.subnets(subnet).securityGroups(group))
          .build();
    }

    boolean holds(String address) {
      String prefix = block.replaceFirst("\\.64\\.0/20", ".");
      return address.startsWith(prefix)
          && Integer.parseInt(address.substring(prefix.length()).split("\\.", -1)[0]) / 16 == 4;
    }
  }

  private static String unique() {
    return "t" + UUID.randomUUID().toString().substring(0, 8);
  }

  private static Instance launched(Aws aws, RunInstancesRequest request) {
    String id = aws.ec2().runInstances(request).instances().get(0).instanceId();
    return described(aws, id);
  }

  private static Instance described(Aws aws, String id) {
    return aws.ec2()
        .describeInstances(r -> r.instanceIds(id))
        .reservations()
        .get(0)
        .instances()
        .get(0);
  }

  private static RunInstancesRequest.Builder request(String image) {
    return RunInstancesRequest.builder().imageId(image).minCount(1).maxCount(1);
  }

  private static boolean launchesByNetworkInterface(Aws aws) {
    Network network = Network.of(aws);
    Instance instance =
        launched(
            aws,
            request(NO_IMAGE)
                .networkInterfaces(
                    i -> i.deviceIndex(0).subnetId(network.subnet()).groups(network.group()))
                .build());
    return instance.subnetId().equals(network.subnet())
        && instance.securityGroups().stream()
            .allMatch(group -> group.groupId().equals(network.group()));
  }

  private static boolean addressesAreOfTheSubnet(Aws aws) {
    Network network = Network.of(aws);
    Instance instance = launched(aws, request(NO_IMAGE).subnetId(network.subnet()).build());
    Instance shown =
        launched(
            aws,
            request(NO_IMAGE)
                .networkInterfaces(
                    i -> i.deviceIndex(0).subnetId(network.subnet()).associatePublicIpAddress(true))
                .build());
    return network.holds(instance.privateIpAddress())
        && instance.placement().availabilityZone().equals(ZONE)
        && instance.publicIpAddress() == null
        && shown.publicIpAddress() != null
        && shown.networkInterfaces().stream()
            .anyMatch(
                found ->
                    found.association() != null
                        && shown.publicIpAddress().equals(found.association().publicIp()));
  }

  private static boolean remembersLaunchOptions(Aws aws) {
    Instance instance =
        launched(
            aws,
            request(NO_IMAGE)
                .monitoring(m -> m.enabled(true))
                .metadataOptions(m -> m.httpTokens(HttpTokensState.REQUIRED))
                .build());
    return instance.monitoring().state() == MonitoringState.ENABLED
        && instance.metadataOptions() != null
        && instance.metadataOptions().httpTokens() == HttpTokensState.REQUIRED;
  }

  private static boolean revokesTheFirstRule(Aws aws) {
    Network network = Network.of(aws);
    aws.ec2()
        .revokeSecurityGroupEgress(
            r ->
                r.groupId(network.group())
                    .ipPermissions(
                        p ->
                            p.ipProtocol("-1")
                                .fromPort(0)
                                .toPort(0)
                                .ipRanges(range -> range.cidrIp("0.0.0.0/0"))));
    return aws.ec2()
        .describeSecurityGroups(r -> r.groupIds(network.group()))
        .securityGroups()
        .get(0)
        .ipPermissionsEgress()
        .isEmpty();
  }

  private static boolean imagesHaveVolumes(Aws aws) {
    String id = registered(aws);
    Image image = aws.ec2().describeImages(r -> r.imageIds(id)).images().get(0);
    return image.rootDeviceType() == DeviceType.EBS && !image.blockDeviceMappings().isEmpty();
  }

  private static boolean tellsWhenImagesWereMade(Aws aws) {
    String id = registered(aws);
    return aws.ec2().describeImages(r -> r.imageIds(id)).images().get(0).creationDate() != null;
  }

  private static String registered(Aws aws) {
    return aws.ec2()
        .registerImage(r -> r.name(unique()).imageLocation(SIDECAR).virtualizationType("hvm"))
        .imageId();
  }

  /** Of one that was terminated, and of one whose container ended by itself. */
  private boolean saysWhyAnInstanceEnded(Aws aws) {
    Instance terminated = launched(aws, request(NO_IMAGE).build());
    aws.ec2().terminateInstances(r -> r.instanceIds(terminated.instanceId()));
    if (described(aws, terminated.instanceId()).stateReason() == null) {
      return false;
    }
    String subnet = Network.of(aws).subnet();
    Instance failed = launched(aws, request(registered(aws)).subnetId(subnet).build());
    // Not at once: a command in a container ends with it.
    in(failed, "echo 'no room for <data>' > /proc/1/fd/2; (sleep 1; kill 1) > /dev/null 2>&1 &");
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> described(aws, failed.instanceId()),
            instance -> instance.state().name() == InstanceStateName.TERMINATED)
        .stateReason()
        .message()
        .endsWith("no room for <data>");
  }

  /** What a command in the container of an instance says. */
  private String in(Instance instance, String command) {
    Docker docker = new Docker(Emulators.commands(home));
    String container =
        docker
            .run("ps", "--quiet", "--filter", "label=instance_id=" + instance.instanceId())
            .strip();
    return docker.run("exec", container, "sh", "-c", command);
  }

  private static boolean saysThatThereAreNoOtherWays(Aws aws) {
    try {
      return aws.ec2()
              .describeTransitGatewayVpcAttachments()
              .transitGatewayVpcAttachments()
              .isEmpty()
          && aws.ec2()
              .describeVpcBlockPublicAccessExclusions(r -> {})
              .vpcBlockPublicAccessExclusions()
              .isEmpty()
          && aws.ec2()
                  .describeVpcBlockPublicAccessOptions(r -> {})
                  .vpcBlockPublicAccessOptions()
                  .internetGatewayBlockMode()
              == InternetGatewayBlockMode.OFF;
    } catch (Ec2Exception unknownAction) {
      return false;
    }
  }

  private static boolean everySubnetHasAnAcl(Aws aws) {
    Network network = Network.of(aws);
    Optional<NetworkAclAssociation> first = aclOf(aws, network);
    if (first.isEmpty()) {
      return false;
    }
    String own =
        aws.ec2().createNetworkAcl(r -> r.vpcId(network.vpc())).networkAcl().networkAclId();
    aws.ec2()
        .replaceNetworkAclAssociation(
            r -> r.associationId(first.get().networkAclAssociationId()).networkAclId(own));
    Optional<NetworkAclAssociation> second = aclOf(aws, network);
    return second.map(NetworkAclAssociation::networkAclId).filter(own::equals).isPresent()
        && aws.ec2()
                .describeNetworkAcls(
                    r ->
                        r.filters(
                            f ->
                                f.name("association.association-id")
                                    .values(second.get().networkAclAssociationId())))
                .networkAcls()
                .size()
            == 1;
  }

  /** Of the one ACL that says that it is the subnet's. */
  private static Optional<NetworkAclAssociation> aclOf(Aws aws, Network network) {
    List<NetworkAcl> acls =
        aws.ec2()
            .describeNetworkAcls(
                r -> r.filters(f -> f.name("association.subnet-id").values(network.subnet())))
            .networkAcls();
    return acls.size() != 1
        ? Optional.empty()
        : acls.get(0).associations().stream()
            .filter(association -> association.subnetId().equals(network.subnet()))
            .findFirst();
  }

  private static boolean takesTheDefaultGroup(Aws aws) {
    Network network = Network.of(aws);
    String expected =
        aws
            .ec2()
            .describeSecurityGroups(
                r ->
                    r.filters(
                        f -> f.name("vpc-id").values(network.vpc()),
                        f -> f.name("group-name").values("default")))
            .securityGroups()
            .stream()
            .map(SecurityGroup::groupId)
            .findFirst()
            .orElseThrow();
    Instance instance = launched(aws, request(NO_IMAGE).subnetId(network.subnet()).build());
    List<String> ofInterface =
        aws
            .ec2()
            .createNetworkInterface(r -> r.subnetId(network.subnet()))
            .networkInterface()
            .groups()
            .stream()
            .map(GroupIdentifier::groupId)
            .toList();
    String balancer = loadBalancer(aws, network);
    List<String> ofBalancer =
        aws.loadBalancing()
            .describeLoadBalancers(r -> r.loadBalancerArns(balancer))
            .loadBalancers()
            .get(0)
            .securityGroups();
    List<String> ofDatabase =
        aws
            .rds()
            .createDBInstance(
                r ->
                    r.dbInstanceIdentifier(unique())
                        .engine(WITHOUT_SERVER)
                        .dbInstanceClass("db.t3.small")
                        .allocatedStorage(20)
                        .dbSubnetGroupName(subnetGroup(aws, network))
                        .masterUsername("administrator")
                        .masterUserPassword("Of-a-test-1"))
            .dbInstance()
            .vpcSecurityGroups()
            .stream()
            .map(VpcSecurityGroupMembership::vpcSecurityGroupId)
            .toList();
    return Stream.of(
            instance.securityGroups().stream().map(GroupIdentifier::groupId).toList(),
            ofInterface,
            ofBalancer,
            ofDatabase)
        .allMatch(List.of(expected)::equals);
  }

  private static boolean keepsRoutesOfEveryKind(Aws aws) {
    Ec2Client ec2 = aws.ec2();
    String vpc = Network.of(aws).vpc();
    String table = ec2.createRouteTable(r -> r.vpcId(vpc)).routeTable().routeTableId();
    String igw = ec2.createInternetGateway().internetGateway().internetGatewayId();
    String egressOnly =
        ec2.createEgressOnlyInternetGateway(r -> r.vpcId(vpc))
            .egressOnlyInternetGateway()
            .egressOnlyInternetGatewayId();
    String prefixList =
        ec2.createManagedPrefixList(
                r -> r.prefixListName(unique()).addressFamily("IPv4").maxEntries(1))
            .prefixList()
            .prefixListId();
    ec2.createRoute(r -> r.routeTableId(table).destinationIpv6CidrBlock("::/0").gatewayId(igw));
    ec2.createRoute(r -> r.routeTableId(table).destinationPrefixListId(prefixList).gatewayId(igw));
    boolean areCreated =
        routes(aws, table).contains("::/0 -> " + igw)
            && routes(aws, table).contains(prefixList + " -> " + igw);
    ec2.replaceRoute(
        r ->
            r.routeTableId(table)
                .destinationIpv6CidrBlock("::/0")
                .egressOnlyInternetGatewayId(egressOnly));
    boolean isReplaced = routes(aws, table).contains("::/0 -> " + egressOnly);
    ec2.deleteRoute(r -> r.routeTableId(table).destinationPrefixListId(prefixList));
    return areCreated
        && isReplaced
        && routes(aws, table).stream().noneMatch(route -> route.startsWith(prefixList));
  }

  private static List<String> routes(Aws aws, String table) {
    return aws.ec2().describeRouteTables(r -> r.routeTableIds(table)).routeTables().stream()
        .flatMap(found -> found.routes().stream())
        .map(
            route ->
                Stream.of(
                            route.destinationIpv6CidrBlock(),
                            route.destinationPrefixListId(),
                            route.destinationCidrBlock())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse("")
                    + " -> "
                    + Stream.of(route.egressOnlyInternetGatewayId(), route.gatewayId())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(""))
        .toList();
  }

  private static String loadBalancer(Aws aws, Network network) {
    return aws.loadBalancing()
        .createLoadBalancer(r -> r.name(unique()).subnets(network.subnet()))
        .loadBalancers()
        .get(0)
        .loadBalancerArn();
  }

  private static boolean loadBalancersAreInTheirSubnets(Aws aws) {
    Network network = Network.of(aws);
    String tail = loadBalancer(aws, network).split("loadbalancer/", -1)[1];
    return aws.ec2().describeNetworkInterfaces().networkInterfaces().stream()
        .filter(found -> ("ELB " + tail).equals(found.description()))
        .anyMatch(found -> network.holds(found.privateIpAddress()));
  }

  private static boolean looksWhetherTargetsAnswer(Aws aws) {
    Network network = Network.of(aws);
    String group = targets(aws, network);
    String nobody = network.block().replace(".0/20", ".250");
    aws.loadBalancing()
        .registerTargets(r -> r.targetGroupArn(group).targets(t -> t.id(nobody).port(80)));
    return aws.loadBalancing()
            .describeTargetHealth(r -> r.targetGroupArn(group))
            .targetHealthDescriptions()
            .get(0)
            .targetHealth()
            .state()
        != TargetHealthStateEnum.HEALTHY;
  }

  /** A group of targets, to which a load balancer forwards. */
  private static String targets(Aws aws, Network network) {
    String balancer = loadBalancer(aws, network);
    String group =
        aws.loadBalancing()
            .createTargetGroup(
                r ->
                    r.name(unique())
                        .vpcId(network.vpc())
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .targetType(TargetTypeEnum.IP))
            .targetGroups()
            .get(0)
            .targetGroupArn();
    aws.loadBalancing()
        .createListener(
            r ->
                r.loadBalancerArn(balancer)
                    .protocol(ProtocolEnum.HTTP)
                    .port(80)
                    .defaultActions(a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(group)));
    return group;
  }

  /** A task whose target never answers is no release yet, however long it runs. */
  private static boolean waitsForTargets(Aws aws) {
    Network network = Network.of(aws);
    String group = targets(aws, network);
    String cluster = aws.ecs().createCluster(r -> r.clusterName(unique())).cluster().clusterArn();
    String service =
        aws.ecs()
            .createService(
                r ->
                    r.cluster(cluster)
                        .serviceName(unique())
                        .desiredCount(1)
                        .taskDefinition(taskDefinition(aws))
                        .loadBalancers(
                            l -> l.targetGroupArn(group).containerName("one").containerPort(80))
                        .networkConfiguration(network.configuration()))
            .service()
            .serviceName();
    try {
      aws.ecs()
          .updateService(
              r -> r.cluster(cluster).service(service).taskDefinition(taskDefinition(aws)));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> primary(aws, cluster, service).runningCount() == 1);
      await()
          .during(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(6))
          .until(
              () -> primary(aws, cluster, service).rolloutState(),
              state -> state == DeploymentRolloutState.IN_PROGRESS);
      return true;
    } catch (ConditionTimeoutException completed) {
      return false;
    } finally {
      aws.ecs().deleteService(r -> r.cluster(cluster).service(service).force(true));
    }
  }

  private static Deployment primary(Aws aws, String cluster, String service) {
    return described(aws, cluster, service).deployments().stream()
        .filter(deployment -> deployment.status().equals("PRIMARY"))
        .findFirst()
        .orElseThrow();
  }

  private static Service described(Aws aws, String cluster, String service) {
    return aws.ecs().describeServices(r -> r.cluster(cluster).services(service)).services().get(0);
  }

  private static boolean natGatewaysHaveAddresses(Aws aws) {
    Network network = Network.of(aws);
    String allocation = aws.ec2().allocateAddress(r -> r.domain(DomainType.VPC)).allocationId();
    String id =
        aws.ec2()
            .createNatGateway(r -> r.subnetId(network.subnet()).allocationId(allocation))
            .natGateway()
            .natGatewayId();
    NatGateway gateway =
        aws.ec2().describeNatGateways(r -> r.natGatewayIds(id)).natGateways().get(0);
    return !gateway.natGatewayAddresses().isEmpty()
        && network.holds(gateway.natGatewayAddresses().get(0).privateIp());
  }

  private boolean runsUserData(Aws aws) {
    Network network = Network.of(aws);
    String userData =
        """
        #cloud-config
        write_files:
          - path: /etc/told.txt
            content: by user data
        """;
    Instance instance =
        launched(
            aws,
            request(registered(aws))
                .subnetId(network.subnet())
                .userData(
                    Base64.getEncoder().encodeToString(userData.getBytes(StandardCharsets.UTF_8)))
                .build());
    String found = in(instance, "cat /etc/told.txt || true");
    aws.ec2().terminateInstances(r -> r.instanceIds(instance.instanceId()));
    return found.equals("by user data");
  }

  private static boolean instancesHaveInterfaces(Aws aws) {
    Instance instance = launched(aws, request(NO_IMAGE).build());
    return aws
        .ec2()
        .describeNetworkInterfaces(
            r -> r.filters(f -> f.name("attachment.instance-id").values(instance.instanceId())))
        .networkInterfaces()
        .stream()
        .map(found -> found.attachment() == null ? "" : found.attachment().instanceId())
        .toList()
        .equals(List.of(instance.instanceId()));
  }

  private static boolean keepsQueryStrings(Aws aws) {
    Network network = Network.of(aws);
    String balancer =
        aws.loadBalancing()
            .createLoadBalancer(r -> r.name(unique()).subnets(network.subnet()))
            .loadBalancers()
            .get(0)
            .loadBalancerArn();
    String targets =
        aws.loadBalancing()
            .createTargetGroup(
                r -> r.name(unique()).vpcId(network.vpc()).port(80).targetType(TargetTypeEnum.IP))
            .targetGroups()
            .get(0)
            .targetGroupArn();
    String listener =
        aws.loadBalancing()
            .createListener(
                r ->
                    r.loadBalancerArn(balancer)
                        .port(80)
                        .defaultActions(
                            a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(targets)))
            .listeners()
            .get(0)
            .listenerArn();
    Rule rule =
        aws.loadBalancing()
            .createRule(
                r ->
                    r.listenerArn(listener)
                        .priority(1)
                        .conditions(
                            c ->
                                c.field("query-string")
                                    .queryStringConfig(q -> q.values(v -> v.key("a").value("*"))))
                        .actions(a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(targets)))
            .rules()
            .get(0);
    return rule.conditions().get(0).queryStringConfig() != null
        && rule.conditions().get(0).queryStringConfig().values().get(0).value().equals("*");
  }

  private static String taskDefinition(Aws aws) {
    return aws.ecs()
        .registerTaskDefinition(
            r ->
                r.family(unique())
                    .networkMode(NetworkMode.AWSVPC)
                    .containerDefinitions(
                        c ->
                            c.name("one")
                                .image(SIDECAR)
                                .essential(true)
                                .memory(64)
                                .command("sleep", "infinity")))
        .taskDefinition()
        .taskDefinitionArn();
  }

  private static boolean servicesHaveRoles(Aws aws) {
    String role = service(aws, request -> {}).roleArn();
    return role != null && role.startsWith("arn:aws:iam::");
  }

  private static boolean hasLimitsOfDeployments(Aws aws) {
    Service service =
        service(aws, request -> request.deploymentConfiguration(c -> c.minimumHealthyPercent(0)));
    return Integer.valueOf(200).equals(service.deploymentConfiguration().maximumPercent())
        && Integer.valueOf(0).equals(service.deploymentConfiguration().minimumHealthyPercent());
  }

  private static boolean keepsPlacement(Aws aws) {
    return service(
                aws,
                request -> request.placementStrategy(p -> p.type("spread").field("instanceId")))
            .placementStrategy()
            .size()
        == 1;
  }

  /** A service without tasks, as it is described. */
  private static Service service(Aws aws, Consumer<CreateServiceRequest.Builder> more) {
    String cluster = aws.ecs().createCluster(r -> r.clusterName(unique())).cluster().clusterArn();
    String service =
        aws.ecs()
            .createService(
                r ->
                    more.accept(
                        r.cluster(cluster)
                            .serviceName(unique())
                            .taskDefinition(taskDefinition(aws))
                            .desiredCount(0)))
            .service()
            .serviceArn();
    return described(aws, cluster, service);
  }

  private static boolean remembersDeletedClusters(Aws aws) {
    String arn = aws.ecs().createCluster(r -> r.clusterName(unique())).cluster().clusterArn();
    aws.ecs().deleteCluster(r -> r.cluster(arn));
    List<Cluster> found = aws.ecs().describeClusters(r -> r.clusters(arn)).clusters();
    return found.size() == 1 && found.get(0).status().equals("INACTIVE");
  }

  private static boolean tasksAreInTheirSubnets(Aws aws) {
    Network network = Network.of(aws);
    String cluster = aws.ecs().createCluster(r -> r.clusterName(unique())).cluster().clusterArn();
    String arn =
        aws.ecs()
            .runTask(
                r ->
                    r.cluster(cluster)
                        .taskDefinition(taskDefinition(aws))
                        .networkConfiguration(network.configuration()))
            .tasks()
            .get(0)
            .taskArn();
    Task task =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> aws.ecs().describeTasks(r -> r.cluster(cluster).tasks(arn)).tasks().get(0),
                found -> found.lastStatus().equals("RUNNING"));
    aws.ecs().stopTask(r -> r.cluster(cluster).task(arn));
    return task.availabilityZone().equals(ZONE)
        && task.attachments().get(0).details().stream()
            .filter(detail -> detail.name().equals("privateIPv4Address"))
            .map(KeyValuePair::value)
            .allMatch(network::holds);
  }

  private static boolean replacesStoppedTasks(Aws aws) {
    Network network = Network.of(aws);
    String cluster = aws.ecs().createCluster(r -> r.clusterName(unique())).cluster().clusterArn();
    String service =
        aws.ecs()
            .createService(
                r ->
                    r.cluster(cluster)
                        .serviceName(unique())
                        .desiredCount(1)
                        .taskDefinition(taskDefinition(aws))
                        .networkConfiguration(network.configuration()))
            .service()
            .serviceName();
    List<String> first =
        await().until(() -> tasksOf(aws, cluster, service), tasks -> !tasks.isEmpty());
    aws.ecs().stopTask(r -> r.cluster(cluster).task(first.get(0)));
    try {
      List<String> second =
          await()
              .atMost(Duration.ofSeconds(10))
              .until(
                  () -> tasksOf(aws, cluster, service),
                  tasks -> !tasks.isEmpty() && !tasks.equals(first));
      return second.size() == 1;
    } catch (ConditionTimeoutException nobodyCame) {
      return false;
    } finally {
      aws.ecs().deleteService(r -> r.cluster(cluster).service(service).force(true));
    }
  }

  private static List<String> tasksOf(Aws aws, String cluster, String service) {
    return aws.ecs().listTasks(r -> r.cluster(cluster).serviceName(service)).taskArns();
  }

  private static boolean keepsPoliciesOfFileSystems(Aws aws) {
    String efs = "elasticfilesystem";
    String all = "/2015-02-01/file-systems";
    String created =
        answer(aws, efs, "POST", all, "{\"CreationToken\":\"%s\"}".formatted(unique()));
    String policy = all + "/" + created.replaceAll("(?s).*\"FileSystemId\": ?\"([^\"]+).*", "$1");
    String statements =
        "{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":\\\"elasticfilesystem:ClientMount\\\"}]}";
    String unused =
        answer(aws, efs, "PUT", policy + "/policy", "{\"Policy\":\"%s\"}".formatted(statements));
    String kept = answer(aws, efs, "GET", policy + "/policy", "");
    return kept.contains("ClientMount") && !kept.contains("\\\"Id\\\"");
  }

  private static boolean tellsActionsOfAlarms(Aws aws) {
    String name = unique();
    String unused =
        answer(
            aws,
            "monitoring",
            "POST",
            "/",
            "Action=PutMetricAlarm&Version=2010-08-01&MetricName=m&Namespace=n&Statistic=Sum&Period=60"
                + "&EvaluationPeriods=1&Threshold=1&ComparisonOperator=GreaterThanThreshold"
                + "&AlarmActions.member.1=told&AlarmName="
                + name);
    return answer(aws, "monitoring", "POST", "/", "Action=DescribeAlarms&Version=2010-08-01")
        .contains("<AlarmActions><member>told</member>");
  }

  /**
   * Asks a service that has no client here; the emulator knows it by what requests are signed for.
   */
  private static String answer(Aws aws, String service, String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(aws.emulator().endpoint().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header(
                "Content-Type",
                body.startsWith("Action=")
                    ? "application/x-www-form-urlencoded"
                    : "application/json")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-3/%s/aws4_request, SignedHeaders=host, Signature=0"
                    .formatted(service))
            .build();
    try {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean tasksShareAFileSystem(Aws aws) {
    Network network = Network.of(aws);
    String cluster = aws.ecs().createCluster(r -> r.clusterName(unique())).cluster().clusterArn();
    String fileSystem = "fs-" + unique();
    Consumer<ContainerDefinition.Builder> mount =
        c -> c.mountPoints(m -> m.sourceVolume("shared").containerPath("/mnt"));
    Consumer<RegisterTaskDefinitionRequest.Builder> volume =
        r ->
            r.volumes(
                v -> v.name("shared").efsVolumeConfiguration(e -> e.fileSystemId(fileSystem)));
    return exitCode(
                aws,
                cluster,
                network,
                volume,
                mount.andThen(c -> c.command("sh", "-c", "touch /mnt/shared")))
            == 0
        && exitCode(
                aws,
                cluster,
                network,
                volume,
                mount.andThen(c -> c.command("sh", "-c", "test -e /mnt/shared")))
            == 0;
  }

  private static boolean tasksHaveTheirEntryPoints(Aws aws) {
    Network network = Network.of(aws);
    String cluster = aws.ecs().createCluster(r -> r.clusterName(unique())).cluster().clusterArn();
    return exitCode(aws, cluster, network, r -> {}, c -> c.entryPoint("sh", "-c").command("exit 7"))
        == 7;
  }

  private static int exitCode(
      Aws aws,
      String cluster,
      Network network,
      Consumer<RegisterTaskDefinitionRequest.Builder> settings,
      Consumer<ContainerDefinition.Builder> container) {
    String definition =
        aws.ecs()
            .registerTaskDefinition(
                RegisterTaskDefinitionRequest.builder()
                    .family(unique())
                    .networkMode(NetworkMode.AWSVPC)
                    .containerDefinitions(
                        ContainerDefinition.builder()
                            .name("one")
                            .image(SIDECAR)
                            .memory(64)
                            .applyMutation(container)
                            .build())
                    .applyMutation(settings)
                    .build())
            .taskDefinition()
            .taskDefinitionArn();
    OneOffTask task =
        new OneOffTask(
            cluster,
            definition,
            Optional.empty(),
            List.of(network.subnet()),
            List.of(network.group()));
    try (AwsClients clients = clients(aws)) {
      return new Tasks(clients)
          .run(task, Duration.ofSeconds(60), status -> {})
          .exitCode()
          .orElse(-1);
    }
  }

  private static AwsClients clients(Aws aws) {
    return AwsClients.in("eu-west-3")
        .endpoint(aws.emulator().endpoint())
        .credentials("test", Secret.of("test"))
        .open();
  }

  private static boolean groupsLaunchInstances(Aws aws) {
    Network network = Network.of(aws);
    String template =
        aws.ec2()
            .createLaunchTemplate(
                r ->
                    r.launchTemplateName(unique())
                        .launchTemplateData(
                            d ->
                                d.imageId(NO_IMAGE)
                                    .networkInterfaces(
                                        i -> i.deviceIndex(0).groups(network.group()))))
            .launchTemplate()
            .launchTemplateId();
    String name = unique();
    aws.autoScaling()
        .createAutoScalingGroup(
            r ->
                r.autoScalingGroupName(name)
                    .minSize(1)
                    .maxSize(1)
                    .vpcZoneIdentifier(network.subnet())
                    .launchTemplate(t -> t.launchTemplateId(template).version("1")));
    return aws
        .ec2()
        .describeInstances(r -> r.filters(f -> f.name("subnet-id").values(network.subnet())))
        .reservations()
        .stream()
        .flatMap(reservation -> reservation.instances().stream())
        .anyMatch(
            instance ->
                instance.securityGroups().stream()
                    .anyMatch(group -> group.groupId().equals(network.group())));
  }

  private static boolean hasPublicParameters(Aws aws) {
    String name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id";
    try {
      return aws.ssm().getParameter(r -> r.name(name)).parameter().value().startsWith("ami-");
    } catch (ParameterNotFoundException e) {
      return false;
    }
  }

  private static boolean keepsLaunchTemplates(Aws aws) {
    Network network = Network.of(aws);
    String template =
        aws.ec2()
            .createLaunchTemplate(
                r ->
                    r.launchTemplateName(unique())
                        .launchTemplateData(
                            d ->
                                d.blockDeviceMappings(
                                        b ->
                                            b.deviceName("/dev/xvda")
                                                .ebs(e -> e.encrypted(true).kmsKeyId(KEY)))
                                    .networkInterfaces(
                                        i -> i.deviceIndex(0).groups(network.group()))))
            .launchTemplate()
            .launchTemplateId();
    ResponseLaunchTemplateData data =
        aws.ec2()
            .describeLaunchTemplateVersions(r -> r.launchTemplateId(template).versions("1"))
            .launchTemplateVersions()
            .get(0)
            .launchTemplateData();
    return KEY.equals(data.blockDeviceMappings().get(0).ebs().kmsKeyId())
        && data.networkInterfaces().get(0).groups().equals(List.of(network.group()));
  }

  private static boolean keepsKeysOfVolumes(Aws aws) {
    String id =
        aws.ec2()
            .createVolume(r -> r.availabilityZone(ZONE).size(1).encrypted(true).kmsKeyId(KEY))
            .volumeId();
    return KEY.equals(aws.ec2().describeVolumes(r -> r.volumeIds(id)).volumes().get(0).kmsKeyId());
  }

  /** Whether there is a server, behind an interface in a subnet of its group. */
  private static boolean runsDatabases(Aws aws) {
    Network network = Network.of(aws);
    String name = unique();
    aws.rds()
        .createDBInstance(
            r ->
                r.dbInstanceIdentifier(name)
                    .engine("mysql")
                    .engineVersion("8.4")
                    .dbInstanceClass("db.t3.small")
                    .allocatedStorage(20)
                    .dbSubnetGroupName(subnetGroup(aws, network))
                    .vpcSecurityGroupIds(network.group())
                    .masterUsername("administrator")
                    .masterUserPassword("Of-a-test-1"));
    try {
      return hasInterface(aws, network) && becomesAvailable(aws, name);
    } finally {
      aws.rds().deleteDBInstance(r -> r.dbInstanceIdentifier(name).skipFinalSnapshot(true));
    }
  }

  private static String subnetGroup(Aws aws, Network network) {
    return aws.rds()
        .createDBSubnetGroup(
            r ->
                r.dbSubnetGroupName(unique())
                    .dbSubnetGroupDescription("of a test")
                    .subnetIds(network.subnet()))
        .dbSubnetGroup()
        .dbSubnetGroupName();
  }

  private static boolean keepsExportedLogs(Aws aws) {
    String name = unique();
    aws.rds()
        .createDBInstance(
            r ->
                r.dbInstanceIdentifier(name)
                    .engine(WITHOUT_SERVER)
                    .dbInstanceClass("db.t3.small")
                    .allocatedStorage(20)
                    .masterUsername("administrator")
                    .masterUserPassword("Of-a-test-1")
                    .enableCloudwatchLogsExports("alert"));
    return aws.rds()
        .describeDBInstances(r -> r.dbInstanceIdentifier(name))
        .dbInstances()
        .get(0)
        .enabledCloudwatchLogsExports()
        .equals(List.of("alert"));
  }

  private static boolean hasInterface(Aws aws, Network network) {
    return aws.ec2().describeNetworkInterfaces().networkInterfaces().stream()
        .filter(found -> "RDSNetworkInterface".equals(found.description()))
        .anyMatch(
            found ->
                network.holds(found.privateIpAddress())
                    && found.groups().stream()
                        .anyMatch(group -> group.groupId().equals(network.group())));
  }

  private static boolean becomesAvailable(Aws aws, String name) {
    return await()
        .atMost(Duration.ofMinutes(3))
        .until(
            () ->
                aws.rds()
                    .describeDBInstances(r -> r.dbInstanceIdentifier(name))
                    .dbInstances()
                    .get(0)
                    .dbInstanceStatus(),
            status -> !status.equals("creating"))
        .equals("available");
  }

  private static boolean refersToSecretsByArn(Aws aws) {
    return secretsBy(aws, "{}", 1).get(0).startsWith("arn:aws:secretsmanager:");
  }

  /** Four characters that each are of another kind, which one in fifteen is by chance. */
  private static boolean generatesWhatSecretsMustHave(Aws aws) {
    return secretsBy(aws, "{ \"PasswordLength\": 4, \"RequireEachIncludedType\": true }", 10)
        .stream()
        .map(id -> aws.secretsManager().getSecretValue(r -> r.secretId(id)).secretString())
        .allMatch(
            value -> Stream.of("[a-z]", "[A-Z]", "[0-9]", "\\p{Punct}").allMatch(holds(value)));
  }

  private static Predicate<String> holds(String value) {
    return pattern -> Pattern.compile(pattern).matcher(value).find();
  }

  /** What a template's references to secrets are that are generated by these rules. */
  private static List<String> secretsBy(Aws aws, String rules, int count) {
    String name = unique();
    String secret =
        """
        "Secret%d": { "Type": "AWS::SecretsManager::Secret", "Properties": { "GenerateSecretString": %s } }""";
    String output =
        """
        "Secret%d": { "Value": { "Ref": "Secret%<d" } }""";
    String template =
        "{ \"Resources\": { %s }, \"Outputs\": { %s } }"
            .formatted(
                numbered(count, number -> secret.formatted(number, rules)),
                numbered(count, output::formatted));
    aws.cloudFormation().createStack(r -> r.stackName(name).templateBody(template));
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> aws.cloudFormation().describeStacks(r -> r.stackName(name)).stacks().get(0),
            stack -> stack.stackStatusAsString().equals("CREATE_COMPLETE"))
        .outputs()
        .stream()
        .map(Output::outputValue)
        .toList();
  }

  private static String numbered(int count, IntFunction<String> part) {
    return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(", "));
  }

  /** By the tag, and as long as there is something that has it. */
  private static boolean findsResourcesByTag(Aws aws) {
    String run = unique();
    String subnet = Network.of(aws).subnet();
    aws.ec2().createTags(r -> r.resources(subnet).tags(t -> t.key("Run").value(run)));
    try (AwsClients clients = clients(aws)) {
      TaggedResources tagged = new TaggedResources(clients);
      boolean isFound =
          tagged.with("Run", run).stream()
              .anyMatch(each -> each.arn().endsWith(":subnet/" + subnet));
      aws.ec2().deleteSubnet(r -> r.subnetId(subnet));
      return isFound && tagged.with("Run", run).isEmpty();
    }
  }

  private static boolean saysWhetherZonesAreSigned(Aws aws) {
    String zone =
        aws.route53()
            .createHostedZone(r -> r.name(unique() + ".internal").callerReference(unique()))
            .hostedZone()
            .id();
    try {
      return aws.route53()
          .getDNSSEC(r -> r.hostedZoneId(zone.replaceFirst("/hostedzone/", "")))
          .status()
          .serveSignature()
          .equals("NOT_SIGNING");
    } catch (Route53Exception e) {
      return false;
    }
  }
}
