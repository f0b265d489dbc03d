package dev.groundtruth.aws.vantage;

import dev.groundtruth.network.PortSet;
import dev.groundtruth.probing.Canary;
import dev.groundtruth.probing.CanaryException;
import dev.groundtruth.probing.CanaryHost;
import dev.groundtruth.probing.CanaryScript;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens canaries in a network; they close themselves should nobody be able to close them. */
final class SsmCanaryHost implements CanaryHost {

  private static final Logger LOG = LoggerFactory.getLogger(SsmCanaryHost.class);
  private static final Duration LIFETIME = Duration.ofMinutes(30);
  private static final Duration OPENING = Duration.ofSeconds(30);
  private static final Duration CLOSING = Duration.ofSeconds(30);

  private final String name;
  private final Place place;
  private final RunCommand commands;

  SsmCanaryHost(String name, Place place, RunCommand commands) {
    this.name = name;
    this.place = place;
    this.commands = commands;
  }

  @Override
  public Canary open(PortSet tcp, PortSet udp) {
    String token = UUID.randomUUID().toString();
    List<String> lines;
    try {
      lines =
          commands
              .run(
                  place.instanceId(),
                  Scripts.openCanary(
                      place, CanaryScript.command(token, tcp, udp), LIFETIME, OPENING),
                  OPENING.multipliedBy(2))
              .lines()
              .toList();
    } catch (RunCommand.FailedException e) {
      throw new CanaryException("A canary in " + name + " cannot be started", e);
    }
    String folder = lines.isEmpty() ? "" : lines.get(0);
    try {
      return CanaryScript.started(
          name, token, lines.size() > 1 ? lines.get(1) : "", () -> end(folder));
    } catch (CanaryException e) {
      end(folder);
      throw e;
    }
  }

  private void end(String folder) {
    if (folder.isEmpty()) {
      return;
    }
    try {
      commands.run(place.instanceId(), Scripts.closeCanary(folder), CLOSING);
    } catch (RunCommand.FailedException e) {
      LOG.warn(
          "The canary in {} could not be closed and closes itself within {}", name, LIFETIME, e);
    }
  }
}
