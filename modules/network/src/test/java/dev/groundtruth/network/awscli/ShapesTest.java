package dev.groundtruth.network.awscli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dumps of the tests have the shapes of the AWS CLI, and the reader reads what there is. */
class ShapesTest {

  private static final Path DUMPS = Path.of("src/test/resources/dumps");

  private static Set<String> shapes() throws IOException {
    return Files.readAllLines(DUMPS.resolve("shapes.txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .collect(Collectors.toSet());
  }

  @Test
  void the_dumps_have_no_member_that_the_cli_does_not_print() throws IOException {
    List<String> strange = new ArrayList<>();
    Set<String> known = shapes();
    int files = 0;
    try (Stream<Path> dumps = Files.list(DUMPS.resolve("wordpress"))) {
      for (Path dump : dumps.sorted().toList()) {
        files++;
        JsonNode root = JsonMapper.builder().build().readTree(Files.readString(dump));
        collect(root, "", known, dump.getFileName() + " ", strange);
      }
    }
    assertThat(files).isEqualTo(18);
    assertThat(strange).isEmpty();
  }

  private static void collect(
      JsonNode node, String path, Set<String> known, String file, List<String> strange) {
    if (node.isArray()) {
      node.forEach(each -> collect(each, path, known, file, strange));
    }
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> each : node.properties()) {
        String name = path.isEmpty() ? each.getKey() : path + "." + each.getKey();
        if (!known.contains(name)) {
          strange.add(file + name);
        } else {
          collect(each.getValue(), name, known, file, strange);
        }
      }
    }
  }

  @Test
  void the_reader_reads_no_member_that_there_is_not() throws IOException {
    Set<String> members =
        shapes().stream()
            .flatMap(path -> Stream.of(path.split("\\.", -1)))
            .collect(Collectors.toSet());
    Set<String> read = new TreeSet<>();
    Pattern access =
        Pattern.compile(
            "(?:text|optional|parts?|texts|cidr|address|number|flag|has)\\(\\s*\"([A-Za-z0-9]+)\"");
    for (String file : List.of("DumpReader", "Interfaces", "Item")) {
      Matcher matcher =
          access.matcher(
              Files.readString(
                  Path.of("src/main/java/dev/groundtruth/network/awscli", file + ".java")));
      while (matcher.find()) {
        read.add(matcher.group(1));
      }
    }
    assertThat(read).contains("GroupId", "SubnetId", "PrivateIpAddress").hasSizeGreaterThan(40);
    assertThat(members).containsAll(read);
  }
}
