package dev.groundtruth.provisioning.terraform.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.event.UnsupportedFormatException;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateReaderTest {

  private final StateReader reader = new StateReader();

  @Test
  void a_state_before_the_first_apply_is_empty() {
    State state = reader.read("{\"format_version\":\"1.0\"}");

    assertThat(state.resources()).isEmpty();
    assertThat(state.outputs()).isEqualTo(Outputs.NONE);
    assertThatThrownBy(() -> state.resource("aws_vpc.main"))
        .isInstanceOf(UnexpectedValueException.class)
        .hasMessage(
            "The state has no aws_vpc.main among its 0 resources, perhaps you should apply the configuration that has it");
  }

  @Test
  void deposed_and_tainted_objects() {
    State state =
        reader.read(
            """
            {"format_version":"1.0","values":{"root_module":{"resources":[
             {"address":"a.b","mode":"managed","type":"a","name":"b","values":{"v":"new"},"tainted":true},
             {"address":"a.b","mode":"managed","type":"a","name":"b","values":{"v":"old"},"deposed_key":"00ff"}]}}}
            """);

    assertThat(state.resource("a.b").attribute("v").text()).isEqualTo("new");
    assertThat(state.resource("a.b").tainted()).isTrue();
    assertThat(state.deposed())
        .singleElement()
        .satisfies(old -> assertThat(old.deposed()).contains("00ff"));
    assertThatThrownBy(() -> state.resource("a.c"))
        .hasMessage("The state has no a.c among its 1 resources, perhaps you should ask for a.b");
    assertThatThrownBy(() -> state.resource("a.b").attribute("w"))
        .hasMessage("a.b has no w: it is an object with v, perhaps you should ask for v");
  }

  @Test
  void unknown_formats_are_refused() {
    assertThatThrownBy(() -> reader.read("{\"format_version\":\"2.0\"}"))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageStartingWith("The state is in format version 2.0 and only 1.x can be read");
    assertThatThrownBy(() -> reader.read("{}"))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageStartingWith("The state is in format version (none)");
    assertThatThrownBy(
            () -> StateFile.read("{\"version\":3,\"terraform_version\":\"0.11.0\",\"serial\":1}"))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageStartingWith("The state file is in format version 3 and only 4.x can be read");
  }

  @Test
  void missing_outputs_are_named_with_those_that_exist() {
    Outputs outputs =
        Outputs.read(
            "{\"vpc_id\":{\"sensitive\":false,\"type\":\"string\",\"value\":\"vpc-1\"},\"port\":{\"sensitive\":false,\"value\":3306},\"password\":{\"sensitive\":true,\"value\":\"hidden\"}}");

    assertThatThrownBy(() -> outputs.text("vpcid"))
        .isInstanceOf(UnexpectedValueException.class)
        .hasMessage(
            "There is no output \"vpcid\" among vpc_id, port, password, perhaps you should ask for vpc_id");
    assertThatThrownBy(() -> outputs.text("zone"))
        .hasMessageEndingWith("perhaps you should declare it in the root module and apply");
    assertThatThrownBy(() -> Outputs.NONE.text("zone"))
        .hasMessage(
            "There is no output \"zone\" and no other, perhaps you should declare it in the root module and apply");
    assertThatThrownBy(() -> outputs.text("port"))
        .hasMessage(
            "output \"port\" is a number and not a text: 3306, perhaps you should ask for number()");
    assertThatThrownBy(() -> outputs.text("password"))
        .hasMessage(
            "output \"password\" is sensitive, perhaps you should ask for it with secret() or after reveal()");
    assertThat(outputs.secret("password")).isEqualTo(Secret.of("hidden"));
    assertThat(outputs.secrets()).containsExactly(Secret.of("hidden"));
    assertThat(outputs.toString()).contains("vpc-1").doesNotContain("hidden");
  }

  @Test
  void outputs_are_sanitized_whatever_their_names() {
    assertThat(
            reader.sanitize(
                "{\"value\":{\"sensitive\":true,\"value\":\"one-secret\"},\"format_version\":{\"sensitive\":true,\"value\":{\"a\":[\"two-secret\"]}},\"open\":{\"sensitive\":false,\"value\":\"see one-secret\"}}"))
        .isEqualTo(
            "{\"value\":{\"sensitive\":true,\"value\":\"(sensitive value)\"},\"format_version\":{\"sensitive\":true,\"value\":\"(sensitive value)\"},\"open\":{\"sensitive\":false,\"value\":\"see ***\"}}");
  }

  @Test
  void lists_and_maps_of_a_type() {
    Outputs outputs =
        Outputs.read(
            "{\"ports\":{\"value\":[80,443]},\"zones\":{\"value\":{\"a\":\"x\",\"b\":\"y\"}}}");

    assertThat(outputs.list("ports", Integer.class)).containsExactly(80, 443);
    assertThat(outputs.map("zones", String.class)).isEqualTo(Map.of("a", "x", "b", "y"));
    assertThatThrownBy(() -> outputs.list("ports", String.class))
        .hasMessage(
            "[0] of output \"ports\" is a number and not a text: 80, perhaps you should ask for number()");
  }

  @Test
  void outputs_that_an_apply_withheld_are_named() {
    Outputs told =
        Outputs.of(
            (dev.groundtruth.provisioning.terraform.event.TerraformEvent.Outputs)
                new dev.groundtruth.provisioning.terraform.event.EventReader()
                    .read(
                        "{\"type\":\"outputs\",\"outputs\":{\"password\":{\"sensitive\":true,\"type\":\"string\"},\"nothing\":{\"sensitive\":false,\"value\":null}}}"));

    assertThat(told.names()).containsExactlyInAnyOrder("nothing", "password");
    assertThat(told.get("nothing").isNull()).isTrue();
    assertThatThrownBy(() -> told.secret("password"))
        .hasMessage(
            "output \"password\" is sensitive and its value was not told by the apply, perhaps you should read the outputs with terraform output");
  }
}
