package dev.groundtruth.aws.network;

import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.AwsException.Kind;
import dev.groundtruth.aws.internal.CliJson;
import dev.groundtruth.aws.internal.Sdk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ManagedPrefixList;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.TaskField;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One reading of everything that decides who can send what to whom; all pages of it. */
final class Reading {

  private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

  /** Requests under way at once: enough to hide their way to AWS, too few to be throttled. */
  private static final int AT_ONCE = 6;

  /** The most that one request may ask for, as each operation's page of the API reference says. */
  private static final int PAGE = 1000;

  private static final int SMALL_PAGE = 100;

  private static final int MIDDLE_PAGE = 255;

  private static final String INSTANCES = "instances";

  private final Sdk sdk;

  Reading(Sdk sdk) {
    this.sdk = sdk;
  }

  /** What reads one listing, or some. */
  private interface Source extends Callable<List<Listing>> {}

  /**
   * Reads it all.
   *
   * @return the listings by the names of their files
   * @throws AwsException if something could not be read; all actions that the policies do not allow
   *     are named at once
   */
  Map<String, Listing> read() {
    List<Source> sources = new ArrayList<>(deciding());
    sources.add(0, instances());
    return read(sources);
  }

  /**
   * Reads again what decides. Instances only name their interfaces, which tell themselves whose
   * they are, and are most of what is to be read.
   *
   * @param before what was read before, from which the instances are taken
   * @return the listings by the names of their files
   * @throws AwsException as {@link #read()} does
   */
  Map<String, Listing> readAgain(Map<String, Listing> before) {
    Map<String, Listing> read = read(deciding());
    Listing instances = before.get(INSTANCES + ".json");
    if (instances != null) {
      read.put(instances.file(), instances);
    }
    return read;
  }

  private Map<String, Listing> read(List<Source> sources) {
    Map<String, Listing> read = new TreeMap<>();
    List<AwsException> denied = new ArrayList<>();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            AT_ONCE,
            task -> {
              Thread thread = new Thread(task, "groundtruth-live-network");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<List<Listing>>> answers = new ArrayList<>();
      sources.forEach(source -> answers.add(threads.submit(source)));
      for (Future<List<Listing>> answer : answers) {
        try {
          answer.get().forEach(listing -> read.put(listing.file(), listing));
        } catch (ExecutionException e) {
          tolerate(e, denied);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AwsException(Kind.FAILED, "interrupted while the network was read", e);
    } finally {
      threads.shutdownNow();
    }
    if (!denied.isEmpty()) {
      throw new AwsException(
          Kind.NOT_ALLOWED,
          denied.stream().map(AwsException::getMessage).collect(Collectors.joining("\n")),
          denied.get(0));
    }
    return read;
  }

  /** What an emulator does not know is left out, and the network has a remark that it is. */
  private void tolerate(ExecutionException failure, List<AwsException> denied) {
    if (!(failure.getCause() instanceof AwsException said)) {
      throw new IllegalStateException(failure.getCause());
    }
    if (said.kind() == Kind.NOT_ALLOWED) {
      denied.add(said);
    } else if (said.kind() == Kind.UNSUPPORTED && sdk.endpoint().isPresent()) {
      LOG.info("Left out of the network: {}", said.getMessage());
    } else {
      throw said;
    }
  }

  private Source instances() {
    return listing(
        INSTANCES,
        "Reservations",
        "ReservationId",
        () -> sdk.ec2().describeInstancesPaginator(q -> q.maxResults(PAGE)).reservations());
  }

  /** The other services first, as the client of each takes a while to load: so all do at once. */
  private List<Source> deciding() {
    return List.of(
        listing(
            "db-instances",
            "DBInstances",
            "DBInstanceArn",
            () -> sdk.rds().describeDBInstancesPaginator().dbInstances()),
        listing(
            "load-balancers",
            "LoadBalancers",
            "LoadBalancerArn",
            () -> sdk.elb().describeLoadBalancersPaginator().loadBalancers()),
        this::tasks,
        listing(
            "network-interfaces",
            "NetworkInterfaces",
            "NetworkInterfaceId",
            () ->
                sdk.ec2()
                    .describeNetworkInterfacesPaginator(q -> q.maxResults(PAGE))
                    .networkInterfaces()),
        listing(
            "security-groups",
            "SecurityGroups",
            "GroupId",
            () ->
                sdk.ec2()
                    .describeSecurityGroupsPaginator(q -> q.maxResults(PAGE))
                    .securityGroups()),
        listing(
            "vpcs",
            "Vpcs",
            "VpcId",
            () -> sdk.ec2().describeVpcsPaginator(q -> q.maxResults(PAGE)).vpcs()),
        listing(
            "subnets",
            "Subnets",
            "SubnetId",
            () -> sdk.ec2().describeSubnetsPaginator(q -> q.maxResults(PAGE)).subnets()),
        listing(
            "route-tables",
            "RouteTables",
            "RouteTableId",
            () ->
                sdk.ec2()
                    .describeRouteTablesPaginator(q -> q.maxResults(SMALL_PAGE))
                    .routeTables()),
        listing(
            "network-acls",
            "NetworkAcls",
            "NetworkAclId",
            () -> sdk.ec2().describeNetworkAclsPaginator(q -> q.maxResults(PAGE)).networkAcls()),
        listing(
            "internet-gateways",
            "InternetGateways",
            "InternetGatewayId",
            () ->
                sdk.ec2()
                    .describeInternetGatewaysPaginator(q -> q.maxResults(PAGE))
                    .internetGateways()),
        listing(
            "egress-only-internet-gateways",
            "EgressOnlyInternetGateways",
            "EgressOnlyInternetGatewayId",
            () ->
                sdk.ec2()
                    .describeEgressOnlyInternetGatewaysPaginator(q -> q.maxResults(MIDDLE_PAGE))
                    .egressOnlyInternetGateways()),
        listing(
            "nat-gateways",
            "NatGateways",
            "NatGatewayId",
            () -> sdk.ec2().describeNatGatewaysPaginator(q -> q.maxResults(PAGE)).natGateways()),
        listing(
            "vpc-peering-connections",
            "VpcPeeringConnections",
            "VpcPeeringConnectionId",
            () ->
                sdk.ec2()
                    .describeVpcPeeringConnectionsPaginator(q -> q.maxResults(PAGE))
                    .vpcPeeringConnections()),
        listing(
            "vpc-endpoints",
            "VpcEndpoints",
            "VpcEndpointId",
            () -> sdk.ec2().describeVpcEndpointsPaginator(q -> q.maxResults(PAGE)).vpcEndpoints()),
        listing(
            "transit-gateway-vpc-attachments",
            "TransitGatewayVpcAttachments",
            "TransitGatewayAttachmentId",
            () ->
                sdk.ec2()
                    .describeTransitGatewayVpcAttachmentsPaginator(q -> q.maxResults(PAGE))
                    .transitGatewayVpcAttachments()),
        // An account may have fifty, hence one page.
        listing(
            "vpc-block-public-access-exclusions",
            "VpcBlockPublicAccessExclusions",
            "ExclusionId",
            () ->
                sdk.ec2()
                    .describeVpcBlockPublicAccessExclusions(q -> q.maxResults(PAGE))
                    .vpcBlockPublicAccessExclusions()),
        this::blockPublicAccess,
        this::prefixLists);
  }

  /** All pages of one operation. */
  private interface Pages {
    Iterable<? extends SdkPojo> read();
  }

  private static Source listing(String name, String key, String id, Pages pages) {
    return () -> List.of(Listing.list(name + ".json", key, id, elements(pages.read())));
  }

  private static List<JsonNode> elements(Iterable<? extends SdkPojo> parts) {
    List<JsonNode> elements = new ArrayList<>();
    parts.forEach(part -> elements.add(CliJson.of(part)));
    return elements;
  }

  private List<Listing> blockPublicAccess() {
    return Optional.ofNullable(
            sdk.ec2().describeVpcBlockPublicAccessOptions(q -> {}).vpcBlockPublicAccessOptions())
        .map(
            options ->
                Listing.single(
                    "vpc-block-public-access-options.json",
                    "VpcBlockPublicAccessOptions",
                    CliJson.of(options)))
        .map(List::of)
        .orElse(List.of());
  }

  /** The lists, and the entries of each in a file of its own. */
  private List<Listing> prefixLists() {
    Ec2Client ec2 = sdk.ec2();
    List<ManagedPrefixList> lists =
        ec2
            .describeManagedPrefixListsPaginator(q -> q.maxResults(SMALL_PAGE))
            .prefixLists()
            .stream()
            .toList();
    List<Listing> listings = new ArrayList<>();
    listings.add(
        Listing.list("managed-prefix-lists.json", "PrefixLists", "PrefixListId", elements(lists)));
    for (ManagedPrefixList list : lists) {
      listings.add(
          Listing.list(
              "prefix-list-entries-%s.json".formatted(list.prefixListId()),
              "Entries",
              "Cidr",
              elements(
                  ec2.getManagedPrefixListEntriesPaginator(
                          q -> q.prefixListId(list.prefixListId()).maxResults(SMALL_PAGE))
                      .entries())));
    }
    return listings;
  }

  /** The tasks of all clusters; ECS lists only their names, and describes a hundred at once. */
  private List<Listing> tasks() {
    EcsClient ecs = sdk.ecs();
    List<JsonNode> tasks = new ArrayList<>();
    ArrayNode failures = JsonNodeFactory.instance.arrayNode();
    for (String cluster : ecs.listClustersPaginator().clusterArns()) {
      List<String> names =
          ecs.listTasksPaginator(q -> q.cluster(cluster)).taskArns().stream().toList();
      for (int from = 0; from < names.size(); from += SMALL_PAGE) {
        List<String> some = names.subList(from, Math.min(names.size(), from + SMALL_PAGE));
        DescribeTasksResponse answer =
            ecs.describeTasks(q -> q.cluster(cluster).tasks(some).include(TaskField.TAGS));
        tasks.addAll(elements(answer.tasks()));
        failures.addAll(elements(answer.failures()));
      }
    }
    return List.of(Listing.list("tasks.json", "tasks", "taskArn", tasks, failures));
  }
}
