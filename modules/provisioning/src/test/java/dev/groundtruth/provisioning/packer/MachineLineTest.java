package dev.groundtruth.provisioning.packer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineLineTest {

  private static MachineLine parse(String line) {
    return MachineLine.parse(line).orElseThrow();
  }

  @Test
  void reads_time_type_and_data() {
    assertThat(parse("1795574261,,version,1.11.2"))
        .isEqualTo(
            new MachineLine(
                Instant.ofEpochSecond(1795574261), Optional.empty(), "version", List.of("1.11.2")));
  }

  @Test
  void undoes_the_escapes_of_commas_and_line_ends() {
    assertThat(parse("1,,ui,say,a%!(PACKER_COMMA) b\\nc\\rd %!(PACKER_COMMA)").data())
        .containsExactly("say", "a, b\nc\rd ,");
  }

  @Test
  void keeps_empty_data() {
    assertThat(parse("1,file.f,artifact,2,id,").data()).containsExactly("2", "id", "");
    assertThat(parse("1,,version-prelease,").data()).containsExactly("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "artifact-count,3",
        "artifact,0,builder-id,fnoeding.null",
        "artifact,0,id,Null",
        "artifact,0,string,a%!(PACKER_COMMA)b",
        "artifact,0,files-count,0",
        "artifact,0,file,1,end",
        "artifact,0,end",
        "artifact,0,nil",
        "error,exit status 2"
      })
  void finds_the_end_of_a_target_with_commas(String rest) {
    MachineLine line = parse("1,null.a,b: c,artifact," + rest);

    assertThat(line.target()).contains("null.a,b: c,artifact");
    assertThat(line.type()).isEqualTo(rest.substring(0, rest.indexOf(',')));
  }

  @Test
  void takes_types_it_does_not_know_after_a_target_without_commas() {
    MachineLine line = parse("1,docker.web,of-a-plugin,x,y");

    assertThat(line.target()).contains("docker.web");
    assertThat(line.type()).isEqualTo("of-a-plugin");
    assertThat(line.data()).containsExactly("x", "y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "t.pkr.hcl", "Usage: packer, and more, of it", "1,2", "x,,ui,say,a"})
  void is_nothing_else(String line) {
    assertThat(MachineLine.parse(line)).isEmpty();
  }
}
