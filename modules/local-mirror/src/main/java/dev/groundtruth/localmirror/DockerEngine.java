package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.provisioning.command.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Docker engine on this machine: says early and clearly when it cannot do what is needed. */
public final class DockerEngine {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int OLDEST_ENGINE = 24;
  private static final Version OLDEST_COMPOSE = new Version(2, 20);
  private static final long NEEDED_SPACE = 1L << 30;
  private static final String SETUP = "perhaps you should run bin/setup --for local";
  private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+).*");

  private final DockerCli docker;
  private final long neededSpace;

  /**
   * The engine the {@code docker} command talks to.
   *
   * @param commands runs the {@code docker} command
   */
  public DockerEngine(CommandRunner commands) {
    this(new DockerCli(commands), NEEDED_SPACE);
  }

  DockerEngine(DockerCli docker, long neededSpace) {
    this.docker = docker;
    this.neededSpace = neededSpace;
  }

  /**
   * What was found.
   *
   * @param engineVersion the engine's version, as it calls itself
   * @param composeVersion the compose plugin's version
   * @param processors how many processors containers may use
   * @param memoryBytes how much memory containers may use
   */
  public record Facts(
      String engineVersion, String composeVersion, int processors, long memoryBytes) {}

  /**
   * Makes sure that the engine runs, is new enough, has the compose plugin, and has space.
   *
   * @return what was found
   * @throws DockerUnavailableException if not; the message says what to do
   */
  public Facts check() {
    DockerCli.Output output;
    try {
      output = docker.run(TIMEOUT, "info", "--format", "{{json .}}");
    } catch (DockerCli.NotInstalledException e) {
      throw new DockerUnavailableException("The docker command is not installed, " + SETUP + ".");
    }
    JsonNode info;
    try {
      info = JsonMapper.shared().readTree(output.output().isBlank() ? "{}" : output.output());
    } catch (JacksonException e) {
      info = JsonMapper.shared().createObjectNode();
    }
    String engine = info.path("ServerVersion").asString("");
    if (engine.isEmpty()) {
      throw new DockerUnavailableException(
          unreachable(output.errors() + info.path("ServerErrors").toString()));
    }
    if (Version.parse(engine).major() < OLDEST_ENGINE) {
      throw new DockerUnavailableException(
          "Docker Engine %s is older than %d, %s.".formatted(engine, OLDEST_ENGINE, SETUP));
    }
    String compose = "";
    for (JsonNode plugin : info.path("ClientInfo").path("Plugins")) {
      if (plugin.path("Name").asString("").equals("compose")) {
        compose = plugin.path("Version").asString("");
      }
    }
    if (compose.isEmpty()) {
      throw new DockerUnavailableException("Docker has no compose plugin, " + SETUP + ".");
    }
    if (Version.parse(compose).compareTo(OLDEST_COMPOSE) < 0) {
      throw new DockerUnavailableException(
          "Docker Compose %s is older than %d.%d, %s."
              .formatted(compose, OLDEST_COMPOSE.major(), OLDEST_COMPOSE.minor(), SETUP));
    }
    checkSpace(Path.of(info.path("DockerRootDir").asString("/var/lib/docker")));
    return new Facts(engine, compose, info.path("NCPU").asInt(0), info.path("MemTotal").asLong(0));
  }

  private static String unreachable(String errors) {
    if (errors.toLowerCase(Locale.ROOT).contains("permission denied")) {
      return "Docker refuses this user, perhaps you should add yourself to the group \"docker\" and log in again: "
          + errors.strip();
    }
    return "Docker is not running, %s: %s".formatted(SETUP, errors.strip());
  }

  /**
   * An engine on another machine, or in a virtual one, keeps its data where this process cannot see
   * it.
   */
  private void checkSpace(Path dataFolder) {
    if (!Files.isDirectory(dataFolder)) {
      return;
    }
    long free;
    try {
      free = Files.getFileStore(dataFolder).getUsableSpace();
    } catch (IOException e) {
      return;
    }
    if (free < neededSpace) {
      throw new DockerUnavailableException(
          "Docker has %d MiB of space left in %s and needs %d MiB, perhaps you should run docker system prune."
              .formatted(free >> 20, dataFolder, neededSpace >> 20));
    }
  }

  private record Version(int major, int minor) implements Comparable<Version> {
    static Version parse(String text) {
      Matcher matcher = VERSION.matcher(text);
      return matcher.matches()
          ? new Version(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
          : new Version(Integer.MAX_VALUE, 0);
    }

    @Override
    public int compareTo(Version other) {
      return major != other.major
          ? Integer.compare(major, other.major)
          : Integer.compare(minor, other.minor);
    }
  }
}
