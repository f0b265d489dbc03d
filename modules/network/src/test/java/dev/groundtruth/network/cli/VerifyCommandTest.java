package dev.groundtruth.network.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.StackBuilder;
import dev.groundtruth.network.model.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Network network = StackBuilder.wordpress().build();
  private Path file = Path.of("");

  @BeforeEach
  void write() {
    file = folder.resolve("certificate.json");
    assertThat(reach("internet", "aws_instance.db")).isEqualTo(1);
  }

  private int reach(String from, String to) {
    return run("reach", "-", "--from", from, "--to", to, "--certificate", file.toString());
  }

  private int verify() {
    out.reset();
    return run("verify", "-", "--certificate", file.toString());
  }

  private int run(String... words) {
    NetworkReader reader =
        new NetworkReader() {
          @Override
          public Network plan(byte[] json, String source) {
            return network;
          }

          @Override
          public Network dumps(Path folder) {
            return network;
          }
        };
    return NetworkCommand.run(
        List.of(words),
        new Inputs(reader, InputStream.nullInputStream()),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void a_certificate_that_reach_has_written_holds() {
    assertThat(verify()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "it holds:%n  no packet arrives from internet at aws_instance.db.eni%n".formatted());
  }

  @Test
  void a_certificate_does_not_hold_for_a_network_with_another_rule() {
    network = StackBuilder.wordpress().ingress("db", 22, "0.0.0.0/0").build();

    assertThat(verify()).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("it does not hold:")
        .contains("db.ingress[2]: ingress tcp 22 from 0.0.0.0/0");
  }

  @Test
  void the_answer_as_json_has_the_problems() {
    assertThat(run("verify", "-", "--json", "--certificate", file.toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"command\" : \"verify\"", "\"holds\" : true", "\"problems\" : [ ]");
  }

  @Test
  void nothing_is_written_where_packets_arrive() throws IOException {
    Files.delete(file);

    assertThat(reach("internet", "aws_lb.this")).isZero();
    assertThat(file).doesNotExist();
  }

  @Test
  void the_certificate_of_another_answer_does_not_stay() throws IOException {
    assertThat(reach("internet", "aws_lb.this")).isZero();
    assertThat(file).doesNotExist();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "bin/network: there is no proof of isolation to write to \"%s\"; the certificate of another answer is removed%n"
                .formatted(file));

    Files.writeString(file, "my notes");
    assertThat(reach("internet", "aws_lb.this")).isZero();
    assertThat(file).hasContent("my notes");
  }

  @Test
  void a_question_without_anybody_to_send_and_receive_is_wrong_use() throws IOException {
    Files.delete(file);

    for (String side : new String[] {"internet", "aws_lb.this", "10.0.0.10"}) {
      err.reset();
      assertThat(reach(side, side)).as(side).isEqualTo(64);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .startsWith(
              "bin/network: Nothing goes from %1$s to %1$s over this network".formatted(side))
          .contains("perhaps you should");
    }
    assertThat(reach("internet", "8.8.8.8")).isEqualTo(64);
    assertThat(file).doesNotExist();
  }

  @Test
  void no_file_is_no_input_and_garbage_is_bad_input() throws IOException {
    Files.writeString(file, "[]");
    assertThat(verify()).isEqualTo(65);
    Files.delete(file);
    assertThat(verify()).isEqualTo(66);
    assertThat(run("verify", "-")).isEqualTo(64);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("bin/network: ") && line.contains("perhaps you should"));
  }
}
