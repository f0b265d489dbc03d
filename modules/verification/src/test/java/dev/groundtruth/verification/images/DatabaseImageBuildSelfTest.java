package dev.groundtruth.verification.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandResult;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.verification.RepositoryRoot;
import io.restassured.path.json.JsonPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/**
 * How the database image is built: once more on top of itself, with secrets in the environment of
 * the build. Nothing changes, and nothing of them is in the image.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("Build of the database image")
class DatabaseImageBuildSelfTest {

  private static final Path ROOT =
      Path.of(System.getProperty(RepositoryRoot.PROPERTY, "../..")).toAbsolutePath().normalize();

  private static final Duration BUILD = Duration.ofMinutes(8);
  private static final Pattern RECAP = Pattern.compile("ok=(\\d+) +changed=(\\d+) .*failed=(\\d+)");

  private static final Pattern TASK = Pattern.compile("TASK \\[mysql : ([^]]+)]");

  /** A sentence of the program that is in the image: what is looked for is found. */
  private static final String CONTROL = "What a MySQL machine or container does when it starts";

  private final String again = "groundtruth/mysql-again-" + UUID.randomUUID();
  private final String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
  private final StringBuilder said = new StringBuilder();

  private ContractRun run;
  private ImageContent content;
  private JsonPath manifest;
  private JsonPath provenance;
  private String source;

  @BeforeAll
  void build(@TempDir Path work) throws Exception {
    run = ContractRun.open();
    var unused = DatabaseImage.container(run);
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name :
        List.of(
            "MYSQL_ROOT_PASSWORD",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "PGPASSWORD",
            "ANSIBLE_BECOME_PASSWORD",
            "ANSIBLE_REMOTE_TEMP_SECRET",
            "PACKER_GITHUB_API_TOKEN")) {
      environment.put(name, canary);
    }
    environment.put("GROUNDTRUTH_MYSQL_BASE", DatabaseImage.NAME);
    environment.put("GROUNDTRUTH_MYSQL_IMAGE", again);
    environment.put("GROUNDTRUTH_MYSQL_OUTPUT", work.toString());
    JsonPath first = DatabaseImage.provenance(run);
    String server = first.getString("server");
    source = first.getString("source_image");
    environment.put("GROUNDTRUTH_MYSQL_SOURCE", source);
    environment.put("GROUNDTRUTH_MYSQL_VERSION", server.replaceFirst("^(\\d+\\.\\d+).*", "$1"));
    environment.put("GROUNDTRUTH_MYSQL_ORIGIN", first.getString("origin"));
    try (ProcessCommandRunner commands =
        new ProcessCommandRunner(work.resolve("logs"), new Redactor())) {
      CommandResult result =
          commands.run(
              Command.builder(ROOT.resolve("bin/database-image").toString())
                  .inherit("*")
                  .environment(environment)
                  .directory(ROOT)
                  .timeout(BUILD)
                  .successCodes(0, 1)
                  .build(),
              (channel, line) -> {
                synchronized (said) {
                  said.append(line).append('\n');
                }
              });
      assertThat(result.exitCode()).as("exit code of the build, which said: %s", said).isZero();
    }
    content = ImageContent.of(again, Set.of(canary, CONTROL));
    manifest = JsonPath.from(Files.readString(work.resolve("manifest.json")));
    provenance = JsonPath.from(Files.readString(work.resolve("container-provenance.json")));
  }

  @AfterAll
  void remove() {
    DockerClientFactory.lazyClient().removeImageCmd(again).withForce(true).exec();
    run.close();
  }

  @Test
  void building_on_what_was_built_changes_nothing() {
    Matcher recap = RECAP.matcher(said);

    assertThat(recap.find()).as("whether Ansible summed up in: %s", said).isTrue();
    assertThat(Integer.parseInt(recap.group(1))).as("tasks that ran").isGreaterThan(15);
    assertThat(changed()).as("tasks that changed something the second time").isEmpty();
    assertThat(recap.group(2)).as("changes that Ansible counted").isEqualTo("0");
  }

  private List<String> changed() {
    List<String> changed = new ArrayList<>();
    String task = "";
    for (String line : said.toString().lines().toList()) {
      Matcher title = TASK.matcher(line);
      if (title.find()) {
        task = title.group(1);
      } else if (line.contains("changed: [")) {
        changed.add(task);
      }
    }
    return changed;
  }

  @Test
  void secret_of_the_build_stands_in_no_layer_and_not_in_the_history() {
    assertThat(content.found())
        .as("where the control is found and a secret of the build is not")
        .isNotEmpty()
        .allSatisfy(
            place -> assertThat(place).contains(CONTROL).endsWith("usr/local/sbin/mysql-boot"));
  }

  @Test
  void image_has_no_data_no_keys_and_no_settings_in_any_layer() {
    assertThat(content.files())
        .as("files of all layers")
        .contains("usr/local/sbin/mysql-boot", "etc/mysql/my.cnf", "usr/sbin/mysqld")
        .noneMatch(file -> file.matches("var/lib/mysql/.+"))
        .noneMatch(file -> file.matches("etc/mysql/(boot\\.json|debian\\.cnf|boot\\.d/.+)"))
        .noneMatch(file -> file.matches("etc/ssh/ssh_host_.*|(root|home/.*)/\\.ssh/.+"))
        .noneMatch(file -> file.matches("(.*/)?(auto\\.cnf|server-key\\.pem|private_key\\.pem)"))
        .noneMatch(
            file ->
                file.matches("run/secrets/.+|root/\\.(ansible|aws|mysql_history|bash_history).*"));
  }

  @Test
  void manifest_names_the_source_and_the_version_of_the_role() {
    assertThat(manifest.getString("builds[0].builder_type")).isEqualTo("docker");
    assertThat(manifest.getString("builds[0].custom_data.source_image")).isEqualTo(source);
    assertThat(manifest.getString("builds[0].custom_data.role_version"))
        .isEqualTo(provenance.getString("role_version"));
    assertThat(manifest.getString("builds[0].artifact_id")).startsWith(again);
  }

  @Test
  void provenance_names_every_package_as_the_image_has_it() {
    ContainerUnderTest image =
        run.container(again)
            .withCommand("dpkg-query", "--show", "--showformat=${Package} ${Version}\\n")
            .startedToItsEnd();
    image.start();
    Map<String, String> installed =
        Arrays.stream(image.getLogs().split("\\R", -1))
            .filter(line -> line.matches("\\S+ \\S+"))
            .map(line -> line.split(" ", -1))
            .collect(Collectors.toMap(line -> line[0], line -> line[1]));

    assertThat(installed).as("packages of the image").hasSizeGreaterThan(100);
    assertThat(provenance.<String, String>getMap("packages")).isEqualTo(installed);
  }

  @Test
  void provenance_and_labels_name_the_source_by_its_digest() {
    Map<String, String> labels = DatabaseImage.container(run).declaration().getLabels();

    assertThat(source).matches("\\S+@sha256:[0-9a-f]{64}");
    assertThat(
            labels.get("org.opencontainers.image.base.name")
                + "@"
                + labels.get("org.opencontainers.image.base.digest"))
        .as("source by the labels of the image")
        .isEqualTo(source);
    assertThat(provenance.getString("source_image")).isEqualTo(source);
  }
}
