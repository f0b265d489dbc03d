package dev.groundtruth.aws.vantage;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.probing.CanaryHost;
import dev.groundtruth.probing.Observation;
import dev.groundtruth.probing.Probe;
import dev.groundtruth.probing.ProbeScript;
import dev.groundtruth.probing.Vantage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An instance, or an ECS task on one, from which packets leave as its own do. Commands get there
 * through Systems Manager, so that nothing has to be opened for them; the instance needs its agent,
 * a role that lets it, and Python 3.
 *
 * <p>Tasks are those of EC2 container instances with the network mode {@code awsvpc}: the command
 * runs on the container instance and in the task's network namespace, which needs no ECS Exec.
 */
public final class SsmVantage implements Vantage {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The answers to so many, compressed, fit in what Run Command shows. */
  private static final int AT_ONCE = 500;

  /** How many the program has under way at once. */
  private static final int ROUND = 256;

  /** What unpacking and starting Python may take. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final String name;
  private final Place place;
  private final RunCommand commands;

  SsmVantage(String name, Place place, RunCommand commands) {
    this.name = name;
    this.place = place;
    this.commands = commands;
  }

  /**
   * An instance.
   *
   * @param clients the way to its region
   * @param name what it is called in flows and reports
   * @param instanceId its id
   * @return the vantage
   */
  public static SsmVantage instance(AwsClients clients, String name, String instanceId) {
    return new SsmVantage(
        name, Place.instance(instanceId), new RunCommand(clients.sdk().ssm(), PAUSE));
  }

  /**
   * A task.
   *
   * @param clients the way to its region
   * @param name what it is called in flows and reports
   * @param instanceId the instance it runs on
   * @param taskArn its ARN
   * @return the vantage
   * @throws IllegalArgumentException if this is no ARN of a task
   */
  public static SsmVantage task(
      AwsClients clients, String name, String instanceId, String taskArn) {
    return new SsmVantage(
        name, Place.task(instanceId, taskArn), new RunCommand(clients.sdk().ssm(), PAUSE));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Observation> probe(List<Probe> probes) {
    List<Observation> observations = new ArrayList<>();
    for (int from = 0; from < probes.size(); from += AT_ONCE) {
      observations.addAll(some(probes.subList(from, Math.min(probes.size(), from + AT_ONCE))));
    }
    return observations;
  }

  private List<Observation> some(List<Probe> probes) {
    Duration longest =
        probes.stream().map(Probe::timeout).max(Duration::compareTo).orElse(Duration.ZERO);
    Duration timeout = longest.multipliedBy(1 + probes.size() / ROUND).plus(MARGIN);
    String output = "";
    String failure = "";
    try {
      String packed =
          commands.run(
              place.instanceId(), Scripts.probe(place, ProbeScript.input(probes)), timeout);
      output = Scripts.unpacked(packed);
    } catch (RunCommand.FailedException | IllegalArgumentException e) {
      failure = String.valueOf(e.getMessage());
    }
    return ProbeScript.observations(probes, output, failure);
  }

  /**
   * Where canaries can be opened in the same network.
   *
   * @return the host of the canaries
   */
  public CanaryHost canaryHost() {
    return new SsmCanaryHost(name, place, commands);
  }

  @Override
  public String toString() {
    return name;
  }
}
