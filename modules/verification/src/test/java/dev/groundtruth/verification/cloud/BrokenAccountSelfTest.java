package dev.groundtruth.verification.cloud;

import static dev.groundtruth.verification.cloud.HeldSuite.ANYWHERE;
import static dev.groundtruth.verification.cloud.HeldSuite.MYSQL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.groundtruth.aws.operation.Deployments;
import dev.groundtruth.aws.operation.GroupRules;
import dev.groundtruth.aws.steady.SteadyState;
import dev.groundtruth.provisioning.terraform.state.Outputs;
import dev.groundtruth.provisioning.value.Located;
import dev.groundtruth.verification.Database;
import dev.groundtruth.verification.SuiteClasses;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.engine.DiscoverySelector;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DomainType;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The smallest stack, applied whole: the suite finds nothing; then one thing after the other is
 * broken in the account, and the suite finds it, with a message that names it.
 */
@Tag("emulated")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokenAccountSelfTest {

  private static final String AWS_JSON = "application/x-amz-json-1.1";

  private final HoldingContext context =
      new HoldingContext(Map.of(CloudStackSettings.STACK_PARAMETER, "seed"));
  private CloudWordPressStack stack;
  private Ec2Client ec2;
  private EcsClient ecs;
  private ElasticLoadBalancingV2Client loadBalancing;

  @BeforeAll
  void apply() throws Exception {
    stack = CloudWordPressStack.start(context, watched(CloudStackSettings.of(context)));
    HeldStack.hold(stack);
    ec2 = client(Ec2Client.builder());
    ecs = client(EcsClient.builder());
    loadBalancing = client(ElasticLoadBalancingV2Client.builder());
  }

  /** Also with what else can be broken. */
  private static CloudStackSettings watched(CloudStackSettings seed) {
    return new CloudStackSettings(
        seed.variablesFile(),
        seed.terraform().withVariables(Map.of("alarms", true, "backups", true, "waf", true)),
        seed.leftOut(),
        seed.images());
  }

  /** Destroys it in one go, and fails if anything is left. */
  @AfterAll
  void destroy() throws Exception {
    context.close();
  }

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(stack.terraform().emulator().orElseThrow().endpoint())
        .region(Region.of(stack.terraform().region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  @Test
  @Order(1)
  void whole_stack_passes() {
    assertThat(
            failures(
                AgreementVerification.class,
                OperationVerification.class,
                ServiceVerification.class,
                SuiteClasses.network(),
                SuiteClasses.health(),
                SuiteClasses.database()))
        .isEmpty();
  }

  @Test
  @Order(2)
  void group_opened_to_the_world_is_found() {
    HeldSuite.findsTheDatabaseOpenedToTheWorld(stack);
  }

  @Test
  @Order(3)
  void missing_route_is_found() {
    RouteTable table = tableOf(subnet("public"));
    String gateway =
        table.routes().stream()
            .filter(route -> ANYWHERE.equals(route.destinationCidrBlock()))
            .map(route -> route.gatewayId())
            .findFirst()
            .orElseThrow();
    ec2.deleteRoute(r -> r.routeTableId(table.routeTableId()).destinationCidrBlock(ANYWHERE));
    try {
      Map<String, String> failures = failures(AgreementVerification.class);

      assertThat(failures)
          .hasEntrySatisfying(
              "AgreementVerification#live_network_keeps_the_contract",
              message ->
                  assertThat(message)
                      .contains("missing internet -> load-balancer")
                      .contains("NO_ROUTE_TO_DESTINATION"))
          .containsKey("AgreementVerification#second_plan_is_empty");
    } finally {
      ec2.createRoute(
          r ->
              r.routeTableId(table.routeTableId())
                  .destinationCidrBlock(ANYWHERE)
                  .gatewayId(gateway));
    }
  }

  @Test
  @Order(4)
  void database_laid_open_to_the_internet_is_found() {
    RouteTable own = tableOf(subnet("database"));
    String association = associationOf(own, subnet("database")).routeTableAssociationId();
    GroupRules rules = new GroupRules(stack.terraform().aws());
    String instance = stack.terraform().outputs().get("database").at("instance_ids").texts().get(0);
    String address = ec2.allocateAddress(r -> r.domain(DomainType.VPC)).allocationId();
    String now =
        ec2.replaceRouteTableAssociation(
                r ->
                    r.associationId(association)
                        .routeTableId(tableOf(subnet("public")).routeTableId()))
            .newAssociationId();
    String given =
        ec2.associateAddress(r -> r.allocationId(address).instanceId(instance)).associationId();
    rules.admitTcp(group("database"), MYSQL, ANYWHERE);
    try {
      Map<String, String> failures = failures(AgreementVerification.class);

      assertThat(failures)
          .hasEntrySatisfying(
              "AgreementVerification#database_is_in_no_subnet_that_leads_to_the_internet",
              message -> assertThat(message).contains(subnet("database")))
          .containsKey("AgreementVerification#database_has_no_public_address")
          .hasEntrySatisfying(
              "AgreementVerification#nothing_of_the_internet_reaches_the_database",
              message -> assertThat(message).contains("3306"));
    } finally {
      rules.revokeTcp(group("database"), MYSQL, ANYWHERE);
      ec2.disassociateAddress(r -> r.associationId(given));
      ec2.releaseAddress(r -> r.allocationId(address));
      ec2.replaceRouteTableAssociation(r -> r.associationId(now).routeTableId(own.routeTableId()));
    }
  }

  @Test
  @Order(5)
  void wrong_secret_is_found() {
    String user = "'%s'@'%%'".formatted(Database.WORDPRESS_USER);
    String account =
        stack
            .database()
            .administrate(
                "SELECT CONCAT(QUOTE(user), '@', QUOTE(host)) FROM mysql.user WHERE user = '"
                    + Database.WORDPRESS_USER
                    + "'")
            .stream()
            .map(row -> row.get(0))
            .findFirst()
            .orElse(user);
    stack
        .database()
        .administrate("ALTER USER %s IDENTIFIED BY 'Another-1-than-before'".formatted(account));

    Map<String, String> failures = failures(SuiteClasses.database(), SuiteClasses.health());

    assertThat(failures)
        .hasEntrySatisfying(
            "DatabaseVerification#wordpress_user_connects_over_tls_from_a_web_container",
            message -> assertThat(message).contains("Access denied"))
        .containsKey("WordPressHealthVerification#front_page_shows_the_site");
  }

  /** A release that listens, as its author says, on 8080: WordPress listens on 80. */
  @Test
  @Order(6)
  void wrong_port_is_found() {
    String cluster = outputs().text("ecs_cluster_name");
    String service = outputs().text("ecs_service_name");
    String group = outputs().text("target_group_arn");
    Service before = service(cluster, service);
    Deployments deployments = new Deployments(stack.terraform().aws());
    String wrong =
        deployments.register(
            before.taskDefinition(),
            container ->
                container.toBuilder()
                    .portMappings(PortMapping.builder().containerPort(8080).build())
                    .build());
    ecs.updateService(
        r ->
            r.cluster(cluster)
                .service(service)
                .taskDefinition(wrong)
                .loadBalancers(
                    before.loadBalancers().stream()
                        .map(each -> each.toBuilder().containerPort(8080).build())
                        .toList()));
    try {
      await("the health checks to notice")
          .atMost(Duration.ofMinutes(1))
          .until(
              () ->
                  loadBalancing
                      .describeTargetHealth(r -> r.targetGroupArn(group))
                      .targetHealthDescriptions()
                      .stream()
                      .anyMatch(
                          target ->
                              target.targetHealth().state() == TargetHealthStateEnum.UNHEALTHY));

      assertThat(
              failures(
                  selectMethod(ServiceVerification.class, "every_target_is_healthy"),
                  selectMethod(SuiteClasses.health(), "front_page_shows_the_site")))
          .hasEntrySatisfying(
              "ServiceVerification#every_target_is_healthy",
              message -> assertThat(message).contains("Target.FailedHealthChecks", "8080"))
          .hasEntrySatisfying(
              "WordPressHealthVerification#front_page_shows_the_site",
              message -> assertThat(message).contains("502"));
    } finally {
      ecs.updateService(
          r ->
              r.cluster(cluster)
                  .service(service)
                  .taskDefinition(before.taskDefinition())
                  .loadBalancers(before.loadBalancers()));
      deployments.forget(wrong);
      awaitSteadyService();
    }
  }

  @Test
  @Order(7)
  void image_that_was_built_after_the_apply_is_found() {
    String running = outputs().get("database").at("image_id").text();
    Image old = ec2.describeImages(r -> r.imageIds(running)).images().get(0);
    String built =
        stack
            .terraform()
            .emulator()
            .orElseThrow()
            .registerImage(old.name() + "-later", "groundtruth/mysql:latest");
    try {
      assertThat(
              failures(
                  selectMethod(
                      OperationVerification.class,
                      "database_runs_the_newest_image_that_packer_built")))
          .hasEntrySatisfying(
              "OperationVerification#database_runs_the_newest_image_that_packer_built",
              message -> assertThat(message).contains(running, built));
    } finally {
      ec2.deregisterImage(r -> r.imageId(built));
    }
  }

  /** Tags that somebody took away: whoever pays for it is not told any more. */
  @Test
  @Order(8)
  void missing_tags_are_found() {
    ec2.deleteTags(r -> r.resources(subnet("database")).tags(tag("Owner"), tag("Expires")));

    assertThat(
            failures(
                selectMethod(
                    OperationVerification.class, "network_carries_the_run_owner_and_expiry")))
        .hasEntrySatisfying(
            "OperationVerification#network_carries_the_run_owner_and_expiry",
            message -> assertThat(message).contains(subnet("database"), "Owner", "Expires"));
  }

  private static software.amazon.awssdk.services.ec2.model.Tag tag(String key) {
    return software.amazon.awssdk.services.ec2.model.Tag.builder().key(key).build();
  }

  private Service service(String cluster, String service) {
    return ecs.describeServices(r -> r.cluster(cluster).services(service)).services().get(0);
  }

  private void awaitSteadyService() {
    SteadyState steady = new SteadyState(stack.terraform().aws());
    steady.ecsService(
        outputs().text("ecs_cluster_name"),
        outputs().text("ecs_service_name"),
        Duration.ofMinutes(2));
    steady.targets(outputs().text("target_group_arn"), Duration.ofMinutes(1));
  }

  private Outputs outputs() {
    return stack.terraform().outputs();
  }

  /** A release past Terraform: with a secret of somebody else's, in a zone that is not in use. */
  @Test
  @Order(9)
  void release_by_hand_is_found() {
    Outputs outputs = stack.terraform().outputs();
    String cluster = outputs.text("ecs_cluster_name");
    String service = outputs.text("ecs_service_name");
    String strange;
    try (SecretsManagerClient secrets = client(SecretsManagerClient.builder())) {
      strange = secrets.createSecret(r -> r.name("by-hand").secretString("by-hand")).arn();
    }
    Service before = service(cluster, service);
    Deployments deployments = new Deployments(stack.terraform().aws());
    String byHand =
        deployments.register(
            before.taskDefinition(),
            container -> {
              List<Secret> more = new ArrayList<>(container.secrets());
              more.add(Secret.builder().name("BY_HAND").valueFrom(strange).build());
              return container.toBuilder().secrets(more).build();
            });
    try {
      AwsVpcConfiguration own = before.networkConfiguration().awsvpcConfiguration();
      ecs.updateService(
          r ->
              r.cluster(cluster)
                  .service(service)
                  .taskDefinition(byHand)
                  .desiredCount(before.desiredCount() + 1)
                  .networkConfiguration(
                      n ->
                          n.awsvpcConfiguration(
                              own.toBuilder().subnets(subnetWithoutUse("public")).build())));
      awaitSteadyService();

      assertThat(
              failures(
                  selectMethod(
                      ServiceVerification.class,
                      "service_is_steady_with_the_desired_number_of_tasks"),
                  selectMethod(ServiceVerification.class, "tasks_are_spread_over_the_zones_in_use"),
                  selectMethod(
                      ServiceVerification.class,
                      "healthy_targets_are_spread_over_the_zones_in_use"),
                  selectMethod(
                      ServiceVerification.class,
                      "secrets_of_tasks_come_from_secrets_manager_and_from_nowhere_else")))
          .hasEntrySatisfying(
              "ServiceVerification#service_is_steady_with_the_desired_number_of_tasks",
              message -> assertThat(message).contains("Expected size: 1 but was: 2"))
          .hasEntrySatisfying(
              "ServiceVerification#tasks_are_spread_over_the_zones_in_use",
              message -> assertThat(message).contains("eu-west-3b"))
          .hasEntrySatisfying(
              "ServiceVerification#healthy_targets_are_spread_over_the_zones_in_use",
              message -> assertThat(message).contains("eu-west-3b"))
          .hasEntrySatisfying(
              "ServiceVerification#secrets_of_tasks_come_from_secrets_manager_and_from_nowhere_else",
              message -> assertThat(message).contains("BY_HAND", strange));
    } finally {
      deployments.forget(byHand);
    }
  }

  @Test
  @Order(10)
  void what_operators_rely_on_is_missed() {
    Outputs outputs = stack.terraform().outputs();
    ask(
        "monitoring",
        "GraniteServiceVersion20100801.DisableAlarmActions",
        Map.of("AlarmNames", outputs.texts("alarms")));
    ask(
        "wafv2",
        "AWSWAF_20190729.DisassociateWebACL",
        Map.of("ResourceArn", outputs.text("load_balancer_arn")));
    ask(
        "logs",
        "Logs_20140328.DeleteLogGroup",
        Map.of("logGroupName", outputs.text("wordpress_log_group")));
    String selections =
        "/backup/plans/%s/selections".formatted(outputs.get("backup").at("plan_id").text());
    List<String> ids =
        request("backup").get(selections).jsonPath().getList("BackupSelectionsList.SelectionId");
    ids.forEach(
        id -> request("backup").delete(selections + "/" + id).then().statusCode(lessThan(300)));

    assertThat(failures(OperationVerification.class))
        .hasEntrySatisfying(
            "OperationVerification#every_alarm_tells_somebody",
            message -> assertThat(message).contains("actions of"))
        .hasEntrySatisfying(
            "OperationVerification#firewall_stands_before_the_load_balancer",
            message -> assertThat(message).containsPattern("(?i)web ?acl"))
        .hasEntrySatisfying(
            "OperationVerification#backups_are_planned_and_kept",
            message -> assertThat(message).contains("what", "backs up"))
        .hasEntrySatisfying(
            "OperationVerification#request_is_seen_in_cloudwatch_logs",
            message -> assertThat(message).contains(outputs.text("wordpress_log_group")));
  }

  /** Asks a service that there is no client of here. */
  private void ask(String service, String operation, Map<String, Object> parameters) {
    request(service)
        .header("X-Amz-Target", operation)
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig().encodeContentTypeAs(AWS_JSON, ContentType.JSON)))
        .contentType(AWS_JSON)
        .body(parameters)
        .post("/")
        .then()
        .statusCode(lessThan(300));
  }

  private RequestSpecification request(String service) {
    return RestAssured.given()
        .baseUri(stack.terraform().emulator().orElseThrow().endpoint().toString())
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=test/20260101/%s/%s/aws4_request"
                .formatted(stack.terraform().region(), service));
  }

  private String group(String tier) {
    return stack.terraform().outputs().get("security_group_ids").at(tier).text();
  }

  private String subnet(String tier) {
    return stack.terraform().outputs().get("subnet_ids").at(tier).map().values().stream()
        .map(each -> each.text())
        .findFirst()
        .orElseThrow();
  }

  /** Of those in the order of their zones, of which the first is in use. */
  private String subnetWithoutUse(String tier) {
    Map<String, Located> subnets =
        new TreeMap<>(stack.terraform().outputs().get("subnet_ids").at(tier).map());
    assertThat(stack.terraform().outputs().texts("zones_in_use")).hasSize(1);
    return subnets.entrySet().stream()
        .filter(each -> !stack.terraform().outputs().texts("zones_in_use").contains(each.getKey()))
        .map(each -> each.getValue().text())
        .findFirst()
        .orElseThrow();
  }

  private RouteTable tableOf(String subnet) {
    return ec2.describeRouteTables(
            r -> r.filters(Filter.builder().name("association.subnet-id").values(subnet).build()))
        .routeTables()
        .get(0);
  }

  private static RouteTableAssociation associationOf(RouteTable table, String subnet) {
    return table.associations().stream()
        .filter(each -> subnet.equals(each.subnetId()))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> failures(Class<?>... suite) {
    return HeldSuite.run(suite).failures();
  }

  private static Map<String, String> failures(DiscoverySelector... suite) {
    return HeldSuite.run(suite).failures();
  }
}
