package dev.groundtruth.aws.emulator;

import dev.groundtruth.localmirror.RunIdentity;
import dev.groundtruth.provisioning.command.CommandFailedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Loads the rules of their security groups into the network interfaces of an emulator, and again
 * when rules or members change. An interface admits nothing before.
 *
 * <p>What the account says is asked of the emulator's own API, so that a change by whomever is
 * enforced within about a second.
 */
final class SecurityGroupEnforcer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SecurityGroupEnforcer.class);
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration LOAD = Duration.ofSeconds(20);
  private static final Duration END = Duration.ofSeconds(30);

  /** So often in a row rules cannot be loaded into an interface before that is told. */
  private static final int FAILURES = 3;

  /** By which the emulator labels the containers that are interfaces. */
  static final String INTERFACE_LABEL = "dev.groundtruth.interface";

  private final Docker docker;
  private final Ec2Client ec2;
  private final String run;
  private final Map<String, String> loaded = new HashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "groundtruth-security-groups");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, Integer> failures = new HashMap<>();
  private String lastProblem = "";

  SecurityGroupEnforcer(Docker docker, Ec2Client ec2, String run) {
    this.docker = docker;
    this.ec2 = ec2;
    this.run = run;
  }

  void start() {
    var unused =
        clock.scheduleWithFixedDelay(
            this::enforceOrTell, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void enforceOrTell() {
    try {
      enforce();
      lastProblem = "";
    } catch (RuntimeException e) {
      // What is loaded stays, and what is not stays closed, until it succeeds again.
      if (!lastProblem.equals(String.valueOf(e.getMessage())) && !clock.isShutdown()) {
        LOG.warn("Security groups of run {} are not enforced anew", run, e);
      }
      lastProblem = String.valueOf(e.getMessage());
    }
  }

  /** Loads what has changed. */
  void enforce() {
    Map<String, String> interfaces = interfaces();
    loaded.keySet().retainAll(interfaces.values());
    failures.keySet().retainAll(interfaces.values());
    if (interfaces.isEmpty()) {
      return;
    }
    EnforcedNetwork network = EnforcedNetwork.read(ec2);
    interfaces.forEach(
        (name, container) -> {
          String rules = network.rules(name);
          if (!rules.equals(loaded.get(container))) {
            load(container, rules);
          }
        });
  }

  private Map<String, String> interfaces() {
    Map<String, String> found = new HashMap<>();
    docker
        .run(
            "ps",
            "--no-trunc",
            "--filter",
            "label=" + RunIdentity.RUN_LABEL + "=" + run,
            "--filter",
            "label=" + INTERFACE_LABEL,
            "--format",
            "{{.Names}} {{.ID}}")
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(columns -> found.put(columns[0], columns[1]));
    return found;
  }

  private void load(String container, String rules) {
    try {
      docker.run(LOAD, rules, List.of("exec", "--interactive", container, "nft", "-f", "-"));
      failures.remove(container);
      loaded.put(container, rules);
    } catch (CommandFailedException e) {
      // An interface that is going just now is no longer there at the next turn.
      if (failures.merge(container, 1, Integer::sum) >= FAILURES
          && interfaces().containsValue(container)) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    clock.shutdown();
    try {
      if (!clock.awaitTermination(END.toSeconds(), TimeUnit.SECONDS)) {
        clock.shutdownNow();
      }
    } catch (InterruptedException e) {
      clock.shutdownNow();
      Thread.currentThread().interrupt();
    }
    ec2.close();
  }
}
