package dev.groundtruth.verification.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandNotFoundException;
import dev.groundtruth.provisioning.command.CommandResult;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.verification.RepositoryRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests of {@code mysql-boot}, the program by which the database image starts, in its own
 * language: {@code ansible/tests}. Each of them is a test here.
 */
@DisplayName("mysql-boot")
class MysqlBootTest {

  private static final Path ROOT =
      Path.of(System.getProperty(RepositoryRoot.PROPERTY, "../..")).toAbsolutePath().normalize();

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** The line of a test: its name, its module and class, and what became of it. */
  private static final Pattern TEST =
      Pattern.compile(
          "(?m)^test_(?<name>\\w+) \\(\\w+\\.(?<type>\\w+)[.\\w]*\\) \\.\\.\\. ?(?<end>.*)$");

  private static final Pattern RAN = Pattern.compile("(?m)^Ran (\\d+) tests? in ");

  @TestFactory
  Stream<DynamicTest> tests(@TempDir Path work) throws Exception {
    String said = run(work);
    List<MatchResult> tests = TEST.matcher(said).results().toList();

    assertThat(RAN.matcher(said).results().map(ran -> ran.group(1)))
        .as("number of tests that Python ran, saying: %s", said)
        .containsExactly(String.valueOf(tests.size()));
    assertThat(tests).as("tests of mysql-boot").isNotEmpty();
    return tests.stream()
        .map(
            test ->
                dynamicTest(
                    test.group(2) + ": " + test.group(1).replace('_', ' '),
                    () -> assertThat(test.group(3)).as(said).isEqualTo("ok")));
  }

  private static String run(Path work) throws InterruptedException {
    StringBuilder said = new StringBuilder();
    try (ProcessCommandRunner commands =
        new ProcessCommandRunner(work.resolve("logs"), new Redactor())) {
      CommandResult result =
          commands.run(
              Command.builder(
                      "python3",
                      "-B",
                      "-m",
                      "unittest",
                      "discover",
                      "--buffer",
                      "--verbose",
                      "--start-directory",
                      "ansible/tests")
                  .inherit("*")
                  .directory(ROOT)
                  .timeout(TIMEOUT)
                  .successCodes(0, 1)
                  .build(),
              (channel, line) -> {
                synchronized (said) {
                  said.append(line).append('\n');
                }
              });
      assertThat(result.exitCode()).isBetween(0, 1);
    } catch (CommandNotFoundException e) {
      String message = "There is no python3, perhaps you should install it";
      assertThat(System.getenv("CI")).as(message).isNotEqualTo("true");
      abort(message);
    }
    return said.toString();
  }
}
