package dev.groundtruth.provisioning.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolCacheTest {

  @Test
  void is_where_bin_setup_keeps_it() {
    assertThat(ToolCache.folder(Map.of(), "/home/somebody"))
        .isEqualTo(Path.of("/home/somebody/.cache/groundtruth/tools"));
    assertThat(ToolCache.folder(Map.of("XDG_CACHE_HOME", "/cache"), "/home/somebody"))
        .isEqualTo(Path.of("/cache/groundtruth/tools"));
    assertThat(
            ToolCache.folder(
                Map.of("XDG_CACHE_HOME", "/cache", "GROUNDTRUTH_TOOLS", "/tools"),
                "/home/somebody"))
        .isEqualTo(Path.of("/tools"));
  }
}
