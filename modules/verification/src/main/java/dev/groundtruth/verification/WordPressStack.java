package dev.groundtruth.verification;

import dev.groundtruth.junit.Environment;
import dev.groundtruth.provisioning.command.Secret;
import java.util.List;
import java.util.Map;

/** WordPress twice behind a load balancer, and its MySQL: the same on every target. */
public interface WordPressStack extends Environment {

  /**
   * The site.
   *
   * @return its address and administrator
   */
  Site site();

  /**
   * The web tier's containers.
   *
   * @return at least one
   */
  List<Replica> replicas();

  /**
   * The database.
   *
   * @return ways to reach it
   */
  Database database();

  /**
   * The network.
   *
   * @return vantages, destinations and rules
   */
  Topology topology();

  /**
   * The operator's part.
   *
   * @return what may be done to the running stack
   */
  Operations operations();

  /**
   * What can be reached from outside the stack's network.
   *
   * @return every published port of every service
   */
  List<PublishedPort> publishedPorts();

  /**
   * Every secret of the stack, whoever needs it.
   *
   * @return secrets by name
   */
  Map<String, Secret> secrets();

  /**
   * What others than the stack's owner can read of it: how its parts are defined and what they log.
   *
   * @return texts as they stand there
   */
  List<Exposed> exposed();
}
