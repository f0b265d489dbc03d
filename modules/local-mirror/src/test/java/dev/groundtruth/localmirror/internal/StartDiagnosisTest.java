package dev.groundtruth.localmirror.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class StartDiagnosisTest {

  @Test
  void names_each_failed_container_with_its_check_and_its_last_log_lines_redacted() {
    ContainerCondition web =
        inspected(
            "web",
            "\"Status\":\"running\",\"Health\":{\"Status\":\"unhealthy\",\"Log\":[{\"ExitCode\":22,\"Output\":\"404\\n\"}]}");
    ContainerCondition waiting = inspected("install", "\"Status\":\"created\"");
    List<String> log =
        IntStream.rangeClosed(1, 30).mapToObj(line -> "line " + line + " secret").toList();
    String text =
        StartDiagnosis.describe(
            "The mirror did not start",
            List.of(web, waiting),
            id -> log,
            line -> line.replace("secret", "***"));
    assertThat(text)
        .startsWith("The mirror did not start: web is unhealthy.")
        .contains(
            "last health check: exit code 22: 404",
            "line 11 ***",
            "line 30 ***",
            "Still waiting: install (not started)")
        .doesNotContain("secret", "line 10 ");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "Status":"exited","ExitCode":1 | exited with code 1
          "Status":"exited","ExitCode":127 | exited with code 127 (its command was not found)
          "Status":"exited","ExitCode":137 | exited with code 137 (it was killed by SIGKILL, most often for want of memory or because it did not stop in time)
          "Status":"exited","ExitCode":137,"OOMKilled":true | exited with code 137 (it ran out of memory and was killed)
          "Status":"created","ExitCode":128,"Error":"no such file" | could not be started: no such file
          """)
  void says_how_a_container_ended(String state, String words) {
    ContainerCondition condition = inspected("web", state);
    assertThat(condition.failed()).isTrue();
    assertThat(condition.inWords()).isEqualTo(words);
  }

  @Test
  void a_one_shot_that_ended_well_has_not_failed() {
    ContainerCondition condition = inspected("install", "\"Status\":\"exited\",\"ExitCode\":0");
    assertThat(condition.failed()).isFalse();
    assertThat(condition.pending()).isFalse();
  }

  @Test
  void gives_advice_on_well_known_causes() {
    assertThat(StartDiagnosis.advice("Bind for 127.0.0.1:80 failed: port is already allocated"))
        .contains("perhaps you should choose another with the property groundtruth.port");
    assertThat(StartDiagnosis.advice("write /x: no space left on device"))
        .contains("perhaps you should run docker system prune");
    assertThat(StartDiagnosis.advice("Error: No such image: groundtruth/mysql:latest"))
        .contains("perhaps you should run bin/setup");
    assertThat(StartDiagnosis.advice("something else")).isEmpty();
  }

  private static ContainerCondition inspected(String service, String state) {
    return ContainerCondition.of(
        JsonMapper.shared()
            .readTree(
                "{\"Id\":\"id-%s\",\"State\":{%s},\"Config\":{\"Labels\":{\"com.docker.compose.service\":\"%s\"}}}"
                    .formatted(service, state, service)));
  }
}
