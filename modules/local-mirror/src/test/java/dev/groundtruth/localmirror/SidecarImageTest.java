package dev.groundtruth.localmirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarImageTest {

  @Test
  void the_jar_has_the_whole_build_folder(@TempDir Path folder) throws Exception {
    SidecarImage.unpack(folder);
    try (Stream<Path> source = Files.list(Path.of("../../compose/images/sidecar"))) {
      for (Path file : source.toList()) {
        assertThat(folder.resolve(file.getFileName().toString())).hasSameTextualContentAs(file);
      }
    }
  }

  @Test
  void an_image_that_is_there_is_not_built() {
    FakeDocker docker = new FakeDocker();
    assertThat(new SidecarImage(docker).provide("debian:trixie-slim")).isFalse();
    assertThat(docker.asked).noneMatch(line -> line.startsWith("build"));
  }
}
