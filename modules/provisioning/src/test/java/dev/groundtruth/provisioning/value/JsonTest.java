package dev.groundtruth.provisioning.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.value.internal.JsonSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

  @Test
  void keeps_every_digit() {
    for (String number :
        List.of(
            "12345678901234567890.123456789", "-0.1", "9007199254740993", "1" + "0".repeat(400))) {
      assertThat(Json.write(Json.read("a number", number))).isEqualTo(number);
    }
    assertThat(Json.write(Json.read("a number", "1e400"))).startsWith("1E+400");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":|The plan cannot be read at line 1, column 6: it ends in the middle",
        "{\"a\" 1}|The plan cannot be read at line 1, column 6: it is not JSON",
        "{} {}|The plan cannot be read at line 1, column 4: something follows its end",
        "There are some problems|The plan cannot be read at line 1, column 1: it is not JSON",
        "''|The plan is empty"
      })
  void says_where_garbage_begins(String json, String problem) {
    assertThatThrownBy(() -> Json.read("the plan", json))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageStartingWith(
            problem + ", perhaps you should pass what the tool wrote with -json")
        .hasNoCause();
  }

  @Test
  void an_error_does_not_quote_the_text() {
    assertThatThrownBy(() -> Json.read("the state", "{\"password\": hunter2}"))
        .isInstanceOf(MalformedJsonException.class)
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void reads_what_powershell_makes_of_it() {
    for (byte[] bytes :
        List.of(
            "\uFEFF{\"a\":\"é\"}".getBytes(StandardCharsets.UTF_8),
            "\uFEFF{\"a\":\"é\"}".getBytes(StandardCharsets.UTF_16LE),
            "\uFEFF{\"a\":\"é\"}".getBytes(StandardCharsets.UTF_16BE))) {
      assertThat(Json.read("the plan", bytes)).isEqualTo(Value.of(Map.of("a", "é")));
      assertThat(JsonSource.of("the plan", bytes).sections().find("a")).contains(Value.of("é"));
    }
  }

  @Test
  void sections_of_every_type_are_found_again() {
    JsonSource.Sections sections =
        JsonSource.of(
                "the plan",
                "{\"é\":\"ü\\n\",\"n\":-1.50 ,\"t\":true,\"z\":null,\"o\":{\"a\":[1,{}]},\"l\":[],\"e\":{}}"
                    .getBytes(StandardCharsets.UTF_8))
            .sections();

    assertThat(sections.names()).containsExactly("é", "n", "t", "z", "o", "l", "e");
    assertThat(sections.find("é")).contains(Value.of("ü\n"));
    assertThat(sections.find("n")).hasToString("Optional[-1.50]");
    assertThat(sections.find("t")).contains(Value.of(true));
    assertThat(sections.find("z")).isEmpty();
    assertThat(sections.find("o")).hasToString("Optional[{ a = [1, {}] }]");
    assertThat(sections.find("l")).contains(Value.of(List.of()));
    assertThat(sections.find("e")).contains(ObjectValue.EMPTY);
    assertThat(sections.find("absent")).isEmpty();
  }

  @Test
  void sections_need_an_object_that_is_whole() {
    for (String json : List.of("[1]", "{\"a\":[1}", "{\"a\":1", "{} x", "")) {
      assertThatThrownBy(
              () -> JsonSource.of("the plan", json.getBytes(StandardCharsets.UTF_8)).sections())
          .as(json)
          .isInstanceOf(MalformedJsonException.class)
          .hasMessageContaining(", perhaps you should pass what the tool wrote");
    }
  }

  @Test
  void writes_what_is_sensitive_only_when_asked_to() {
    Value value = Value.of(Map.of("password", Secret.of("hidden")));

    assertThat(Json.write(value)).isEqualTo("{\"password\":\"(sensitive value)\"}");
    assertThat(Json.writeRevealed(value)).isEqualTo("{\"password\":\"hidden\"}");
    assertThatThrownBy(() -> Json.writeRevealed(UnknownValue.UNKNOWN))
        .hasMessageEndingWith("perhaps you should write it then");
  }
}
