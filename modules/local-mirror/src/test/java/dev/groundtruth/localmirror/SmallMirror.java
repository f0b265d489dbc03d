package dev.groundtruth.localmirror;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandFailedException;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The project in src/test/resources/mirror: a front that anybody reaches and a back that only the
 * front reaches.
 */
final class SmallMirror {

  static final Path FOLDER = Path.of("src/test/resources/mirror").toAbsolutePath();
  static final Path SECURITY_GROUPS = FOLDER.resolve("security-groups.json");
  static final String SIDECAR = "groundtruth/sidecar-self-test";

  private SmallMirror() {}

  static ComposeMirror.Builder builder(Path home) {
    return ComposeMirror.of(FOLDER.resolve("compose.yaml"))
        .environment(
            "SIDECAR_CONTEXT",
            Path.of("../../compose/images/sidecar").toAbsolutePath().normalize().toString())
        .environment("SIDECAR_BASE", base(home))
        .securityGroups(SECURITY_GROUPS)
        .secretFolders("front", "back")
        .awaitHealthy("front", "back")
        .ledger(new RunLedger(home))
        .run(RunIdentity.create("self-test", Duration.ofMinutes(30)))
        .sidecarImage(SIDECAR)
        .startupTimeout(Duration.ofSeconds(90));
  }

  static CommandRunner commands(Path home) {
    return new ProcessCommandRunner(home.resolve("logs"), new Redactor());
  }

  /** Where no registry can be reached, bin/setup has made a Debian of its own. */
  static String base(Path home) {
    String own = "groundtruth/debian:trixie";
    return docker(home, "images", "--quiet", own).isBlank() ? "debian:trixie-slim" : own;
  }

  static String docker(Path home, String... arguments) {
    try {
      return commands(home).run(Command.of("docker", arguments)).stdout();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("docker", "interrupted", 1, List.of(), home);
    }
  }

  static List<String> leftOf(String run, Path home) {
    String label = "label=" + RunIdentity.RUN_LABEL + "=" + run;
    return (docker(home, "ps", "--all", "--quiet", "--filter", label)
            + docker(home, "network", "ls", "--quiet", "--filter", label)
            + docker(home, "volume", "ls", "--quiet", "--filter", label))
        .lines()
        .toList();
  }
}
