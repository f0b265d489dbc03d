package dev.groundtruth.localmirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.localmirror.internal.ComposeCli;
import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.localmirror.internal.ImageBuilds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBuildsTest {

  @TempDir Path folder;

  @Test
  void an_image_built_from_one_clone_is_current_for_another_with_the_same_content()
      throws IOException {
    assertThat(provide(clone("one", "FROM debian\n", "13"))).containsExactly("building web");
    assertThat(provide(clone("one", "FROM debian\n", "13"))).isEmpty();
    assertThat(provide(clone("other", "FROM debian\n", "13"))).isEmpty();
  }

  @Test
  void other_content_or_another_build_argument_makes_an_image_stale() throws IOException {
    provide(clone("one", "FROM debian\n", "13"));
    assertThat(provide(clone("other", "FROM alpine\n", "13"))).containsExactly("building web");
    assertThat(provide(clone("another", "FROM alpine\n", "12"))).containsExactly("building web");
  }

  private Path clone(String name, String dockerfile, String release) throws IOException {
    Path clone = Files.createDirectories(folder.resolve(name));
    Files.createDirectories(clone.resolve("web"));
    Files.writeString(clone.resolve("web/Dockerfile"), dockerfile);
    Files.writeString(clone.resolve("release"), release);
    return clone;
  }

  /** Compose names the context by its absolute path. */
  private List<String> provide(Path clone) throws IOException {
    Path files = clone.resolve("compose.yaml");
    FakeDocker fake =
        new FakeDocker()
            .answering(
                "compose --file %s config".formatted(files),
                0,
                """
                {"services": {"web": {"image": "web", "build":
                  {"context": "%s", "dockerfile": "Dockerfile", "args": {"RELEASE": "%s"}}}}}
                """
                    .formatted(clone.resolve("web"), Files.readString(clone.resolve("release"))),
                "")
            .answering("image inspect", 0, "sha256:1\n", "");
    DockerCli docker = new DockerCli(fake);
    ComposeCli compose = new ComposeCli(docker, List.of(files), Map.of());
    List<String> told = new ArrayList<>();
    new ImageBuilds(docker, compose, folder.resolve("images"))
        .provide(compose.read().builds(), told::add);
    return told;
  }
}
