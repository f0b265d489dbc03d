package dev.groundtruth.provisioning.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.provisioning.command.Secret;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LocatedTest {

  private final Located web =
      Value.of(
              Map.of(
                  "name",
                  "web",
                  "size",
                  3,
                  "tags",
                  Map.of("Name", "a name", "Env", "test"),
                  "ports",
                  Arrays.asList(80, 443, null),
                  "password",
                  Secret.of("hidden"),
                  "id",
                  UnknownValue.UNKNOWN))
          .in("aws_instance.web");

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(UnexpectedValueException.class).hasMessage(message);
  }

  @Test
  void reads_by_path() {
    assertThat(web.at("tags.Name").text()).isEqualTo("a name");
    assertThat(web.at("ports[1]").integer()).isEqualTo(443);
    assertThat(web.find("ports[2]")).isEmpty();
    assertThat(web.find("ports[3]")).isEmpty();
    assertThat(web.at("password").secret()).isEqualTo(Secret.of("hidden"));
    assertThat(web.at("password").reveal().text()).isEqualTo("hidden");
  }

  @Test
  void names_what_is_missing_and_what_is_near() {
    refused(
        () -> web.at("tags.Nmae"),
        "aws_instance.web has no tags.Nmae: tags is an object with "
            + String.join(", ", web.at("tags").map().keySet())
            + ", perhaps you should ask for Name");
    refused(
        () -> web.at("ports[7].x"),
        "aws_instance.web has no ports[7]: ports is a list of 3, perhaps you should ask for what is there");
    refused(
        () -> web.at("name.first"),
        "aws_instance.web has no name.first: name is a text, perhaps you should ask for what is there");
  }

  @Test
  void names_what_is_of_another_type() {
    refused(
        () -> web.at("size").text(),
        "size of aws_instance.web is a number and not a text: 3, perhaps you should ask for number()");
    refused(
        () -> web.at("name").number(),
        "name of aws_instance.web is a text and not a number, perhaps you should ask for text()");
    refused(
        () -> web.at("name").bool(),
        "name of aws_instance.web is a text and not a bool, perhaps you should ask for text()");
    refused(
        () -> web.at("tags").list(),
        "tags of aws_instance.web is an object with "
            + String.join(", ", web.at("tags").map().keySet())
            + " and not a list, perhaps you should ask for map()");
    refused(
        () -> web.at("ports").map(),
        "ports of aws_instance.web is a list of 3 and not an object, perhaps you should ask for list()");
    refused(
        () -> web.at("ports[2]").integer(),
        "ports[2] of aws_instance.web is null and not a number, perhaps you should ask for an optional with find()");
    refused(
        () -> Value.of(1L << 40).in("output \"n\"").integer(),
        "output \"n\" is a number and not an integer of 32 bits: 1099511627776, perhaps you should ask for number()");
  }

  @Test
  void gives_nothing_away_that_is_unknown_or_sensitive() {
    refused(
        () -> web.at("id").text(),
        "id of aws_instance.web is known only after the apply, perhaps you should ask for it then");
    refused(
        () -> web.at("password").text(),
        "password of aws_instance.web is sensitive, perhaps you should ask for it with secret() or after reveal()");
    assertThat(web.toString()).doesNotContain("hidden");
  }

  enum Kind {
    READ_ONLY,
    READ_WRITE
  }

  record Inner(int port, Optional<String> comment) {}

  record Outer(
      String hostName,
      long size,
      boolean on,
      Kind kind,
      List<Inner> inner,
      Set<String> names,
      Map<String, Inner> byName,
      Optional<Inner> none,
      BigInteger big,
      Secret password,
      Value anything) {}

  @Test
  void maps_records_with_everything_they_may_have() {
    Value value =
        Json.read(
            "x",
            """
            {"host_name": "h", "size": 5000000000, "on": true, "kind": "read-write",
             "inner": [{"port": 1, "comment": "c", "ignored": 1}, {"port": 2, "comment": null}],
             "names": ["a", "b"], "byName": {"x": {"port": 3}}, "big": 1208925819614629174706176,
             "password": "hidden", "anything": [1]}
            """);

    Outer outer = value.in("output \"x\"").as(Outer.class);

    assertThat(outer)
        .isEqualTo(
            new Outer(
                "h",
                5_000_000_000L,
                true,
                Kind.READ_WRITE,
                List.of(new Inner(1, Optional.of("c")), new Inner(2, Optional.empty())),
                Set.of("a", "b"),
                Map.of("x", new Inner(3, Optional.empty())),
                Optional.empty(),
                BigInteger.TWO.pow(80),
                Secret.of("hidden"),
                Value.of(List.of(1))));
    assertThat(outer.toString()).doesNotContain("hidden");
  }

  record Named(String firstName) {}

  record Unreadable(Thread thread) {}

  record Positive(int number) {
    Positive {
      if (number <= 0) {
        throw new IllegalArgumentException("not positive");
      }
    }
  }

  record Account(String user) {}

  @Test
  void says_which_component_cannot_be_filled() {
    refused(
        () -> Value.of(Map.of("first_nam", "x")).in("output \"o\"").as(Named.class),
        "output \"o\" has no first_name: it is an object with first_nam, perhaps you should ask for first_nam");
    refused(
        () -> Value.of(Map.of("firstName", 1)).in("output \"o\"").as(Named.class),
        "firstName of output \"o\" is a number and not a text: 1, perhaps you should ask for number()");
    refused(
        () -> Value.of("both").in("output \"o\"").as(Kind.class),
        "output \"o\" is a text and not one of READ_ONLY, READ_WRITE, perhaps you should ask for text()");
    refused(
        () -> Value.of(Map.of("user", Secret.of("hidden"))).in("output \"o\"").as(Account.class),
        "user of output \"o\" is sensitive, perhaps you should ask for it with secret() or after reveal()");
    assertThatThrownBy(() -> Value.of(Map.of("thread", 1)).in("o").as(Unreadable.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "thread of o cannot be read as java.lang.Thread, perhaps you should use a record, List, Map, Optional, String, BigDecimal, int, long, boolean, enum, Secret or Value");
    assertThatThrownBy(() -> Value.of(Map.of("number", -1)).in("o").as(Positive.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not positive");
  }

  @Test
  void maps_scalars_too() {
    assertThat(Value.of(3).in("x").as(int.class)).isEqualTo(3);
    assertThat(Value.of("s").in("x").as(String.class)).isEqualTo("s");
  }
}
