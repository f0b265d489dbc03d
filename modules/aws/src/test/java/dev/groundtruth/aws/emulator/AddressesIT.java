package dev.groundtruth.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Task;

/** Addresses of the account are somebody's until nobody answers there any more. */
@Tag("docker")
class AddressesIT {

  private static final String CLUSTER = "addresses";

  @TempDir private Path home;

  @SuppressWarnings("unchecked") // The SDK takes arrays of generic consumers.
  private record Place(Aws aws, String vpcBlock, String definition) {

    static Place of(Aws aws) {
      aws.ecs().createCluster(r -> r.clusterName(CLUSTER));
      // It ignores SIGTERM, and is killed after some seconds.
      String definition =
          aws.ecs()
              .registerTaskDefinition(
                  r ->
                      r.family("slow-to-end")
                          .networkMode(NetworkMode.AWSVPC)
                          .containerDefinitions(
                              c ->
                                  c.name("one")
                                      .image("groundtruth/sidecar:latest")
                                      .memory(64)
                                      .command("sleep", "infinity")))
              .taskDefinition()
              .taskDefinitionArn();
      return new Place(aws, aws.emulator().vpcCidr().orElseThrow(), definition);
    }

    /** Of a VPC of its own; all of them have one block. */
    String subnet() {
      String vpc = aws.ec2().createVpc(r -> r.cidrBlock(vpcBlock)).vpc().vpcId();
      return aws.ec2()
          .createSubnet(r -> r.vpcId(vpc).cidrBlock(vpcBlock.replace(".0.0/16", ".64.0/20")))
          .subnet()
          .subnetId();
    }

    Task started(String subnet) {
      String arn =
          aws.ecs()
              .runTask(
                  r ->
                      r.cluster(CLUSTER)
                          .taskDefinition(definition)
                          .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets(subnet))))
              .tasks()
              .get(0)
              .taskArn();
      return await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> task(arn),
              task -> task.lastStatus().equals("RUNNING") || task.lastStatus().equals("STOPPED"));
    }

    Task task(String arn) {
      return aws.ecs().describeTasks(r -> r.cluster(CLUSTER).tasks(arn)).tasks().get(0);
    }
  }

  @Test
  void what_is_still_ending_keeps_its_address() {
    try (Emulator emulator = Emulators.builder(home).start()) {
      Place place = Place.of(Aws.of(emulator));
      String first = place.started(place.subnet()).taskArn();
      CompletableFuture<Void> ending =
          CompletableFuture.runAsync(
              () -> place.aws().ecs().stopTask(r -> r.cluster(CLUSTER).task(first)));
      await().until(() -> place.task(first).lastStatus().equals("STOPPED"));

      Task second = place.started(place.subnet());

      assertThat(second.lastStatus()).as(second.stoppedReason()).isEqualTo("RUNNING");
      ending.join();
    }
  }
}
