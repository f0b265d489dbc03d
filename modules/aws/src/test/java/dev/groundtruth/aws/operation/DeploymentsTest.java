package dev.groundtruth.aws.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.FakeAws;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DeploymentsTest {

  private static final String FIRST = "arn:aws:ecs:eu-west-3:123456789012:task-definition/shop:1";
  private static final String SECOND = "arn:aws:ecs:eu-west-3:123456789012:task-definition/shop:2";

  private final FakeAws fake = new FakeAws();
  private final AwsClients clients = fake.clients().open();

  @AfterEach
  void close() {
    clients.close();
    fake.close();
  }

  @Test
  void registers_the_same_with_changed_containers() {
    fake.on(
        "DescribeTaskDefinition",
        FakeAws.json(
            """
            {"taskDefinition": {"taskDefinitionArn": "%s", "family": "shop", "revision": 1,
               "status": "ACTIVE", "networkMode": "awsvpc", "executionRoleArn": "role", "memory": "512",
               "volumes": [{"name": "uploads"}],
               "containerDefinitions": [{"name": "web", "image": "wordpress:6.8", "command": ["serve"],
                  "secrets": [{"name": "PASSWORD", "valueFrom": "secret"}]}]},
             "tags": [{"key": "Run", "value": "r-1"}]}
            """
                .formatted(FIRST)));
    fake.on(
        "RegisterTaskDefinition",
        FakeAws.json("{\"taskDefinition\": {\"taskDefinitionArn\": \"%s\"}}".formatted(SECOND)));

    String registered =
        new Deployments(clients)
            .register(
                FIRST,
                container ->
                    container.toBuilder().entryPoint(List.of("false")).command(List.of()).build());

    assertThat(registered).isEqualTo(SECOND);

    JsonNode asked = fake.requests("RegisterTaskDefinition").get(0).json();
    assertThat(asked.path("family").asString()).isEqualTo("shop");
    assertThat(asked.path("networkMode").asString()).isEqualTo("awsvpc");
    assertThat(asked.path("executionRoleArn").asString()).isEqualTo("role");
    assertThat(asked.path("memory").asString()).isEqualTo("512");
    assertThat(asked.path("volumes").path(0).path("name").asString()).isEqualTo("uploads");
    assertThat(asked.path("tags").path(0).path("value").asString()).isEqualTo("r-1");
    JsonNode container = asked.path("containerDefinitions").path(0);
    assertThat(container.path("image").asString()).isEqualTo("wordpress:6.8");
    assertThat(container.path("entryPoint").path(0).asString()).isEqualTo("false");
    assertThat(container.path("command").isEmpty()).isTrue();
    assertThat(container.path("secrets").path(0).path("valueFrom").asString()).isEqualTo("secret");
    assertThat(asked.has("status")).isFalse();
  }
}
