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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutantsCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;

  private static Network network() {
    return new StackBuilder("small")
        .group("web")
        .group("db")
        .egress("web", 3306, "db")
        .ingress("db", 3306, "web")
        .member("web", "web", false, "10.0.1.10", "web")
        .member("db", "database", false, "10.0.2.10", "db")
        .build();
  }

  private int run(String ports, String... words) throws IOException {
    Path contract =
        Files.writeString(
            folder.resolve("contract.json"),
            """
            {"tiers": {"web": "web.eni", "db": "db.eni"},
             "flows": [{"from": "web", "to": "db", "protocol": "tcp", "ports": "3306"},
                       {"from": "web", "to": "outside", "protocol": "tcp", "ports": "%s", "required": false}]}
            """
                .formatted(ports));
    NetworkReader reader =
        new NetworkReader() {
          @Override
          public Network plan(byte[] json, String source) {
            return network();
          }

          @Override
          public Network dumps(Path any) {
            return network();
          }
        };
    List<String> all = new ArrayList<>(List.of("mutants", "-"));
    all.addAll(List.of(words));
    if (!all.contains("--contract")) {
      all.addAll(List.of("--contract", contract.toString()));
    }
    return NetworkCommand.run(
        all,
        new Inputs(reader, InputStream.nullInputStream()),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void ends_with_0_if_the_contract_notices_everything() throws IOException {
    assertThat(run("1")).isZero();
    assertThat(out())
        .matches(
            "(\\d+) of \\1 mutants that change what arrives are killed; \\d+ change nothing\n");
  }

  @Test
  void ends_with_1_and_shows_what_survives() throws IOException {
    assertThat(run("22", "--json")).isEqualTo(1);
    assertThat(out())
        .contains("\"command\" : \"mutants\"")
        .contains("\"operator\" : \"RULE_ADDED\"")
        .contains("\"change\" : \"egress tcp 22 to 0.0.0.0/0 is added\"")
        .contains("\"effect\" : \"+ web.eni -> outside: tcp 22 from 10.0.1.10 to ");
  }

  @Test
  void refuses_a_contract_that_is_not_there() throws IOException {
    assertThat(run("22", "--contract", "nowhere.json")).isEqualTo(66);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("There is no --contract \"nowhere.json\"");
  }

  @Test
  void refuses_a_contract_that_does_not_hold() throws IOException {
    Path contract =
        Files.writeString(
            folder.resolve("other.json"),
            """
            {"tiers": {"web": "web.eni", "db": "db.eni"}, "flows": []}
            """);
    assertThat(run("22", "--contract", contract.toString())).isEqualTo(65);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("does not hold of small itself");
  }
}
