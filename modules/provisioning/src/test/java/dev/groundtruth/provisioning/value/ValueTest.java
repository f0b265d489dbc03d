package dev.groundtruth.provisioning.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.value.internal.Marks;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueTest {

  @Test
  void takes_what_java_writes() {
    assertThat(Value.of(null)).isEqualTo(NullValue.NULL);
    assertThat(Value.of(Optional.empty())).isEqualTo(NullValue.NULL);
    assertThat(Value.of(7)).isEqualTo(new NumberValue(new BigDecimal("7.0")));
    assertThat(Value.of(BigInteger.TWO.pow(80))).hasToString("1208925819614629174706176");
    assertThat(Value.of(List.of("a", true, Map.of("k", 1L))))
        .hasToString("[\"a\", true, { k = 1 }]");
    assertThat(Value.of(Secret.of("hidden"))).hasToString("(sensitive value)");
  }

  @Test
  void refuses_doubles_since_they_are_not_exact() {
    assertThatThrownBy(() -> Value.of(0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "java.lang.Double is no value of Terraform's, perhaps you should pass a BigDecimal");
    assertThatThrownBy(() -> Value.of(new Object()))
        .hasMessageEndingWith(
            "perhaps you should pass a text, a number, a boolean, a list or a map");
  }

  @Test
  void numbers_are_equal_if_they_are_numerically() {
    assertThat(Value.of(new BigDecimal("1.50"))).isEqualTo(Value.of(new BigDecimal("1.5")));
    assertThat(Value.of(new BigDecimal("1.50")).hashCode())
        .isEqualTo(Value.of(new BigDecimal("1.5")).hashCode());
    assertThat(Value.of(new BigDecimal("0.10000000000000001")))
        .isNotEqualTo(Value.of(new BigDecimal("0.1")));
  }

  @Test
  void numbers_of_absurd_size_are_written_short() {
    assertThat(Value.of(new BigDecimal("1E+1000000000"))).hasToString("1E+1000000000");
    assertThat(Value.of(new BigDecimal("1E+20"))).hasToString("100000000000000000000");
  }

  @Test
  void marks_and_values_become_one_tree() {
    Value merged =
        Marks.merge(
            Json.read(
                "v", "{\"a\":{\"open\":1,\"secret\":\"x\"},\"l\":[1,null,3],\"whole\":{\"b\":2}}"),
            Json.read("u", "{\"id\":true,\"l\":[false,true,false],\"a\":{\"late\":true}}"),
            Json.read("s", "{\"a\":{\"secret\":true,\"late\":true},\"whole\":true}"));

    assertThat(merged)
        .hasToString(
            "{ a = { open = 1, secret = (sensitive value), late = (sensitive value) },"
                + " l = [1, (known after apply), 3], whole = (sensitive value),"
                + " id = (known after apply) }");
    assertThat(merged.find(AttributePath.parse("a.late")).orElseThrow().isKnown()).isFalse();
    assertThat(merged.find(AttributePath.parse("whole.b")).orElseThrow().isSensitive()).isTrue();
    assertThat(merged.find(AttributePath.parse("id.anything"))).contains(UnknownValue.UNKNOWN);
    assertThat(merged.find(AttributePath.parse("l[3]"))).isEmpty();
    assertThat(merged.isWhollyKnown()).isFalse();
    assertThat(merged.masked().hasSensitiveParts()).isFalse();
  }

  @Test
  void a_mark_of_nothing_changes_nothing() {
    Value value = Json.read("v", "{\"a\":[1,{\"b\":null}]}");

    assertThat(
            Marks.merge(
                value, Json.read("u", "{\"a\":[false,{}],\"x\":{}}"), Json.read("s", "{\"a\":[]}")))
        .isSameAs(value);
  }

  @Test
  void a_sensitive_value_shows_itself_only_when_revealed() {
    SensitiveValue secret = new SensitiveValue(Value.of(Map.of("password", "hidden")));

    assertThat(secret).hasToString("(sensitive value)").isEqualTo(new SensitiveValue(secret));
    assertThat(Value.of(List.of(secret))).hasToString("[(sensitive value)]");
    assertThat(secret.in("x")).asString().doesNotContain("hidden");
    assertThat(secret.reveal()).hasToString("{ password = \"hidden\" }");
    assertThat(secret.sameAs(Value.of(Map.of("password", "hidden")))).isTrue();
    assertThat(secret.kind()).isEqualTo("(sensitive value)");
  }
}
