package dev.groundtruth.verification.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WrittenConstantTest {

  private static List<String> in(String configuration) {
    return WrittenConstant.in("main.tf", configuration).stream()
        .map(each -> each.name() + "=" + each.text())
        .toList();
  }

  @Test
  void is_found_in_arguments_and_keys_with_its_line() {
    assertThat(
            WrittenConstant.in(
                "main.tf",
                """
                locals {
                  environment = {
                    DB_PASSWORD = "letmein"
                    "API_TOKEN" : "letmein"
                  }
                }
                """))
        .containsExactly(
            new WrittenConstant("main.tf:3", "DB_PASSWORD", "letmein"),
            new WrittenConstant("main.tf:4", "API_TOKEN", "letmein"));
  }

  @Test
  void has_the_name_that_stands_beside_it() {
    assertThat(in("environment = [{ name = \"DB_PASSWORD\", value = \"letmein\" }]"))
        .contains("DB_PASSWORD=letmein");
    assertThat(
            in(
                """
                parameter {
                  name  = "init_password"
                  value = "letmein"
                }
                """))
        .contains("init_password=letmein");
  }

  @Test
  void has_a_sign_where_something_is_put_in() {
    assertThat(
            WrittenConstant.in(
                "main.tf", "password = \"${var.arns[\"database\"]}:password::\"\nuser = \"$${x}\""))
        .filteredOn(each -> each.name().equals("password"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.text()).isEqualTo("$:password::");
              assertThat(each.isWhole()).isFalse();
            });
  }

  @Test
  void is_found_in_what_is_put_in() {
    assertThat(in("content = \"a ${jsonencode({ password = \"letmein\" })} b\""))
        .containsExactly("password=letmein", "content=a $ b");
  }

  @Test
  void is_found_in_a_text_of_many_lines() {
    assertThat(
            in(
                """
                user_data = <<-EOT
                  #!/bin/sh
                  PASSWORD=letmein ${var.name}
                EOT
                other     = "x"
                """))
        .containsExactly("user_data=  #!/bin/sh\n  PASSWORD=letmein $\n", "other=x");
  }

  @Test
  void is_no_comment_no_index_and_no_label() {
    assertThat(
            Stream.of(
                    "# password = \"letmein\"",
                    "// password = \"letmein\"",
                    "/* password = \"letmein\" */",
                    "password = var.secrets[\"letmein\"]",
                    "password = jsondecode(x)[\"letmein\"]",
                    "password = var.password\nresource \"letmein\" \"this\" {\n}")
                .flatMap(each -> in(each).stream()))
        .noneMatch(each -> each.startsWith("password="));
  }

  @Test
  void is_not_looked_for_in_half_of_a_file() {
    for (String half :
        List.of("a = [\n{\n]\n", "locals {\n", "}\n", "a = \"b\n", "a = <<EOT\nb\n")) {
      assertThatThrownBy(() -> in(half))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("main.tf:")
          .hasMessageEndingWith("has brackets or quotes that do not match");
    }
  }

  @Test
  void is_either_side_of_a_condition() {
    assertThat(in("password = var.own ? \"letmein\" : \"letmeout\""))
        .containsExactly("password=letmein", "password=letmeout");
  }
}
