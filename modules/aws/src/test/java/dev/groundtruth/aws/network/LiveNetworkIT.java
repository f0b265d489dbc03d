package dev.groundtruth.aws.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.Retries;
import dev.groundtruth.aws.emulator.EmulatedSettings;
import dev.groundtruth.aws.emulator.Emulator;
import dev.groundtruth.aws.emulator.Emulators;
import dev.groundtruth.network.awscli.Dump;
import dev.groundtruth.network.awscli.DumpReader;
import dev.groundtruth.network.diff.Cause;
import dev.groundtruth.network.diff.Change;
import dev.groundtruth.network.diff.NetworkDiff;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.terraform.TerraformReader;
import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.command.ToolCache;
import dev.groundtruth.provisioning.terraform.NetworkException;
import dev.groundtruth.provisioning.terraform.ProviderMissingException;
import dev.groundtruth.provisioning.terraform.SavedPlan;
import dev.groundtruth.provisioning.terraform.Terraform;
import dev.groundtruth.provisioning.terraform.TerraformBuilder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A network that the real provider made in an emulator, and what is found when it is changed by
 * hand. The emulator is started here, or is that of {@value Emulator#ENDPOINT_PROPERTY}, in which
 * what the tests make is left.
 */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveNetworkIT {

  private static final Logger LOG = LoggerFactory.getLogger(LiveNetworkIT.class);
  private static final String REGION = "eu-west-3";

  private Path folder;
  private CommandRunner commands;
  private Emulator emulator;
  private AwsClients clients;
  private Ec2Client ec2;
  private Network recorded;

  @BeforeAll
  void apply(@TempDir Path home) throws Exception {
    folder = Files.createDirectories(home.resolve("configuration"));
    commands = Emulators.commands(home);
    emulator =
        Optional.ofNullable(System.getProperty(Emulator.ENDPOINT_PROPERTY))
            .map(uri -> Emulator.at(URI.create(uri)))
            .orElseGet(() -> Emulators.builder(home).start());
    clients =
        AwsClients.in(REGION)
            .endpoint(emulator.endpoint())
            .credentials("test", Secret.of("test"))
            .retries(Retries.standard(1))
            .open();
    ec2 =
        Ec2Client.builder()
            .endpointOverride(emulator.endpoint())
            .region(Region.of(REGION))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .build();
    recorded = applied();
  }

  @AfterAll
  void remove() {
    Stream.of(ec2, clients, emulator)
        .filter(Objects::nonNull)
        .forEach(
            each -> {
              try {
                each.close();
              } catch (Exception e) {
                throw new AssertionError(each + " cannot be closed", e);
              }
            });
  }

  private Network applied() throws Exception {
    try (InputStream configuration =
        Objects.requireNonNull(LiveNetworkIT.class.getResourceAsStream("drift.tf"))) {
      Files.copy(configuration, folder.resolve("main.tf"));
    }
    EmulatedSettings.of(emulator.endpoint()).write(folder);
    Path tools = ToolCache.folder();
    Path terraformBinary = tools.resolve("terraform/1.13.3/terraform");
    String binary = Files.exists(terraformBinary) ? terraformBinary.toString() : "terraform";
    Path mirror = tools.resolve("terraform.rc");
    TerraformBuilder builder =
        Terraform.in(folder)
            .binary(binary)
            .variable("block", emulator.vpcCidr().orElse("10.0.0.0/16"));
    if (Files.exists(mirror)) {
      builder.environment("TF_CLI_CONFIG_FILE", mirror.toString());
    }
    try (Terraform terraform = builder.open()) {
      try {
        terraform.init();
      } catch (ProviderMissingException | NetworkException e) {
        if (Files.exists(mirror)) {
          throw e;
        }
        abort("the provider can be had neither from a mirror nor from the registry: " + e);
      }
      try (SavedPlan plan = terraform.plan()) {
        terraform.apply(plan);
      }
    }
    String state =
        commands.run(Command.builder(binary, "show", "-json").directory(folder).build()).stdout();
    return new TerraformReader()
        .read("state.json", new ByteArrayInputStream(state.getBytes(StandardCharsets.UTF_8)));
  }

  private NetworkDiff drift() {
    return Drift.between(recorded, live());
  }

  /**
   * What is read. MiniStack does not tell which network ACL a subnet has, so that nothing could be
   * said for certain; AWS tells it, also of the default one. What it would say is added, and said.
   */
  private Network live() {
    Snapshot snapshot = timed();
    JsonNode subnets = json(snapshot, "subnets.json").path("Subnets");
    ObjectNode acls = (ObjectNode) json(snapshot, "network-acls.json");
    boolean isTold =
        acls.path("NetworkAcls").valueStream().anyMatch(acl -> !acl.path("Associations").isEmpty());
    if (isTold) {
      return snapshot.network();
    }
    LOG.warn(
        "NOT_OBSERVABLE: {} does not tell which network ACL a subnet has; taken for the default",
        emulator.product());
    for (JsonNode acl : acls.path("NetworkAcls")) {
      subnets
          .valueStream()
          .filter(subnet -> subnet.path("VpcId").equals(acl.path("VpcId")))
          .forEach(
              subnet ->
                  ((ArrayNode) acl.path("Associations"))
                      .addObject()
                      .set("SubnetId", subnet.path("SubnetId")));
    }
    return new DumpReader()
        .read(
            snapshot.network().source(),
            snapshot.dumps().stream()
                .map(
                    dump ->
                        dump.name().equals("network-acls.json")
                            ? new Dump(dump.name(), acls.toString())
                            : dump)
                .toList());
  }

  private static JsonNode json(Snapshot snapshot, String file) {
    return JsonMapper.shared()
        .readTree(
            snapshot.dumps().stream()
                .filter(dump -> dump.name().equals(file))
                .findFirst()
                .orElseThrow()
                .json());
  }

  private String group(String name) {
    return recorded.securityGroups().stream()
        .filter(each -> each.identity().key().equals("aws_security_group." + name))
        .findFirst()
        .flatMap(each -> each.identity().id())
        .orElseThrow();
  }

  private static IpPermission ssh() {
    return IpPermission.builder()
        .ipProtocol("tcp")
        .fromPort(22)
        .toPort(22)
        .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
        .build();
  }

  @Test
  void finds_nothing_where_everything_is_as_terraform_left_it() {
    assertThat(drift()).hasToString("no difference");
    assertThat(recorded.interfaces()).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void finds_the_packets_that_a_group_opened_by_hand_admits_and_the_rule() {
    String web = group("web");
    ec2.authorizeSecurityGroupIngress(q -> q.groupId(web).ipPermissions(ssh()));
    try {
      NetworkDiff drift = drift();

      LOG.info("{}", drift);
      assertThat(drift.noLongerReachable()).isEmpty();
      assertThat(drift.newlyReachable())
          .isNotEmpty()
          .allSatisfy(
              change -> {
                assertThat(change.to()).isEqualTo("aws_instance.web");
                assertThat(change.packets().toString()).contains("tcp", "22");
                assertThat(change.responsible())
                    .singleElement()
                    .satisfies(
                        cause -> {
                          assertThat(cause.kind()).isEqualTo(Cause.Kind.SECURITY_GROUP_RULE);
                          assertThat(cause.sign()).isEqualTo(Cause.Sign.ADDED);
                          assertThat(cause.text()).contains("tcp 22", "0.0.0.0/0");
                        });
              });
    } finally {
      ec2.revokeSecurityGroupIngress(q -> q.groupId(web).ipPermissions(ssh()));
    }
  }

  @Test
  void finds_what_a_rule_removed_by_hand_no_longer_admits() {
    String database = group("database");
    String web = group("web");
    IpPermission rule =
        IpPermission.builder()
            .ipProtocol("tcp")
            .fromPort(3306)
            .toPort(3306)
            .userIdGroupPairs(UserIdGroupPair.builder().groupId(web).build())
            .build();
    ec2.revokeSecurityGroupIngress(q -> q.groupId(database).ipPermissions(rule));
    try {
      NetworkDiff drift = drift();

      LOG.info("{}", drift);
      assertThat(drift.newlyReachable()).isEmpty();
      // Other addresses of the VPC may get the group any time, but none has it now.
      assertThat(drift.noLongerReachable().stream().filter(Change::isCertain))
          .extracting(change -> change.from() + " -> " + change.to())
          .containsExactlyInAnyOrder(
              "aws_instance.web -> aws_instance.database",
              "aws_instance.web -> aws_network_interface.second");
      assertThat(drift.noLongerReachable())
          .allSatisfy(
              change ->
                  assertThat(change.responsible())
                      .singleElement()
                      .satisfies(
                          cause -> {
                            assertThat(cause.sign()).isEqualTo(Cause.Sign.REMOVED);
                            assertThat(cause.subject()).contains("database_mysql");
                          }));
    } finally {
      ec2.authorizeSecurityGroupIngress(q -> q.groupId(database).ipPermissions(rule));
    }
  }

  @Test
  void finds_what_a_route_removed_by_hand_cuts_off() {
    String table =
        recorded.routeTables().stream()
            .filter(each -> each.identity().key().equals("aws_route_table.database"))
            .findFirst()
            .flatMap(each -> each.identity().id())
            .orElseThrow();
    String gateway =
        ec2.describeRouteTables(q -> q.routeTableIds(table)).routeTables().get(0).routes().stream()
            .filter(route -> "0.0.0.0/0".equals(route.destinationCidrBlock()))
            .findFirst()
            .orElseThrow()
            .natGatewayId();
    ec2.deleteRoute(q -> q.routeTableId(table).destinationCidrBlock("0.0.0.0/0"));
    try {
      NetworkDiff drift = drift();

      LOG.info("{}", drift);
      assertThat(drift.newlyReachable()).isEmpty();
      assertThat(drift.noLongerReachable())
          .isNotEmpty()
          .allSatisfy(
              change -> {
                assertThat(change.to()).isEqualTo("other addresses");
                assertThat(change.from())
                    .isIn("aws_instance.database", "aws_network_interface.second");
                assertThat(change.responsible())
                    .anySatisfy(
                        cause -> {
                          assertThat(cause.kind()).isEqualTo(Cause.Kind.ROUTE);
                          assertThat(cause.sign()).isEqualTo(Cause.Sign.REMOVED);
                          assertThat(cause.subject()).isEqualTo("aws_route.nat");
                        });
              });
    } finally {
      ec2.createRoute(
          q -> q.routeTableId(table).destinationCidrBlock("0.0.0.0/0").natGatewayId(gateway));
    }
  }

  @Test
  void reads_five_hundred_interfaces() {
    String vpc = Crowd.make(ec2, 500).vpc();

    Network network = timed().network();

    assertThat(
            network.interfaces().stream()
                .filter(
                    each -> each.groups().stream().anyMatch(group -> isIn(network, group, vpc))))
        .hasSize(500);
    assertThat(network.remarks()).noneMatch(each -> each.kind() == Remark.Kind.NOT_UNDERSTOOD);
  }

  private static boolean isIn(Network network, String group, String vpc) {
    return network.securityGroups().stream()
        .anyMatch(each -> each.identity().key().equals(group) && each.vpc().equals(vpc));
  }

  private Snapshot timed() {
    long start = System.nanoTime();
    Snapshot snapshot = new LiveNetwork(clients).read();
    LOG.info(
        "Read {} interfaces in {} ms",
        snapshot.network().interfaces().size(),
        (System.nanoTime() - start) / 1_000_000);
    return snapshot;
  }
}
