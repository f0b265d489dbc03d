package dev.groundtruth.network.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.analysis.EndpointExpression;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.analysis.Verdict;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Remark;
import dev.groundtruth.network.model.TrafficMatch;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Expressions of which a plan shows what they refer to and not what they come to: whatever is made
 * of them, nothing is called isolated that may not be.
 */
class CornersTest {

  private static final Path CORNERS = Path.of("src/test/resources/plans/corners");
  private static final Path LITERALS = Path.of("src/test/resources/plans/literals");

  private static final Path INDEXES = Path.of("src/test/resources/plans/indexes");

  private static Network withFolder(Path folder) {
    return new TerraformReader(folder).read(folder.resolve("plan.json"));
  }

  private static Network withoutFolder(Path folder) {
    return new TerraformReader().read(folder.resolve("plan.json"));
  }

  private static Verdict isolated(Network network, String from, String to) {
    return Reachability.of(network)
        .isolated(
            EndpointExpression.resolve(network, from),
            EndpointExpression.resolve(network, to),
            TrafficMatch.of(Protocol.TCP, PortRange.of(22)));
  }

  /** Function and condition may have picked the open group or subnet, and have here. */
  @ParameterizedTest
  @CsvSource({"slice", "constant_condition", "element"})
  void takes_all_that_a_function_or_a_constant_condition_may_pick(String name) {
    for (Network network : List.of(withFolder(CORNERS), withoutFolder(CORNERS))) {
      assertThat(isolated(network, "internet", "aws_instance." + name))
          .isNotInstanceOf(Verdict.Proved.class);
    }
  }

  /** A known index can choose any instance of the block it is for, and nothing else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws_instance.of_the_first_zone",
        "aws_instance.of_a_position",
        "module.database.aws_instance.source"
      })
  void follows_an_index_that_is_looked_up(String name) {
    for (Network network : List.of(withFolder(INDEXES), withoutFolder(INDEXES))) {
      assertThat(isolated(network, "internet", name)).isInstanceOf(Verdict.Proved.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"of_any_other_zone", "elsewhere", "of_a_local"})
  void proves_nothing_of_an_index_that_may_have_chosen_something_else(String name) {
    for (Network network : List.of(withFolder(INDEXES), withoutFolder(INDEXES))) {
      assertThat(isolated(network, "internet", "aws_instance." + name))
          .isNotInstanceOf(Verdict.Proved.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "aws_instance.client, aws_instance.dynamic_known, aws_security_group.dynamic_known.ingress[0].security_groups",
    "internet, aws_instance.dynamic_unknown, aws_security_group.dynamic_unknown.ingress[0].cidr_blocks"
  })
  void proves_nothing_about_blocks_that_are_made_of_what_is_not_known(
      String from, String to, String attribute) {
    for (Network network : List.of(withFolder(CORNERS), withoutFolder(CORNERS))) {
      assertThat(isolated(network, from, to))
          .isInstanceOfSatisfying(
              Verdict.Unknown.class,
              unknown -> assertThat(unknown.attributes()).contains(attribute));
    }
  }

  @Test
  void counts_on_no_subnet_that_a_function_may_have_picked() {
    for (Network network : List.of(withFolder(CORNERS), withoutFolder(CORNERS))) {
      assertThat(isolated(network, "internet", "aws_instance.element"))
          .isInstanceOfSatisfying(
              Verdict.Unknown.class,
              unknown ->
                  assertThat(unknown.attributes())
                      .containsExactly("in which of its subnets aws_instance.element is"));
    }
  }

  @Test
  void leaves_the_proofs_about_other_groups_alone() {
    assertThat(isolated(withFolder(CORNERS), "internet", "aws_instance.client"))
        .isInstanceOf(Verdict.Proved.class);
  }

  @Test
  void proves_nothing_beside_an_id_that_is_written_among_references() {
    Network network = withFolder(LITERALS);
    assertThat(network.remarks())
        .filteredOn(each -> each.kind() == Remark.Kind.NOT_UNDERSTOOD)
        .extracting(Remark::toString)
        .containsExactly(
            "NOT_UNDERSTOOD main.tf:50:1: \"sg-0123456789abcdef0\" is written in one expression with"
                + " references, of which a plan shows these only, perhaps you should name it in a"
                + " variable",
            "NOT_UNDERSTOOD main.tf:71:1: \"pl-0123456789abcdef0\" is written in one expression with"
                + " references, of which a plan shows these only, perhaps you should name it in a"
                + " variable");
    assertThat(isolated(network, "internet", "aws_instance.literal_group"))
        .isInstanceOfSatisfying(
            Verdict.Unknown.class,
            unknown -> assertThat(unknown.attributes()).contains("main.tf:50:1"));
    assertThat(isolated(network, "9.9.9.9", "aws_instance.literal_list"))
        .isInstanceOf(Verdict.Unknown.class);
  }

  private static List<String> hidden(String text) {
    return HiddenIds.in("main.tf", text.lines().toList()).stream()
        .map(each -> each.location() + " " + each.id())
        .toList();
  }

  @Test
  void sees_ids_in_expressions_of_several_lines_and_in_templates() {
    assertThat(
            hidden(
                """
                module "web" {
                  groups = concat(
                    [aws_security_group.a.id], # "sg-00000001"
                    ["sg-00000002"],
                  )
                  others = ["${aws_security_group.a.id}", "sg-00000003"]
                }
                """))
        .containsExactly("main.tf:2:1 sg-00000002", "main.tf:6:1 sg-00000003");
  }

  @Test
  void does_not_mind_ids_that_a_plan_shows() {
    assertThat(
            Stream.of(
                "groups = [\"sg-00000001\", \"sg-00000002\"]",
                "groups = [aws_security_group.a.id] // \"sg-00000001\"",
                "name = \"sg-00000001\"\nother = aws_security_group.a.id",
                "count = var.id == \"none\" ? 1 : 0"))
        .allSatisfy(text -> assertThat(hidden(text)).isEmpty());
  }
}
