package dev.groundtruth.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongLinesTest {

  private final List<String> heard = new ArrayList<>();
  private final LongLines lines = new LongLines(heard::add);

  @Test
  void passes_whole_lines_on() {
    lines.line("a");
    lines.line("");

    assertThat(heard).containsExactly("a", "");
  }

  @Test
  void puts_parts_together_and_forgets_them() {
    lines.part("a");
    lines.part("b");
    lines.line("c");
    lines.line("d");

    assertThat(heard).containsExactly("abc", "d");
  }

  @Test
  void cuts_the_end_of_what_is_too_long() {
    int mebibyte = 1 << 20;
    for (int i = 0; i < 5; i++) {
      lines.part("x".repeat(mebibyte));
    }
    lines.line("end");
    lines.line("next");

    assertThat(heard).hasSize(2).last().isEqualTo("next");
    assertThat(heard.get(0)).hasSize(4 * mebibyte).doesNotContain("end");
  }
}
