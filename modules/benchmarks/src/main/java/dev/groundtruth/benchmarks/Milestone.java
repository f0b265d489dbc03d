package dev.groundtruth.benchmarks;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Something a start has reached.
 *
 * @param name what
 * @param at how long after the start began
 */
record Milestone(String name, Duration at) {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** What Docker knows of one container. */
  private record Times(Instant created, Instant started, Instant finished) {}

  /** What the containers of a run say themselves of the way they took. */
  static List<Milestone> ofContainers(CommandRunner commands, String run, Instant began)
      throws InterruptedException {
    Command.Builder inspect =
        Command.builder(
            "docker",
            "inspect",
            "--format",
            "{{index .Config.Labels \"com.docker.compose.service\"}}\t{{.Created}}\t{{.State.StartedAt}}\t{{.State.FinishedAt}}");
    String ids =
        commands
            .run(
                docker("ps", "--all", "--quiet", "--filter", "label=dev.groundtruth.run=" + run)
                    .build())
            .stdout();
    String output =
        commands
            .run(inspect.arguments(ids.lines().toList()).inherit("*").timeout(TIMEOUT).build())
            .stdout();
    Map<String, Times> services = new HashMap<>();
    for (String line : output.lines().toList()) {
      String[] columns = line.split("\t", -1);
      services.put(
          columns[0],
          new Times(
              Instant.parse(columns[1]), Instant.parse(columns[2]), Instant.parse(columns[3])));
    }
    List<Milestone> milestones = new ArrayList<>();
    services.values().stream()
        .map(Times::created)
        .min(Instant::compareTo)
        .ifPresent(first -> milestones.add(since(began, "first container created", first)));
    services.values().stream()
        .map(Times::created)
        .max(Instant::compareTo)
        .ifPresent(last -> milestones.add(since(began, "all containers created", last)));
    Times database = service(services, "database", run);
    Times install = service(services, "install", run);
    Times loadBalancer = service(services, "load-balancer", run);
    milestones.add(since(began, "database started", database.started()));
    milestones.add(since(began, "tiers healthy", install.started()));
    milestones.add(since(began, "WordPress installed", install.finished()));
    milestones.add(since(began, "load balancer started", loadBalancer.started()));
    return milestones;
  }

  private static Times service(Map<String, Times> services, String name, String run) {
    Times times = services.get(name);
    if (times == null) {
      throw new IllegalStateException(
          "Run %s has no container of the service %s".formatted(run, name));
    }
    return times;
  }

  static Command.Builder docker(String... arguments) {
    return Command.builder("docker", arguments)
        .inherit("*")
        .timeout(TIMEOUT)
        .installation("run bin/setup --for local");
  }

  private static Milestone since(Instant began, String name, Instant when) {
    return new Milestone(name, Duration.between(began, when));
  }
}
