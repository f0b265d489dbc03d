package dev.groundtruth.verification.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.groundtruth.aws.inventory.ContainerSettings;
import dev.groundtruth.aws.inventory.EcsService;
import dev.groundtruth.aws.inventory.EcsServices;
import dev.groundtruth.aws.inventory.LoadBalancing;
import dev.groundtruth.aws.inventory.ServiceTask;
import dev.groundtruth.aws.inventory.Target;
import dev.groundtruth.aws.operation.Deployments;
import dev.groundtruth.aws.operation.Tasks;
import dev.groundtruth.aws.steady.SteadyState;
import dev.groundtruth.junit.Evidence;
import dev.groundtruth.junit.RequiresEnvironment;
import dev.groundtruth.junit.VerifiesInfrastructure;
import dev.groundtruth.junit.terraform.TerraformEnvironment;
import dev.groundtruth.provisioning.terraform.state.Outputs;
import dev.groundtruth.verification.WordPressContract.Tier;
import dev.groundtruth.verification.WordPressSession;
import io.qameta.allure.Epic;
import io.qameta.allure.Feature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The service is what was asked for, is where it should be, and stays when a task goes. */
@VerifiesInfrastructure
@RequiresEnvironment(CloudWordPressStack.class)
@Tag("cloud")
@Order(100)
@Epic("WordPress on MySQL")
@Feature("ECS service")
@DisplayName("ECS service")
class ServiceVerification {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** More than the checks of a target take that is new. */
  private static final Duration HEALTH = Duration.ofMinutes(1);

  /** Three tasks have to end before ECS gives a release up, each a little later than the last. */
  private static final Duration ROLLBACK = Duration.ofMinutes(10);

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String STATIC_FILE = "/wp-includes/images/blank.gif";

  private final CloudWordPressStack stack;
  private final TerraformEnvironment terraform;
  private final Outputs outputs;
  private final Tasks tasks;
  private final EcsServices services;
  private final Evidence evidence;

  ServiceVerification(CloudWordPressStack stack, Evidence evidence) {
    this.stack = stack;
    this.terraform = stack.terraform();
    this.outputs = terraform.outputs();
    this.tasks = new Tasks(terraform.aws());
    this.services = new EcsServices(terraform.aws());
    this.evidence = evidence;
  }

  @Test
  void service_is_steady_with_the_desired_number_of_tasks() {
    new SteadyState(terraform.aws()).ecsService(cluster(), service(), PATIENCE);

    assertThat(running()).hasSize(outputs.number("wordpress_tasks").intValueExact());
  }

  @Test
  void tasks_are_spread_over_the_zones_in_use() {
    EcsService now = now();
    Map<String, Long> spread = now.runningByZone();
    List<String> zones = outputs.texts("zones_in_use");
    evidence.observed("tasks by zone: " + spread);

    assertThat(spread.keySet())
        .as("zones with tasks")
        .isSubsetOf(zones)
        .hasSize(Math.min(zones.size(), now.desired()));
  }

  /** And there is one for every task that is wanted. */
  @Test
  void every_target_is_healthy() {
    new SteadyState(terraform.aws()).targets(outputs.text("target_group_arn"), HEALTH);

    await("healthy targets")
        .atMost(HEALTH)
        .untilAsserted(() -> assertThat(healthy()).as("healthy targets").hasSize(now().desired()));
  }

  @Test
  void healthy_targets_are_spread_over_the_zones_in_use() {
    List<String> zones = outputs.texts("zones_in_use");
    Map<String, Long> spread =
        healthy().stream()
            .flatMap(target -> target.zone().stream())
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    evidence.observed("healthy targets by zone: " + spread);

    assertThat(spread.keySet())
        .as("zones with healthy targets")
        .isSubsetOf(zones)
        .hasSize(Math.min(zones.size(), now().desired()));
  }

  /** In what Terraform made, and in what the service runs, should that be something else. */
  @Test
  void secrets_of_tasks_come_from_secrets_manager_and_from_nowhere_else() {
    Set<String> definitions = new TreeSet<>(Set.of(now().taskDefinition()));
    terraform
        .terraform()
        .state()
        .read()
        .resourcesOfType("aws_ecs_task_definition")
        .forEach(each -> definitions.add(each.attribute("arn").text()));
    Set<String> arns = new HashSet<>(outputs.map("secrets", String.class).values());
    List<String> strange = new ArrayList<>();
    List<String> written = new ArrayList<>();
    int references = 0;
    for (String definition : definitions) {
      for (ContainerSettings container : services.containers(definition)) {
        references += container.secrets().size();
        container
            .secrets()
            .forEach(
                (name, from) -> {
                  if (arns.stream().noneMatch(from::startsWith)) {
                    strange.add("%s of %s, from %s".formatted(name, definition, from));
                  }
                });
        container
            .environment()
            .forEach(
                (name, value) -> {
                  if (stack.secrets().values().stream()
                      .anyMatch(secret -> value.contains(secret.reveal()))) {
                    written.add("%s of %s".formatted(name, definition));
                  }
                });
      }
    }
    evidence.observed(
        "%d references to secrets of Secrets Manager in %s".formatted(references, definitions));

    assertThat(references).as("references to secrets").isPositive();
    assertThat(strange).as("secrets that are none of the stack's").isEmpty();
    assertThat(written).as("variables with a secret in them").isEmpty();
  }

  @Test
  void killed_task_is_replaced_and_no_request_fails_meanwhile() {
    WordPressSession visitor = WordPressSession.anonymous(stack.site());
    List<String> before = running();
    assumeThat(before).as("tasks of %s", stack.variablesFile()).hasSizeGreaterThan(1);
    String killed = anotherThanTheFirst();
    List<Integer> answers = new ArrayList<>();

    evidence.step(
        "a task is killed", () -> tasks.stop(cluster(), killed, "killed by the verification"));
    await("another task in its place")
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(PAUSE)
        .until(
            () -> {
              answers.add(visitor.get(STATIC_FILE).statusCode());
              List<String> now = running();
              return now.size() == before.size() && !now.contains(killed);
            });
    every_target_is_healthy();
    evidence.observed(answers.size() + " requests were answered meanwhile");

    assertThat(answers).as("statuses of requests while a task was replaced").containsOnly(200);
  }

  /**
   * The tasks of the release before stay until those of the new one stay up, which none does here
   * (<a
   * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html">deployment
   * circuit breaker</a>).
   */
  @Test
  void broken_release_is_rolled_back_and_no_request_fails_meanwhile() {
    WordPressSession visitor = WordPressSession.anonymous(stack.site());
    String released = now().taskDefinition();
    Deployments deployments = new Deployments(terraform.aws());
    List<Integer> answers = new ArrayList<>();
    String broken =
        deployments.register(
            released,
            container ->
                container.toBuilder().entryPoint(List.of("false")).command(List.of()).build());
    try {
      evidence.step(
          "a release is deployed whose tasks end at once",
          () -> deployments.deploy(cluster(), service(), broken));
      await("the release before to be in its place again")
          .atMost(ROLLBACK)
          .pollDelay(Duration.ZERO)
          .pollInterval(PAUSE)
          .until(
              () -> {
                answers.add(visitor.get(STATIC_FILE).statusCode());
                return now().taskDefinition().equals(released);
              });
    } finally {
      // Where nothing was rolled back, others shall still find the stack whole.
      deployments.deploy(cluster(), service(), released);
      deployments.forget(broken);
    }
    service_is_steady_with_the_desired_number_of_tasks();
    every_target_is_healthy();
    evidence.observed(answers.size() + " requests were answered meanwhile");

    assertThat(answers).as("statuses of requests while it was rolled back").containsOnly(200);
  }

  /** The first one's interface is the way to the database for other tests. */
  private String anotherThanTheFirst() {
    String first =
        stack.topology().destinations().stream()
            .filter(destination -> destination.tier() == Tier.WEB)
            .map(destination -> destination.target().host())
            .findFirst()
            .orElseThrow();
    return now().tasks().stream()
        .filter(task -> task.address().filter(address -> !address.equals(first)).isPresent())
        .map(ServiceTask::arn)
        .findFirst()
        .orElseThrow();
  }

  private EcsService now() {
    return services.service(cluster(), service());
  }

  private List<String> running() {
    return now().tasks().stream()
        .filter(task -> task.state().equals("RUNNING"))
        .map(ServiceTask::arn)
        .toList();
  }

  private List<Target> healthy() {
    return new LoadBalancing(terraform.aws())
        .targetGroups(outputs.text("load_balancer_arn")).stream()
            .flatMap(group -> group.targets().stream())
            .filter(Target::isHealthy)
            .toList();
  }

  private String cluster() {
    return outputs.text("ecs_cluster_name");
  }

  private String service() {
    return outputs.text("ecs_service_name");
  }
}
