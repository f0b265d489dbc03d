package dev.groundtruth.network.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.groundtruth.network.awscli.DumpReader;
import dev.groundtruth.network.model.Network;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line on committed plans and dumps, read as they are. */
class CommandLineTest {

  private static final Path FIXTURES = Path.of("src/test/resources");
  private static final Path TWO_TIER = FIXTURES.resolve("plans/two-tier/plan.json");
  private static final Path DUMPS = FIXTURES.resolve("dumps/wordpress");
  private static final Path DOCS = Path.of("../../docs");

  @TempDir private Path folder;

  private record Result(int code, String out, String err) {

    JsonNode json() {
      return JsonMapper.builder().build().readTree(out);
    }
  }

  private static Result run(String... words) {
    return run(NetworkMain.inputs(InputStream.nullInputStream()), words);
  }

  private static Result run(Inputs inputs, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        NetworkCommand.run(
            List.of(words),
            inputs,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Path contract() throws Exception {
    Matcher block =
        Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOCS.resolve("network.md")));
    assertThat(block.find()).isTrue();
    return Files.writeString(folder.resolve("contract.json"), block.group(1));
  }

  // --- the documentation ---

  @Test
  void answers_as_the_documentation_says() throws Exception {
    contract();
    Matcher block =
        Pattern.compile("```\\n(\\$ bin/network.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOCS.resolve("network.md")));
    List<String> commands = new ArrayList<>();
    while (block.find()) {
      for (String example : block.group(1).split("(?m)^\\$ bin/network ", -1)) {
        if (!example.isBlank()) {
          int end = example.indexOf('\n');
          commands.add(example.substring(0, end));
          answers(example.substring(0, end), example.substring(end + 1).strip());
        }
      }
    }
    assertThat(commands).hasSizeGreaterThanOrEqualTo(4);
  }

  private void answers(String command, String expected) {
    boolean isCodeShown = command.endsWith("; echo $?");
    String[] words = command.replace("; echo $?", "").split(" ", -1);
    for (int at = 0; at < words.length; at++) {
      if (words[at].equals("plan.json")) {
        words[at] = TWO_TIER.toString();
      } else if (words[at].equals("contract.json")) {
        words[at] = folder.resolve("contract.json").toString();
      }
    }
    Result result = run(words);
    String shown = result.out().strip().replace(folder + "/", "");
    assertThat(isCodeShown ? shown + "\n" + result.code() : shown).as(command).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "matrix", "reach", "contract", "diff", "findings"})
  void prints_the_fields_that_are_documented(String command) throws Exception {
    String plan = TWO_TIER.toString();
    JsonNode answer =
        switch (command) {
          case "reach" ->
              run("reach", plan, "--from", "internet", "--to", "aws_lb.front", "--json").json();
          case "contract" ->
              run("contract", plan, "--contract", contract().toString(), "--json").json();
          case "diff" -> run("diff", plan, plan, "--json").json();
          default -> run(command, plan, "--json").json();
        };
    assertThat(answer.path("schemaVersion").stringValue()).isEqualTo("1.0");
    assertThat(answer.path("command").stringValue()).isEqualTo(command);
    String row =
        Files.readString(DOCS.resolve("network-json.md"))
            .lines()
            .filter(line -> line.startsWith("| `" + command + "` |"))
            .findFirst()
            .orElseThrow();
    for (String field : answer.propertyNames()) {
      if (!field.equals("schemaVersion") && !field.equals("command")) {
        assertThat(row).as(command).contains("`" + field + "`");
      }
    }
  }

  // --- subcommands ---

  @Test
  void tells_a_violated_contract_with_packets_and_rules() throws Exception {
    Result result =
        run("contract", TWO_TIER.toString(), "--contract", contract().toString(), "--json");
    assertThat(result.code()).isEqualTo(1);
    JsonNode excess = result.json().path("excess");
    assertThat(excess.size()).isEqualTo(2);
    JsonNode certain = excess.get(1);
    assertThat(certain.path("certain").booleanValue()).isTrue();
    assertThat(certain.path("witness").path("source").stringValue()).isEqualTo("10.0.100.4");
    Set<String> addresses = new LinkedHashSet<>();
    Set<String> places = new LinkedHashSet<>();
    for (JsonNode hop : certain.path("witness").path("hops")) {
      addresses.add(hop.path("address").asString(""));
      places.add(hop.path("location").asString(""));
    }
    assertThat(addresses).contains("aws_security_group.lb.ingress[1].cidr_blocks[0]");
    assertThat(places).anyMatch(place -> place.startsWith("main.tf:"));
    JsonNode missing = result.json().path("missing").get(0);
    assertThat(missing.path("witness").path("traffic").stringValue()).isEqualTo("tcp 8080");
    assertThat(missing.path("attributes").size()).isEqualTo(1);
    assertThat(result.json().path("matrix").path("cells").size()).isPositive();
  }

  @Test
  void tells_whether_a_contract_holds_or_is_not_known() throws Exception {
    Path holds =
        Files.writeString(
            folder.resolve("holds.json"),
            """
            {"tiers": {"all": ["aws_lb.front", "aws_instance.app", "aws_instance.bare",
                               "aws_db_instance.db"]},
             "flows": [{"from": "all", "to": "all", "protocol": "all", "required": false},
                       {"from": "outside", "to": "all", "protocol": "all", "required": false},
                       {"from": "all", "to": "outside", "protocol": "all", "required": false}]}
            """);
    Result result = run("contract", TWO_TIER.toString(), "--contract", holds.toString());
    assertThat(result.out()).isEqualTo("the contract holds\n");
    assertThat(result.code()).isZero();
    Path open =
        Files.writeString(
            folder.resolve("open.json"),
            Files.readString(contract())
                .replace("\"tiers\": {", "\"tiers\": {\n\"bare\": [\"aws_instance.bare\"],")
                .replace(
                    "\"flows\": [",
                    "\"flows\": [{\"from\": \"bare\", \"to\": \"load-balancer\","
                        + " \"protocol\": \"tcp\", \"ports\": \"80,443\","
                        + " \"required\": false},"));
    Result unknown = run("contract", TWO_TIER.toString(), "--contract", open.toString());
    assertThat(unknown.out()).startsWith("whether the contract holds is not known yet");
    assertThat(unknown.code()).isEqualTo(2);
  }

  @Test
  void tells_differences_with_what_is_responsible() {
    String plan = TWO_TIER.toString();
    Result same = run("diff", plan, plan);
    assertThat(same.out()).isEqualTo("no difference\n");
    assertThat(same.code()).isZero();
    Result other = run("diff", DUMPS.toString(), plan, "--json");
    assertThat(other.code()).isEqualTo(1);
    JsonNode change = other.json().path("changes").get(0);
    assertThat(change.path("witness").path("hops").size()).isPositive();
    assertThat(change.path("responsible").get(0).path("kind").stringValue()).isEqualTo("INTERFACE");
    assertThat(run("diff", DUMPS.toString(), plan).out())
        .contains("removed interface ")
        .contains("added interface aws_lb.front");
  }

  @Test
  void finds_and_prints_sarif_as_its_schema_wants_it() throws Exception {
    String plan = TWO_TIER.toString();
    Result text = run("findings", plan);
    assertThat(text.code()).isEqualTo(1);
    assertThat(text.out()).contains("warning rule-admits-nothing: ");
    Result sarif = run("findings", plan, "--contract", contract().toString(), "--sarif");
    assertThat(sarif.code()).isEqualTo(1);
    assertThat(sarif.out()).contains("rule-wider-than-contract").contains("\"main.tf\"");
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
            .getSchema(
                Files.readString(FIXTURES.resolve("sarif/sarif-2.1.0-rtm.5.json")),
                InputFormat.JSON);
    assertThat(schema.validate(sarif.out(), InputFormat.JSON))
        .extracting(Error::toString)
        .isEmpty();
    assertThat(
            schema.validate(
                sarif.out().replace("\"level\" : \"warning\"", "\"level\" : \"loud\""),
                InputFormat.JSON))
        .as("the schema is not blind")
        .isNotEmpty();
  }

  @Test
  void writes_the_files_of_findings_as_uris() throws Exception {
    Path region = Files.createDirectories(folder.resolve("a:b/eu west 3"));
    try (Stream<Path> files = Files.list(DUMPS)) {
      for (Path file : files.toList()) {
        Files.copy(file, region.resolve(file.getFileName()));
      }
    }

    assertThat(run("findings", folder.toString(), "--sarif").out())
        .contains("\"uri\" : \"./a:b/eu%20west%203/network-acls.json\"")
        .doesNotContain("eu west 3/");
  }

  @Test
  void tells_owners_of_different_kinds_that_have_one_name_apart() {
    assertThat(
            run("matrix", DUMPS.toString()).out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains("internet -> wordpress (APPLICATION_LOAD_BALANCER) tcp 80,443")
        .contains("i-0a1b2c3d4e5f60718 -> wordpress (RDS) tcp 3306")
        .noneMatch(line -> line.startsWith("internet -> wordpress (RDS)"));
  }

  @Test
  void reads_dumps_and_standard_input() throws Exception {
    Result dumps = run("show", DUMPS.toString(), "--json");
    assertThat(dumps.code()).isZero();
    assertThat(dumps.json().path("counts").path("vpcs").intValue()).isEqualTo(1);
    Inputs stdin = NetworkMain.inputs(new ByteArrayInputStream(Files.readAllBytes(TWO_TIER)));
    Result piped = run(stdin, "matrix", "-");
    assertThat(piped.out()).isEqualTo(run("matrix", TWO_TIER.toString()).out());
    assertThat(run("topology", DUMPS.toString()).out()).startsWith("<?xml").contains("</svg>");
  }

  @Test
  void says_of_what_is_not_understood_that_nothing_is_proved() throws Exception {
    Path plan = plan("aws_mystery");
    Result same = run("diff", plan.toString(), plan.toString());
    assertThat(same.code()).isEqualTo(2);
    assertThat(same.out()).isEqualTo("not understood: aws_mystery.x\n");
    assertThat(
            run("diff", plan.toString(), plan.toString(), "--json")
                .json()
                .path("notUnderstood")
                .get(0)
                .stringValue())
        .isEqualTo("aws_mystery.x");

    assertThat(run("matrix", plan.toString()).out()).contains("\nNOT_UNDERSTOOD aws_mystery.x: ");
    assertThat(run("matrix", plan.toString(), "--json").out()).contains("\"aws_mystery.x\"");
    assertThat(run("topology", plan.toString()).err())
        .startsWith("bin/network: NOT_UNDERSTOOD aws_mystery.x: ");
  }

  private Path plan(String type) throws Exception {
    return Files.writeString(
        folder.resolve(type + ".json"),
        """
        {"format_version": "1.0", "values": {"root_module": {"resources": [
          {"address": "aws_vpc.v", "mode": "managed", "type": "aws_vpc", "name": "v",
           "values": {"id": "vpc-0123456789abcdef0", "cidr_block": "10.0.0.0/16"}},
          {"address": "%1$s.x", "mode": "managed", "type": "%1$s", "name": "x", "values": {}}]}}}
        """
            .formatted(type));
  }

  @Test
  void says_in_one_line_what_no_rule_filters() {
    String answer =
        run("reach", TWO_TIER.toString(), "--from", "internet", "--to", "aws_db_instance.db").out();

    assertThat(answer.lines().filter(line -> line.startsWith("  except ")))
        .containsExactly(
            "  except what nothing filters: Amazon DNS, DHCP, instance metadata, ECS task metadata,"
                + " Amazon Time Sync, Windows licence activation, the reserved addresses of the"
                + " VPC's default router");
  }

  /** Both would silently mean what lies in the folder one happens to be in. */
  @Test
  void does_not_look_at_the_current_folder_unasked() throws Exception {
    Result nothing = run("show", "");
    assertThat(nothing.code()).isEqualTo(64);
    assertThat(nothing.err()).contains("names no INPUT, perhaps you should write .");

    Network streamed = new DumpReader().read(DUMPS);
    Inputs stdin =
        new Inputs(
            new NetworkReader() {
              @Override
              public Network plan(byte[] json, String source) {
                throw new IllegalStateException(source + " may lie beside a configuration");
              }

              @Override
              public Network stream(byte[] json) {
                return streamed;
              }

              @Override
              public Network dumps(Path any) {
                throw new IllegalStateException(any + " is not asked for");
              }
            },
            InputStream.nullInputStream());
    assertThat(run(stdin, "show", "-").code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "internet",
        "10.20.0.10",
        "10.20.0.0/24",
        "::/0",
        "eni-0a1b2c3d4e5f60001",
        "i-0a1b2c3d4e5f60718",
        "sg-0a1b2c3d4e5f60711",
        "tag:Name=wordpress-database",
        "subnet:subnet-00a1b2c3d4e5f6071"
      })
  void understands_each_form_of_a_side(String side) {
    Result result = run("reach", DUMPS.toString(), "--from", side, "--to", "wordpress");
    assertThat(result.code()).as(result.err()).isBetween(0, 2);
    assertThat(result.out()).startsWith(List.of("yes", "no", "not known").get(result.code()));
  }

  @Test
  void understands_resource_addresses() {
    String plan = TWO_TIER.toString();
    assertThat(run("reach", plan, "--from", "internet", "--to", "aws_lb.front").code()).isZero();
    assertThat(run("reach", plan, "--from", "internet", "--to", "aws_instance.app[0]").code())
        .isEqualTo(1);
    assertThat(
            run(
                    "reach",
                    plan,
                    "--from",
                    "aws_lb.front",
                    "--to",
                    "aws_instance.app",
                    "--port",
                    "8080")
                .code())
        .isEqualTo(2);
  }

  // --- wrong use ---

  @ParameterizedTest
  @ValueSource(
      strings = {"show", "matrix", "reach", "contract", "diff", "findings", "topology", ""})
  void explains_itself(String command) {
    Result result = command.isEmpty() ? run("--help") : run(command, "--help");
    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("Usage: bin/network").contains("--help");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void suggests_what_was_meant_in_one_line() {
    Result option = run("reach", "p", "--from", "a", "--to", "b", "--prot", "tcp");
    assertThat(option.code()).isEqualTo(64);
    assertThat(option.err())
        .isEqualTo(
            "bin/network: Unknown options: '--prot', 'tcp', perhaps you should write --protocol\n");
    Result command = run("matrx", "p");
    assertThat(command.code()).isEqualTo(64);
    assertThat(command.err().lines()).hasSize(1);
    assertThat(command.err()).contains("matrix");
  }

  @Test
  void ends_with_the_code_of_each_fault() throws Exception {
    Path text = Files.writeString(folder.resolve("plan.txt"), "no JSON");
    assertThat(run("show", text.toString()).code()).isEqualTo(65);
    assertThat(run("show", folder.resolve("none.json").toString()).code()).isEqualTo(66);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(run("show", empty.toString()).code()).isEqualTo(65);
    assertThat(run("contract", TWO_TIER.toString(), "--contract", text.toString()).code())
        .isEqualTo(65);
    Result none = run("contract", TWO_TIER.toString(), "--contract", folder + "/none.json");
    assertThat(none.code()).isEqualTo(66);
    assertThat(none.err()).contains("--contract").contains("perhaps you should");
    Inputs broken =
        new Inputs(
            new NetworkReader() {
              @Override
              public Network plan(byte[] json, String source) {
                throw new IllegalStateException("a mistake");
              }

              @Override
              public Network dumps(Path any) {
                throw new IllegalStateException("a mistake");
              }
            },
            InputStream.nullInputStream());
    Result internal = run(broken, "show", "-");
    assertThat(internal.code()).isEqualTo(70);
    assertThat(internal.err()).isEqualTo("bin/network: a mistake\n");
  }

  @Test
  void refuses_what_contradicts_itself() {
    Result both = run("diff", "-", "-");
    assertThat(both.code()).isEqualTo(64);
    assertThat(both.err()).hasLineCount(1).contains("OLD and NEW are both -");
    Result forms = run("findings", TWO_TIER.toString(), "--json", "--sarif");
    assertThat(forms.code()).isEqualTo(64);
    assertThat(forms.out()).isEmpty();
    assertThat(forms.err()).hasLineCount(1).contains("--json and --sarif");
  }

  @Test
  void says_why_something_is_no_json() throws Exception {
    String cut = Files.readString(TWO_TIER).substring(0, 3_000);
    Path plan = Files.writeString(folder.resolve("cut.json"), cut);
    Path dumps = Files.createDirectory(folder.resolve("dumps"));
    Files.writeString(dumps.resolve("groups.json"), "{\"SecurityGroups\": [");
    for (Path input : List.of(plan, dumps)) {
      Result result = run("show", input.toString());
      assertThat(result.code()).isEqualTo(65);
      assertThat(result.err()).contains("Unexpected end-of-input").doesNotContain("REDACTED");
    }
  }

  @Test
  void refuses_an_empty_input() throws Exception {
    String empty = Files.writeString(folder.resolve("empty.json"), "").toString();
    String blank = Files.writeString(folder.resolve("blank.json"), " \n").toString();
    String plan = TWO_TIER.toString();
    List<List<String>> commands = new ArrayList<>();
    for (String input : List.of(empty, blank, "-")) {
      commands.add(List.of("show", input));
      commands.add(List.of("matrix", input));
      commands.add(List.of("reach", input, "--from", "internet", "--to", "internet"));
      commands.add(List.of("diff", input, plan));
      commands.add(List.of("diff", plan, input));
      commands.add(List.of("findings", input));
    }
    for (List<String> command : commands) {
      Result result = run(command.toArray(String[]::new));
      assertThat(result.code()).as(command.toString()).isEqualTo(65);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .hasLineCount(1)
          .contains("is no Terraform plan or state, perhaps you should write one with");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "::ffff:10.0.1.10, 10.0.1.10",
    "::FFFF:a00:10a, 10.0.1.10",
    "::ffff:192.168.0.0/112, 192.168.0.0/16",
    "::ffff:0:0/96, 0.0.0.0/0"
  })
  void refuses_an_ipv4_address_in_ipv6(String expression, String instead) throws Exception {
    String message =
        "\"%s\" is an IPv4 address written as one of IPv6, which no packet has, perhaps you should write \"%s\""
            .formatted(expression, instead);
    for (List<String> sides :
        List.of(List.of(expression, "internet"), List.of("::/0", expression))) {
      Result reach =
          run("reach", TWO_TIER.toString(), "--from", sides.get(0), "--to", sides.get(1));
      assertThat(reach.code()).isEqualTo(64);
      assertThat(reach.err()).isEqualTo("bin/network: " + message + "\n");
    }
    Path contract =
        Files.writeString(
            folder.resolve("contract.json"),
            "{\"tiers\": {\"a\": \"%s\"}, \"flows\": []}".formatted(expression));
    for (String command : List.of("contract", "findings")) {
      Result result = run(command, TWO_TIER.toString(), "--contract", contract.toString());
      assertThat(result.code()).isEqualTo(65);
      assertThat(result.err()).contains(message);
    }
  }
}
