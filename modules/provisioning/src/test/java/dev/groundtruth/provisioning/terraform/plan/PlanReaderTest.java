package dev.groundtruth.provisioning.terraform.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.provisioning.terraform.event.UnsupportedFormatException;
import dev.groundtruth.provisioning.value.AttributePath;
import dev.groundtruth.provisioning.value.MalformedJsonException;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import dev.groundtruth.provisioning.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What terraform_data cannot provoke, in the words of Terraform's documentation of the format. */
class PlanReaderTest {

  private static Plan plan(String sections) {
    return new PlanReader()
        .read("{\"format_version\":\"1.2\",\"planned_values\":{}" + sections + "}");
  }

  private static String change(String address, String actions, String more) {
    return "{\"address\":\"%s\",\"mode\":\"managed\",\"type\":\"aws_instance\",\"name\":\"web\",%s\"change\":{\"actions\":%s,\"before\":{\"ami\":\"old\",\"tags\":{\"a\":\"1\"}},\"after\":{\"ami\":\"new\",\"tags\":{\"a\":\"1\"}}%s}}"
        .formatted(
            address,
            more.startsWith("\"deposed") ? more + "," : "",
            actions,
            more.startsWith(",") ? more : "");
  }

  @Test
  void refuses_an_unknown_major_version() {
    assertThatThrownBy(
            () -> new PlanReader().read("{\"format_version\":\"2.0\",\"planned_values\":{}}"))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessage(
            "The plan is in format version 2.0 and only 1.x can be read, perhaps you should use a Terraform of 1.5 to 1.x, an OpenTofu of 1.x, or a newer Groundtruth");
    assertThatThrownBy(
            () -> new PlanReader().read("{\"format_version\":\"10.1\",\"planned_values\":{}}"))
        .isInstanceOf(UnsupportedFormatException.class);
  }

  @Test
  void ignores_what_a_newer_minor_version_adds() {
    Plan plan =
        new PlanReader()
            .read(
                "{\"format_version\":\"1.9\",\"planned_values\":{\"new\":1},\"brand_new\":[{}],\"resource_changes\":["
                    + change("aws_instance.web", "[\"update\"]", ",\"novelty\":{\"x\":1}")
                    + "]}");

    assertThat(plan.resource("aws_instance.web").action()).isEqualTo(Action.UPDATE);
  }

  @Test
  void refuses_what_is_no_plan() {
    assertThatThrownBy(() -> new PlanReader().read("Error: no such file"))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessage(
            "The plan cannot be read at line 1, column 1: it is not JSON, perhaps you should pass what the tool wrote with -json, whole and alone");
    assertThatThrownBy(() -> new PlanReader().read("{}"))
        .isInstanceOf(UnexpectedValueException.class)
        .hasMessage(
            "The JSON is no plan: it has no format_version, perhaps you should pass what terraform show -json wrote of a saved plan");
    assertThatThrownBy(
            () -> new PlanReader().read("{\"format_version\":\"1.0\",\"values\":{\"outputs\":{}}}"))
        .isInstanceOf(UnexpectedValueException.class)
        .hasMessage(
            "The JSON is no plan: it has no planned_values but is a state, perhaps you should name the file of the saved plan to terraform show -json");
  }

  @Test
  void names_the_place_of_what_is_not_as_it_should_be() {
    assertThatThrownBy(() -> plan(",\"resource_changes\":[{\"address\":7}]").resourceChanges())
        .isInstanceOf(UnexpectedValueException.class)
        .hasMessage(
            "resource_changes[0].address of The plan is a number and not a text: 7, perhaps you should ask for number()");
  }

  @Test
  void names_resources_that_are_near_a_missing_one() {
    Plan plan =
        plan(",\"resource_changes\":[" + change("aws_instance.web", "[\"update\"]", "") + "]");

    assertThatThrownBy(() -> plan.resource("aws_instance.wbe"))
        .isInstanceOf(UnexpectedValueException.class)
        .hasMessage(
            "The plan has no aws_instance.wbe among its 1 resources, perhaps you should ask for aws_instance.web");
    assertThatThrownBy(() -> plan.resource("x"))
        .hasMessageEndingWith("perhaps you should plan the configuration that has it");
  }

  @Test
  void tells_the_texts_of_variables() {
    Plan plan =
        plan(
            ",\"variables\":{\"name\":{\"value\":\"blog\"},\"zones\":{\"value\":[\"a\"]},"
                + "\"key\":{\"value\":\"hidden\"}},"
                + "\"configuration\":{\"root_module\":{\"variables\":{\"key\":{\"sensitive\":true}}}}");

    assertThat(plan.textVariable("name")).contains("blog");
    assertThat(plan.textVariable("zones")).isEmpty();
    assertThat(plan.textVariable("key")).isEmpty();
    assertThat(plan.textVariable("none")).isEmpty();
  }

  @Test
  void drift() {
    Plan plan =
        plan(
            ",\"resource_drift\":["
                + change("aws_instance.web", "[\"update\"]", "")
                + ","
                + change("aws_instance.gone", "[\"delete\"]", "")
                + "]");

    assertThat(plan.drift())
        .extracting(ResourceChange::address, ResourceChange::action)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("aws_instance.web", Action.UPDATE),
            org.assertj.core.groups.Tuple.tuple("aws_instance.gone", Action.DELETE));
    assertThat(plan.drift().get(0).before("ami").text()).isEqualTo("old");
    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void deposed_objects_are_apart_from_their_address() {
    Plan plan =
        plan(
            ",\"resource_changes\":["
                + change("aws_instance.web", "[\"no-op\"]", "")
                + ","
                + change("aws_instance.web", "[\"delete\"]", "\"deposed\":\"2a3b\"")
                + "]");

    assertThat(plan.resource("aws_instance.web").action()).isEqualTo(Action.NO_OP);
    assertThat(plan.resourceChanges().get(1).deposed()).contains("2a3b");
    assertThat(plan.differences().describe())
        .startsWith("aws_instance.web (deposed object 2a3b) is deleted");
  }

  @Test
  void deferred_changes_leave_something_to_do() {
    Plan plan =
        plan(
            ",\"deferred_changes\":[{\"reason\":\"instance_count_unknown\",\"resource_change\":"
                + change("aws_instance.web[*]", "[\"create\"]", "")
                + "}]");

    assertThat(plan.deferredChanges())
        .singleElement()
        .satisfies(
            deferred -> {
              assertThat(deferred.reason()).isEqualTo("instance_count_unknown");
              assertThat(deferred.resource().address()).isEqualTo("aws_instance.web[*]");
            });
    assertThat(plan.complete()).isFalse();
  }

  @Test
  void replacements_name_the_paths_into_blocks_and_sets() {
    Plan plan =
        plan(
            ",\"resource_changes\":["
                + change(
                    "aws_instance.web",
                    "[\"delete\",\"create\"]",
                    ",\"replace_paths\":[[\"ami\"],[\"disk\",0,\"size\"],[\"set\",{\"of\":\"objects\"},\"x\"]]")
                + "]");

    assertThat(plan.resource("aws_instance.web").change().replacePaths())
        .containsExactly(
            AttributePath.parse("ami"),
            AttributePath.parse("disk[0].size"),
            AttributePath.parse("set"));
    assertThat(plan.differences().describe())
        .isEqualTo(
            "aws_instance.web is replaced, the old one deleted first\n"
                + "  ami: \"old\" -> \"new\" (forces replacement)");
  }

  @Test
  void imports_by_identity_or_by_an_id_not_known_yet() {
    Plan plan =
        plan(
            ",\"resource_changes\":["
                + change(
                    "a.by_identity",
                    "[\"update\"]",
                    ",\"importing\":{\"identity\":{\"arn\":\"x\"}},\"generated_config\":\"resource\"")
                + ","
                + change("a.later", "[\"no-op\"]", ",\"importing\":{\"unknown\":true}")
                + "]");

    Change byIdentity = plan.resource("a.by_identity").change();
    assertThat(byIdentity.importing().orElseThrow().identity())
        .isEqualTo(Value.of(Map.of("arn", "x")));
    assertThat(byIdentity.generatedConfig()).contains("resource");
    assertThat(plan.resource("a.later").change().importing().orElseThrow().unknown()).isTrue();
    assertThat(plan.differences().describe())
        .startsWith("a.by_identity is imported and is updated\n");
  }

  @Test
  void actions_of_all_names() {
    assertThat(Action.of(List.of("no-op"))).isEqualTo(Action.NO_OP);
    assertThat(Action.of(List.of("delete", "create"))).isEqualTo(Action.DELETE_THEN_CREATE);
    assertThat(Action.of(List.of("create", "delete"))).isEqualTo(Action.CREATE_THEN_DELETE);
    assertThat(Action.of(List.of("create", "forget"))).isEqualTo(Action.CREATE_THEN_FORGET);
    assertThat(Action.of(List.of("forget", "create"))).isEqualTo(Action.CREATE_THEN_FORGET);
    assertThat(Action.of(List.of("teleport"))).isEqualTo(Action.OTHER);
    assertThat(Action.of(List.of())).isEqualTo(Action.OTHER);
    assertThat(Action.OTHER.isDestructive()).isTrue();
    assertThat(Action.FORGET.isDestructive()).isFalse();
    assertThat(Action.READ.isChange()).isFalse();
  }

  @Test
  void what_is_sensitive_on_one_side_only_is_masked_on_both() {
    Plan plan =
        plan(
            ",\"resource_changes\":["
                + change(
                    "aws_instance.web",
                    "[\"update\"]",
                    ",\"after_sensitive\":{\"ami\":true},\"before_sensitive\":{}")
                + "]");

    assertThat(plan.differences().resources().get(0).attributes())
        .singleElement()
        .hasToString("ami: (sensitive value) -> (sensitive value)");
  }

  @Test
  void blocks_of_the_configuration() {
    Plan plan =
        plan(
            """
            ,"configuration":{"root_module":{"resources":[{"address":"aws_instance.web","mode":"managed",
             "type":"aws_instance","name":"web","provider_config_key":"aws","expressions":{
               "ami":{"constant_value":"x"},"unknowable":{},
               "disk":[{"size":{"references":["var.size"]}},{"size":{"constant_value":1}}],
               "timeouts":{"create":{"constant_value":"1h"},"delete":{"references":["local.t"]}}}}]}}
            """);

    Map<String, Expression> arguments =
        plan.configuration().root().resources().get("aws_instance.web").expressions().arguments();

    assertThat(arguments.get("ami")).isEqualTo(new Expression.Constant(Value.of("x")));
    assertThat(arguments.get("unknowable")).isEqualTo(new Expression.Reference(List.of()));
    assertThat(arguments.get("disk")).isInstanceOf(Expression.Blocks.class);
    assertThat(arguments.get("disk").references()).containsExactly("var.size");
    assertThat(arguments.get("timeouts")).isInstanceOf(Expression.Block.class);
    assertThat(arguments.get("timeouts").references()).containsExactly("local.t");
  }

  @Test
  void an_expression_that_comes_to_the_same_whatever_it_refers_to_is_a_reference() {
    Plan plan =
        plan(
            """
            ,"configuration":{"root_module":{"resources":[
              {"address":"aws_instance.web","mode":"managed","type":"aws_instance","name":"web",
               "count_expression":{"constant_value":0,"references":["var.x"]},
               "expressions":{"ami":{"constant_value":"a","references":["var.y"]}}}]}}
            """);

    assertThat(
            plan.configuration()
                .root()
                .resources()
                .get("aws_instance.web")
                .expressions()
                .arguments())
        .containsEntry("ami", new Expression.Reference(List.of("var.y")));
  }

  @Test
  void a_constant_that_its_provider_calls_sensitive_is_masked_in_the_configuration_too() {
    String sanitized =
        plan("""
                ,"resource_changes":[{"address":"module.m[0].aws_db_instance.main[\\"a.b[0]\\"]","mode":"managed",
                 "type":"aws_db_instance","name":"main","change":{"actions":["create"],"before":null,
                 "after":{"password":"hunter2x","user":"app","disk":[{"key":"diskkey"}],"note":"pw: hunter2x"},
                 "after_sensitive":{"password":true,"disk":[{"key":true}]},"after_unknown":{}}}],
                 "configuration":{"root_module":{"module_calls":{"m":{"module":{"resources":[{
                 "address":"aws_db_instance.main","mode":"managed","type":"aws_db_instance","name":"main",
                 "provisioners":[{"type":"local-exec","expressions":{"command":{"constant_value":"log in with hunter2x"}}}],
                 "expressions":{"password":{"constant_value":"hunter2x"},"user":{"constant_value":"app"},
                 "disk":[{"key":{"constant_value":"diskkey"},"size":{"constant_value":7}}]}}]}}}}}
                """)
            .sanitizedJson();

    assertThat(sanitized)
        .doesNotContain("hunter2x", "diskkey")
        .contains(
            "\"password\":{\"constant_value\":\"(sensitive value)\"}",
            "\"user\":{\"constant_value\":\"app\"}",
            "\"disk\":[{\"key\":{\"constant_value\":\"(sensitive value)\"},\"size\":{\"constant_value\":7}}]",
            "\"note\":\"pw: ***\"",
            "\"constant_value\":\"log in with ***\"");
  }

  @Test
  void a_sanitized_plan_keeps_addresses_that_happen_to_be_secrets_elsewhere() {
    String sanitized =
        plan("""
                ,"variables":{"user":{"value":"wordpress"}},
                 "configuration":{"root_module":{"variables":{"user":{"sensitive":true}}}},
                 "resource_changes":[{"address":"aws_ecs_service.wordpress","mode":"managed","type":"aws_ecs_service",
                 "name":"wordpress","change":{"actions":["create"],"before":null,"after":{"user":"wordpress"}}}]
                """)
            .sanitizedJson();

    assertThat(sanitized)
        .contains("\"address\":\"aws_ecs_service.wordpress\"", "\"after\":{\"user\":\"***\"}")
        .doesNotContain("\"value\":\"wordpress\"");
  }

  @Test
  void no_name_of_an_output_variable_or_module_keeps_its_value_from_being_masked() {
    for (String name : List.of("value", "default", "before", "identity", "values", "sensitive")) {
      String sanitized =
          plan("""
                  ,"variables":{"NAME":{"value":"one-secret"}},
                   "output_changes":{"NAME":{"actions":["create"],"before":null,"after":"two-secret",
                    "after_sensitive":true},"NAME_sensitive":{"actions":["create"],"after":"three-secret","after_sensitive":true}},
                   "prior_state":{"format_version":"1.0","values":{"outputs":{"NAME":{"sensitive":true,"value":"four-secret"}}}},
                   "configuration":{"root_module":{"variables":{"NAME":{"sensitive":true,"default":"five-secret"}},
                    "outputs":{"NAME":{"sensitive":true,"expression":{"constant_value":"six-secret"}}},
                    "module_calls":{"NAME":{"expressions":{"NAME":{"constant_value":"seven-secret"}},
                     "module":{"variables":{"NAME":{"sensitive":true,"default":"eight-secret"}}}}}}}
                  """
                  .replace("NAME", name))
              .sanitizedJson();

      assertThat(sanitized).as(name).doesNotContain("-secret");
    }
  }

  @Test
  void marks_of_an_unexpected_form_hide_all_of_a_value() {
    String sanitized =
        plan("""
                ,"resource_changes":[{"address":"a.b","mode":"managed","type":"a","name":"b","change":{
                 "actions":["create"],"before":null,"after":{"x":"one-secret","y":["two-secret"]},
                 "after_sensitive":{"x":{"deep":true},"y":{"0":true}}}}]
                """)
            .sanitizedJson();

    assertThat(sanitized).doesNotContain("-secret").contains("\"x\":\"(sensitive value)\"");
  }

  @Test
  void a_plan_of_many_megabytes_is_read_by_its_sections() {
    StringBuilder changes = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      changes
          .append(i == 0 ? "" : ",")
          .append(change("aws_instance.web[" + i + "]", "[\"update\"]", ""));
    }
    byte[] json =
        ("{\"format_version\":\"1.2\",\"planned_values\":{\"x\":\""
                + "y".repeat(30_000_000)
                + "\"},\"resource_changes\":["
                + changes
                + "]}")
            .getBytes(StandardCharsets.UTF_8);

    Plan plan = new PlanReader().read(json);

    assertThat(plan.changesByAddress()).hasSize(20_000);
    assertThat(plan.differences().summary()).isEqualTo("20000 to update");
  }
}
