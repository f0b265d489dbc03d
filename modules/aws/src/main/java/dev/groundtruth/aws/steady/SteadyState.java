package dev.groundtruth.aws.steady;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.internal.Polling;
import dev.groundtruth.aws.internal.Sdk;
import dev.groundtruth.aws.steady.Sight.Outlook;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Waits until what was deployed is as it shall stay. What does not become so in time, or is known
 * never to, fails with its last state and with what AWS says of it: the events of a service and why
 * its tasks stopped, the reasons of unhealthy targets, the events of a database.
 *
 * <pre>{@code
 * new SteadyState(aws).ecsService("shop", "wordpress", Duration.ofMinutes(10));
 * }</pre>
 */
public final class SteadyState {

  private final Sdk sdk;
  private final Duration pause;

  /**
   * Looks every five seconds.
   *
   * @param clients the way to the region
   */
  public SteadyState(AwsClients clients) {
    this(clients, Duration.ofSeconds(5));
  }

  /**
   * Looks as often as wanted.
   *
   * @param clients the way to the region
   * @param pause the time between two looks
   */
  public SteadyState(AwsClients clients, Duration pause) {
    this.sdk = clients.sdk();
    this.pause = pause;
  }

  /**
   * Waits until a service has one deployment, which is complete, and as many running tasks as it
   * shall have.
   *
   * @param cluster the cluster's name or ARN
   * @param service the service's name or ARN
   * @param timeout how long to wait
   * @throws NotSteadyException if it does not in time, or its deployment failed
   * @throws AwsException if AWS cannot be asked
   */
  public void ecsService(String cluster, String service, Duration timeout) {
    EcsServices services = new EcsServices(sdk.ecs());
    await(
        "the ECS service %s of %s".formatted(service, cluster),
        timeout,
        () -> services.look(cluster, service),
        () -> services.said(cluster, service),
        "look at what the service and its stopped tasks say");
  }

  /**
   * Waits until a target group has targets that are all healthy, but for those that are leaving.
   *
   * @param arn the target group's ARN
   * @param timeout how long to wait
   * @throws NotSteadyException if they are not in time
   * @throws AwsException if AWS cannot be asked
   */
  public void targets(String arn, Duration timeout) {
    Targets targets = new Targets(sdk.elb());
    await(
        "the target group " + arn.replaceFirst(".*:targetgroup/", ""),
        timeout,
        () -> targets.look(arn),
        () -> targets.said(arn),
        "look at the port and path of its health check, and at the security groups of its targets");
  }

  /**
   * Waits until a database of RDS is available.
   *
   * @param id its identifier
   * @param timeout how long to wait
   * @throws NotSteadyException if it is not in time, or failed
   * @throws AwsException if AWS cannot be asked
   */
  public void database(String id, Duration timeout) {
    Databases databases = new Databases(sdk.rds());
    await(
        "the database " + id,
        timeout,
        () -> databases.look(id),
        () -> databases.said(id),
        "look at its events");
  }

  /**
   * Waits until an instance runs and passes both status checks.
   *
   * @param id its id
   * @param timeout how long to wait
   * @throws NotSteadyException if it does not in time, or was terminated
   * @throws AwsException if AWS cannot be asked
   */
  public void instance(String id, Duration timeout) {
    Instances instances = new Instances(sdk.ec2());
    await(
        "the instance " + id,
        timeout,
        () -> instances.look(id),
        () -> instances.said(id),
        "look at its system log (aws ec2 get-console-output)");
  }

  /**
   * Waits until the Systems Manager agent of an instance answers.
   *
   * @param instanceId the instance's id
   * @param timeout how long to wait
   * @throws NotSteadyException if it does not in time
   * @throws AwsException if AWS cannot be asked
   */
  public void agent(String instanceId, Duration timeout) {
    await(
        "the Systems Manager agent of " + instanceId,
        timeout,
        () -> Instances.agent(sdk.ssm(), instanceId),
        List::of,
        "check that the instance has a role with AmazonSSMManagedInstanceCore and a way to ssm,"
            + " ssmmessages and ec2messages on port 443");
  }

  private void await(
      String what,
      Duration timeout,
      Supplier<Sight> look,
      Supplier<List<String>> said,
      String advice) {
    Sight last = Polling.last(pause, timeout, look, sight -> sight.outlook() != Outlook.WAITING);
    if (last.outlook() == Outlook.WAITING) {
      throw notSteady(what + " is not steady after " + Polling.text(timeout), last, said, advice);
    }
    if (last.outlook() == Outlook.HOPELESS) {
      throw notSteady(what + " will not become steady", last, said, advice);
    }
  }

  private static NotSteadyException notSteady(
      String problem, Sight last, Supplier<List<String>> said, String advice) {
    StringBuilder message =
        new StringBuilder("%s: %s, perhaps you should %s".formatted(problem, last.state(), advice));
    List<String> lines;
    try {
      lines = said.get();
    } catch (AwsException e) {
      lines = List.of("what AWS says of it cannot be read: " + e.getMessage());
    }
    lines.forEach(line -> message.append("\n  ").append(line));
    return new NotSteadyException(message.toString());
  }
}
