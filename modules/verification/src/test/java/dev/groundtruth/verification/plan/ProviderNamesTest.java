package dev.groundtruth.verification.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code terraform/} uses of provider 4.9, with which it is planned, is in provider 6.25 too:
 * every type, argument and block is looked up among the names that {@code extract.py} has read from
 * that provider's declarations. These name what is removed by not naming it; of what is deprecated
 * they say nothing, so that is listed here.
 */
class ProviderNamesTest {

  private static final Pattern TYPE =
      Pattern.compile("^(resource|data) \"(aws_\\w+)\" \"(\\w+)\" \\{");
  private static final Pattern BLOCK = Pattern.compile("^\\s*(?:dynamic \")?(\\w+)\"? \\{$");
  private static final Pattern EMPTY_BLOCK = Pattern.compile("^\\s*(\\w+) \\{\\}$");
  private static final Pattern ARGUMENT = Pattern.compile("^\\s*(\\w+)\\s+= (.*)$");

  private static final Set<String> OF_TERRAFORM =
      Set.of("count", "for_each", "depends_on", "provider", "lifecycle");

  /**
   * What the guides for <a
   * href="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-5-upgrade">version
   * 5</a> and <a
   * href="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade">version
   * 6</a> deprecate or remove and a stack like this could have used.
   */
  private static final Set<String> DEPRECATED =
      Set.of(
          "aws_eip.vpc",
          "aws_flow_log.log_group_name",
          "aws_ecs_cluster.capacity_providers",
          "aws_autoscaling_group.tags",
          "aws_db_instance.name",
          "aws_s3_bucket.acl",
          "aws_s3_bucket.policy",
          "aws_s3_bucket.server_side_encryption_configuration",
          "aws_s3_bucket.lifecycle_rule",
          "aws_launch_template.elastic_gpu_specifications",
          "aws_iam_policy_document.source_json",
          "aws_iam_policy_document.override_json",
          "aws_iam_role.inline_policy",
          "aws_iam_role.managed_policy_arns",
          "aws_instance.cpu_core_count",
          "aws_cloudfront_distribution.default_cache_behavior.forwarded_values",
          "aws_wafv2_web_acl.rule.statement.managed_rule_group_statement.excluded_rule");

  private static JsonNode names() throws IOException {
    try (InputStream in =
        ProviderNamesTest.class.getResourceAsStream("/provider/aws-6.25.0.json")) {
      return JsonMapper.shared().readTree(in);
    }
  }

  @Test
  void are_those_of_a_newer_provider_too() throws IOException {
    List<String> problems = new ArrayList<>();
    int files = 0;
    try (Stream<Path> paths = Files.walk(StackFolder.ORIGINAL)) {
      for (Path path :
          paths
              .filter(
                  each ->
                      each.toString().endsWith(".tf") && !each.toString().contains(".terraform"))
              .sorted()
              .toList()) {
        files++;
        problems.addAll(problems(names(), path.getFileName().toString(), Files.readAllLines(path)));
      }
    }
    assertThat(files).isGreaterThan(20);
    assertThat(problems).isEmpty();
  }

  @Test
  void tells_what_is_unknown_and_what_is_deprecated() throws IOException {
    assertThat(
            problems(
                names(),
                "main.tf",
                """
                resource "aws_eip" "a" {
                  count = 1

                  vpc  = true
                  tags = { Name = "a" }
                }

                resource "aws_opsworks_stack" "a" {
                }

                resource "aws_autoscaling_group" "a" {
                  dynamic "tag" {
                    for_each = {
                      a = 1
                    }

                    content {
                      key    = tag.key
                      colour = "red"
                    }
                  }

                  tag_list {
                  }
                }

                data "aws_iam_policy_document" "a" {
                  source_json = "{}"
                }
                """
                    .lines()
                    .toList()))
        .containsExactly(
            "main.tf:4: aws_eip has no vpc",
            "main.tf:8: there is no resource aws_opsworks_stack",
            "main.tf:19: aws_autoscaling_group.tag has no colour",
            "main.tf:23: aws_autoscaling_group has no tag_list",
            "main.tf:28: aws_iam_policy_document.source_json is deprecated");
  }

  /** Reads files that {@code terraform fmt} has formatted: one thing a line. */
  private static List<String> problems(JsonNode names, String file, List<String> lines) {
    List<String> problems = new ArrayList<>();
    Deque<JsonNode> blocks = new ArrayDeque<>();
    Deque<String> paths = new ArrayDeque<>();
    int skipped = 0;
    String heredoc = "";
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at).replaceAll("\\s+#.*$", "");
      String place = file + ":" + (at + 1) + ": ";
      if (!heredoc.isEmpty()) {
        heredoc = line.strip().equals(heredoc) ? "" : heredoc;
        continue;
      }
      Matcher type = TYPE.matcher(line);
      if (type.find()) {
        JsonNode block = names.path(type.group(1)).path(type.group(2));
        if (block.isMissingNode()) {
          problems.add(place + "there is no %s %s".formatted(type.group(1), type.group(2)));
        }
        if (!line.endsWith("{}")) {
          blocks.push(block);
          paths.push(type.group(2));
        }
        continue;
      }
      if (blocks.isEmpty()) {
        continue;
      }
      if (skipped > 0) {
        skipped += depth(line);
        continue;
      }
      if (line.strip().equals("}")) {
        blocks.pop();
        paths.pop();
        continue;
      }
      JsonNode current = blocks.element();
      String path = paths.element();
      Matcher block = BLOCK.matcher(line);
      Matcher empty = EMPTY_BLOCK.matcher(line);
      Matcher argument = ARGUMENT.matcher(line);
      if (block.find()) {
        String name = block.group(1);
        if (name.equals("content") || OF_TERRAFORM.contains(name)) {
          if (name.equals("content")) {
            blocks.push(current);
            paths.push(path);
          } else {
            skipped = 1;
          }
          continue;
        }
        report(problems, place, path, name, current, "blocks");
        blocks.push(current.path("blocks").path(name));
        paths.push(path + "." + name);
      } else if (empty.find()) {
        report(problems, place, path, empty.group(1), current, "blocks");
      } else if (argument.find()) {
        if (!OF_TERRAFORM.contains(argument.group(1))) {
          report(problems, place, path, argument.group(1), current, "arguments");
        }
        Matcher text = Pattern.compile("<<-?(\\w+)$").matcher(argument.group(2));
        heredoc = text.find() ? text.group(1) : "";
        skipped = Math.max(0, depth(argument.group(2)));
      }
    }
    return problems;
  }

  private static void report(
      List<String> problems, String place, String path, String name, JsonNode block, String kind) {
    if (block.isMissingNode()) {
      return;
    }
    boolean known =
        block.path("blocks").has(name)
            || (kind.equals("arguments")
                && block
                    .path("arguments")
                    .valueStream()
                    .anyMatch(each -> each.asString("").equals(name)))
            // A type that contains itself is declared once.
            || (kind.equals("blocks")
                && block
                    .path("arguments")
                    .valueStream()
                    .anyMatch(each -> each.asString("").equals(name)));
    if (!known) {
      problems.add(place + path + " has no " + name);
    } else if (DEPRECATED.contains(path + "." + name)) {
      problems.add(place + path + "." + name + " is deprecated");
    }
  }

  private static int depth(String text) {
    String plain = text.replaceAll("\"(\\\\.|[^\"\\\\])*\"", "");
    return (int) plain.chars().filter(c -> "{[(".indexOf(c) >= 0).count()
        - (int) plain.chars().filter(c -> "}])".indexOf(c) >= 0).count();
  }
}
