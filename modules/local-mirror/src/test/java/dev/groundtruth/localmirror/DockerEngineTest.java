package dev.groundtruth.localmirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.localmirror.internal.DockerCli;
import org.junit.jupiter.api.Test;

class DockerEngineTest {

  private static final String GOOD =
      """
      {"ServerVersion":"26.1.5+dfsg1","NCPU":2,"MemTotal":1024,"DockerRootDir":"/",
       "ClientInfo":{"Plugins":[{"Name":"buildx","Version":"0.13"},{"Name":"compose","Version":"2.26.1-4"}]}}
      """;

  @Test
  void a_good_engine_is_described() {
    assertThat(new DockerEngine(answering(0, GOOD, "")).check())
        .isEqualTo(new DockerEngine.Facts("26.1.5+dfsg1", "2.26.1-4", 2, 1024));
  }

  @Test
  void a_missing_command_is_told() {
    assertThatThrownBy(() -> new DockerEngine(new FakeDocker().notInstalled()).check())
        .isInstanceOf(DockerUnavailableException.class)
        .hasMessage(
            "The docker command is not installed, perhaps you should run bin/setup --for local.");
  }

  @Test
  void an_engine_that_does_not_run_is_told() {
    String why =
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?";
    assertThatThrownBy(() -> new DockerEngine(answering(1, "{}", why)).check())
        .isInstanceOf(DockerUnavailableException.class)
        .hasMessageStartingWith(
            "Docker is not running, perhaps you should run bin/setup --for local: ")
        .hasMessageContaining(why);
  }

  @Test
  void an_engine_that_refuses_the_user_is_told() {
    assertThatThrownBy(
            () ->
                new DockerEngine(answering(1, "{}", "permission denied while trying to connect"))
                    .check())
        .hasMessageStartingWith(
            "Docker refuses this user, perhaps you should add yourself to the group \"docker\"");
  }

  @Test
  void an_old_engine_is_told() {
    assertThatThrownBy(
            () ->
                new DockerEngine(answering(0, GOOD.replace("26.1.5+dfsg1", "20.10.24"), ""))
                    .check())
        .hasMessage(
            "Docker Engine 20.10.24 is older than 24, perhaps you should run bin/setup --for local.");
  }

  @Test
  void a_missing_or_old_compose_plugin_is_told() {
    assertThatThrownBy(
            () -> new DockerEngine(answering(0, GOOD.replace("compose", "scan"), "")).check())
        .hasMessage("Docker has no compose plugin, perhaps you should run bin/setup --for local.");
    assertThatThrownBy(
            () -> new DockerEngine(answering(0, GOOD.replace("2.26.1-4", "v2.17.3"), "")).check())
        .hasMessage(
            "Docker Compose v2.17.3 is older than 2.20, perhaps you should run bin/setup --for local.");
  }

  @Test
  void want_of_space_is_told() {
    assertThatThrownBy(
            () -> new DockerEngine(new DockerCli(answering(0, GOOD, "")), Long.MAX_VALUE).check())
        .isInstanceOf(DockerUnavailableException.class)
        .hasMessageContaining("MiB of space left in /")
        .hasMessageContaining("perhaps you should run docker system prune");
  }

  private static FakeDocker answering(int exitCode, String output, String errors) {
    return new FakeDocker().answering("info", exitCode, output, errors);
  }
}
