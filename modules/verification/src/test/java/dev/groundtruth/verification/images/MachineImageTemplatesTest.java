package dev.groundtruth.verification.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.groundtruth.provisioning.command.Command;
import dev.groundtruth.provisioning.command.CommandResult;
import dev.groundtruth.provisioning.command.ProcessCommandRunner;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.command.ToolCache;
import dev.groundtruth.verification.RepositoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code packer/ami/builder.json}, which an older command names, describes the image of {@code
 * packer/ami.pkr.hcl}. Packer itself translates the one into the language of the other; compared is
 * what then stands there, value by value.
 */
class MachineImageTemplatesTest {

  private static final Path ROOT =
      Path.of(System.getProperty(RepositoryRoot.PROPERTY, "../..")).toAbsolutePath().normalize();

  private static final Pattern BLOCK =
      Pattern.compile("(?<type>[\\w-]+)((?: \"[^\"]*\")*) *=? *\\{");
  private static final Pattern ATTRIBUTE = Pattern.compile("(?<name>[\\w-]+) *= *(?<value>.+)");
  private static final Pattern REFERENCE = Pattern.compile("\"\\$\\{([\\w.-]+)}\"");
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  @TempDir private Path work;
  private Path packer = ROOT;
  private Path tools = ROOT;

  @BeforeEach
  void find_packer() throws IOException {
    tools = ToolCache.folder();
    packer = tools.resolve("packer").resolve(version()).resolve("packer");
    Path ansible = tools.resolve("ansible/bin/ansible-playbook");
    for (Path tool : new Path[] {packer, ansible}) {
      if (!Files.isExecutable(tool)) {
        String message = tool + " is missing, perhaps you should run bin/setup --for dev";
        assertThat(System.getenv("CI")).as(message).isNotEqualTo("true");
        abort(message);
      }
    }
  }

  @Test
  void older_template_describes_the_image_of_the_newer_one() throws Exception {
    Map<String, String> newer = new TreeMap<>();
    for (String file : new String[] {"variables.pkr.hcl", "ami.pkr.hcl"}) {
      newer.putAll(attributes(Files.readString(ROOT.resolve("packer").resolve(file))));
    }
    Path translated = work.resolve("older.pkr.hcl");
    run("hcl2_upgrade", "-output-file=" + translated, "packer/ami/builder.json");
    Map<String, String> older = attributes(Files.readString(translated));

    // The variables of the container image are the newer template's own.
    newer.keySet().removeIf(name -> name.startsWith("variable ") && !older.containsKey(name));
    assertThat(newer).as("values of packer/ami.pkr.hcl").hasSizeGreaterThan(60);
    assertThat(differences(newer, older))
        .as("values of packer/ami/builder.json that packer/ami.pkr.hcl does not have, or otherwise")
        .isEmpty();
  }

  @Test
  void both_templates_are_valid_and_formatted() throws Exception {
    run(
        "validate",
        "-var=ansible_command=" + tools.resolve("ansible/bin/ansible-playbook"),
        "packer");
    run(
        "validate",
        "-var=ansible_command=" + tools.resolve("ansible/bin/ansible-playbook"),
        "packer/ami/builder.json");
    run("fmt", "-check", "packer");
  }

  @Test
  void templates_name_the_version_of_the_role() throws Exception {
    String role =
        Files.readString(ROOT.resolve("ansible/roles/mysql/vars/main.yml"))
            .lines()
            .filter(line -> line.startsWith("mysql_role_version:"))
            .map(line -> line.replaceAll("mysql_role_version: *|\"", ""))
            .findFirst()
            .orElseThrow();

    assertThat(
            attributes(Files.readString(ROOT.resolve("packer/variables.pkr.hcl")))
                .get("variable role_version.default"))
        .isEqualTo(role);
  }

  @Test
  void values_are_compared_whatever_the_writing() {
    assertThat(
            attributes(
                "a \"b\" {\n  c = \"${var.d}\"\n  e = [\"f\",\n  \"g\", ]\n  h = {\n    i = 1\n  }\n}\n"))
        .isEqualTo(
            attributes(
                "a \"b\" {\n  h {\n    i = \"1\"\n  }\n  c = var.d\n  e = [\"f\", \"g\"]\n}\n"))
        .containsEntry("a b.c", "var.d")
        .containsEntry("a b.h.i", "1")
        .isNotEqualTo(
            attributes("a \"b\" {\n  h {\n    i = 2\n  }\n  c = var.d\n  e = [\"f\", \"g\"]\n}\n"));
  }

  private static List<String> differences(Map<String, String> newer, Map<String, String> older) {
    Set<String> names = new TreeSet<>(newer.keySet());
    names.addAll(older.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(newer.get(name), older.get(name)))
        .map(
            name ->
                "%s is %s in builder.json, %s in ami.pkr.hcl"
                    .formatted(
                        name,
                        older.getOrDefault(name, "missing"),
                        newer.getOrDefault(name, "missing")))
        .toList();
  }

  /**
   * The values of a template by their place, in one writing: what Packer's own translation writes
   * another way - names that it makes up, references in quotes, the filter of the source image as a
   * data source - is written the same.
   */
  private static Map<String, String> attributes(String hcl) {
    Map<String, String> values = new TreeMap<>();
    Map<String, Integer> seen = new TreeMap<>();
    Deque<String> place = new ArrayDeque<>();
    for (String line : joined(hcl).lines().map(String::strip).toList()) {
      Matcher block = BLOCK.matcher(line);
      Matcher attribute = ATTRIBUTE.matcher(line);
      if (block.matches()) {
        String name = (block.group("type") + block.group(2).replace("\"", "")).strip();
        // Provisioners come in an order.
        int number =
            name.startsWith("provisioner") ? seen.merge("provisioner", 1, Integer::sum) : 0;
        place.addLast(number == 0 ? name : number + " " + name);
      } else if (line.equals("}")) {
        place.removeLast();
      } else if (attribute.matches()) {
        values.put(
            String.join(".", place) + "." + attribute.group("name"),
            value(attribute.group("value")));
      }
    }
    values
        .keySet()
        .removeIf(
            name ->
                name.startsWith("packer.")
                    || (name.endsWith(".description") && name.startsWith("variable "))
                    || name.equals("build.name")
                    || name.equals("build.sources")
                    || name.endsWith(".source_ami")
                    || (name.startsWith("data amazon-ami") && name.endsWith(".region")));
    return values.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry ->
                    entry
                        .getKey()
                        .replace("autogenerated_1", "mysql")
                        .replaceFirst(
                            "^data amazon-ami mysql\\.",
                            "source amazon-ebs mysql.source_ami_filter."),
                Map.Entry::getValue,
                (one, other) -> one + other,
                TreeMap::new));
  }

  /** Without comments, a list in one line. */
  private static String joined(String hcl) {
    StringBuilder text = new StringBuilder();
    long depth = 0;
    for (String line : hcl.lines().filter(line -> !line.strip().startsWith("#")).toList()) {
      depth += count(line, '[') - count(line, ']');
      text.append(line.strip()).append(depth > 0 ? " " : "\n");
    }
    return text.toString();
  }

  private static long count(String line, char character) {
    return line.chars().filter(each -> each == character).count();
  }

  private static String value(String written) {
    String value = REFERENCE.matcher(written.strip()).replaceAll("$1");
    value = value.replaceAll(",? *]", "]").replaceAll("\\[ *", "[").replaceAll(", +", ",");
    value = value.replace("${local.timestamp}", "{{ timestamp }}");
    value = value.replace("${path.root}/../../ansible", "${path.root}/../ansible");
    value = value.replace("${path.root}/../scripts", "${path.root}/scripts");
    return value.matches("\"[^\"]*\"") ? value.substring(1, value.length() - 1) : value;
  }

  private void run(String... arguments) throws InterruptedException {
    StringBuilder said = new StringBuilder();
    try (ProcessCommandRunner commands =
        new ProcessCommandRunner(work.resolve("logs"), new Redactor())) {
      CommandResult result =
          commands.run(
              Command.builder(packer.toString(), arguments)
                  .inherit("*")
                  .environment("PACKER_PLUGIN_PATH", tools.resolve("packer-plugins").toString())
                  .environment("CHECKPOINT_DISABLE", "1")
                  .directory(ROOT)
                  .timeout(TIMEOUT)
                  .successCodes(0, 1, 3)
                  .build(),
              (channel, line) -> {
                synchronized (said) {
                  said.append(line).append('\n');
                }
              });
      assertThat(result.exitCode())
          .as("exit code of packer %s, which said: %s", String.join(" ", arguments), said)
          .isZero();
    }
  }

  /** The version that {@code bin/setup} brings; the cache may have others, too. */
  private static String version() throws IOException {
    Matcher required =
        Pattern.compile("(?m)^\\s*(?:require )?github\\.com/hashicorp/packer v(\\S+)")
            .matcher(Files.readString(ROOT.resolve("tools/packer/go.mod")));
    assertThat(required.find()).as("whether tools/packer/go.mod requires Packer").isTrue();
    return required.group(1);
  }
}
