package dev.groundtruth.verification.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.groundtruth.provisioning.terraform.PlanOptions;
import dev.groundtruth.provisioning.terraform.Terraform;
import dev.groundtruth.provisioning.terraform.TerraformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Wrong variables are refused before anything is planned, all at once, and say what to do. */
@Tag("plan")
@Timeout(300)
class StackVariablesIT {

  private static final Pattern VARIABLE = Pattern.compile("(?m)^variable \"([a-z_0-9]+)\" \\{");

  private static final Pattern END = Pattern.compile("(?m)^}");

  /** A wrong value of every variable that can be wrong; the others are true or false. */
  private static final Map<String, Object> WRONG =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("project", "-"),
              Map.entry("name", "Groundtruth"),
              Map.entry("run", "a b"),
              Map.entry("owner", ""),
              Map.entry("expires", "tomorrow"),
              Map.entry("region", "Paris"),
              Map.entry("account_id", "12345678901"),
              Map.entry("vpc_cidr", "10.0.0.1/16"),
              Map.entry("zones", 1),
              Map.entry("zones_in_use", 0),
              Map.entry("availability_zones", List.of("eu-west-3a", "eu-west-3a")),
              Map.entry("internet_access", "none"),
              Map.entry("wordpress_image", "wordpress:latest"),
              Map.entry("wordpress_tasks", 0),
              Map.entry("wordpress_tasks_max", 0),
              Map.entry("wordpress_cpu", 1),
              Map.entry("wordpress_memory", 1),
              Map.entry("site_title", " "),
              Map.entry("site_administrator", Map.of("name", "admin", "email", "nobody")),
              Map.entry("container_instance_type", "small"),
              Map.entry("container_instances", Map.of("min", 3, "max", 2)),
              Map.entry("ecs_ami_id", "ubuntu"),
              Map.entry("domain_name", "https://www.example.org/"),
              Map.entry("public_zone_id", "example.org"),
              Map.entry("certificate_arn", "example.org"),
              Map.entry("waf_rate_limit", 10),
              Map.entry(
                  "cloudfront_certificate_arn",
                  "arn:aws:acm:eu-west-3:123456789012:certificate/0-1"),
              Map.entry("cloudfront_prefix_list_id", "cloudfront"),
              Map.entry("database_tier", "aurora"),
              Map.entry("database_instance_type", "db.t3.small"),
              Map.entry("database_volume_gib", 1),
              Map.entry("database_ami_id", "mysql"),
              Map.entry("database_mysql_version", "5.7"),
              Map.entry("key_deletion_days", 31),
              Map.entry("backup_retention_days", 0),
              Map.entry("alarm_emails", List.of("on-call")),
              Map.entry("log_retention_days", 2)));

  @TempDir Path temporary;

  @Test
  void has_a_wrong_value_here_for_every_variable_that_is_not_a_switch() throws IOException {
    Set<String> all = new TreeSet<>();
    String text = Files.readString(StackFolder.ORIGINAL.resolve("variables.tf"));
    for (String each : END.splitAsStream(text).toList()) {
      Matcher matcher = VARIABLE.matcher(each);
      if (matcher.find()) {
        assertThat(each).contains("  description = ").contains("  type ");
        if (!each.contains("= bool")) {
          assertThat(each).as(matcher.group(1)).contains("  validation {");
          all.add(matcher.group(1));
        }
      }
    }
    assertThat(WRONG.keySet()).isEqualTo(all);
  }

  @Test
  void are_refused_with_what_to_do() throws Exception {
    List<String> messages = messages(WRONG);
    WRONG.keySet().forEach(name -> assertThat(messages).anyMatch(each -> each.contains(name)));
    assertThat(messages)
        // One more than variables: name and address of the administrator are both wrong.
        .hasSize(WRONG.size() + 1)
        .allMatch(each -> each.contains("perhaps you should"));
  }

  @Test
  void are_refused_where_aws_would_refuse_a_name_that_begins_with_them() throws Exception {
    assertThat(messages(Map.of("name", "internal-site")))
        .singleElement()
        .asString()
        .contains("a word that AWS keeps to itself, perhaps you should")
        .contains("my-internal-site");
  }

  @Test
  void are_refused_where_they_do_not_fit_together() throws Exception {
    List<String> messages =
        messages(
            Map.ofEntries(
                Map.entry("zones_in_use", 4),
                Map.entry("wordpress_tasks", 3),
                Map.entry("wordpress_tasks_max", 2),
                Map.entry("cloudfront", true),
                Map.entry("throwaway", true),
                Map.entry("deletion_protection", true),
                Map.entry("certificate_arn", "arn:aws:acm:us-east-1:123456789012:certificate/0-1"),
                Map.entry("alarm_emails", List.of("on-call@example.org")),
                Map.entry("database_tier", "rds"),
                Map.entry("database_mysql_version", "9.4"),
                Map.entry("availability_zones", List.of("eu-west-3a", "eu-west-3b")),
                Map.entry("internet_access", "endpoints"),
                Map.entry("public_zone_id", "Z0123456789ABCDEFGHIJ"),
                Map.entry("container_instance_type", "t4g.small"),
                Map.entry("zones", 3)));
    for (String part :
        List.of(
            "zones_in_use is larger than zones",
            "availability_zones names fewer zones",
            "wordpress_tasks_max is smaller than wordpress_tasks",
            "keep their own uploads",
            "cloudfront is true without",
            "certificate_arn is given without domain_name",
            "is not in region eu-west-3",
            "RDS has no MySQL 9.4",
            "wordpress_image is not in ECR there",
            "public_zone_id is given without domain_name",
            "container_instance_type is t4g.small, a type with Arm processors",
            "Both throwaway and deletion_protection",
            "alarm_emails is given while alarms is false")) {
      assertThat(messages)
          .anyMatch(each -> each.contains(part) && each.contains("perhaps you should"));
    }
  }

  @Test
  void are_refused_where_the_image_of_the_database_does_not_run() throws Exception {
    String arm =
        "a type with Arm processors, while the image of MySQL is for x86, perhaps you should";
    String xen =
        "of a Xen family, whose machines do not know which disk is the data volume, perhaps";
    Map<String, String> refused =
        Map.of(
            "ec2 m7g.large", arm,
            "ec2 x2gd.large", arm,
            "ec2 t2.small", xen,
            "ec2 x1e.xlarge", xen);
    List<String> taken =
        List.of("ec2 g4dn.xlarge", "ec2 i3.metal", "rds m7g.large", "rds t2.small");
    StackFolder folder = folder();
    try (Terraform terraform = folder.open()) {
      for (Map.Entry<String, String> each : refused.entrySet()) {
        assertThat(messages(terraform, databaseOn(folder, each.getKey())))
            .filteredOn(message -> message.startsWith("Resource precondition failed"))
            .singleElement()
            .asString()
            .contains(" is " + each.getKey().substring("ec2 ".length()) + ", " + each.getValue());
      }
      for (String each : taken) {
        terraform.plan(databaseOn(folder, each)).close();
      }
    }
  }

  private static PlanOptions databaseOn(StackFolder folder, String tierAndType) {
    String[] parts = tierAndType.split(" ", 2);
    return folder
        .options(VariableFile.SEED)
        .target("terraform_data.consistency")
        .variable("database_tier", parts[0])
        .variable("database_instance_type", parts[1]);
  }

  /** What somebody who takes one module alone could get wrong. */
  @Test
  void are_refused_by_a_module_alone() throws Exception {
    StackFolder folder = folder();
    Files.writeString(
        folder.folder().resolve("wrong_override.tf"),
        """
        module "network" {
          vpc_cidr     = "10.0.0.0/30"
          zones        = ["eu-west-3a"]
          zones_in_use = []
        }

        module "security" {
          account_id        = "12345678901"
          key_deletion_days = 31
        }

        module "database" {
          tier          = "aurora"
          zones         = ["eu-west-3a"]
          volume_gib    = 1
          mysql_version = "latest"
        }

        module "uploads" {
          subnet_ids = {}
        }

        module "edge" {
          subnet_ids = { eu-west-3a = "subnet-0123456789abcdef0" }
        }

        module "web" {
          subnet_ids = {}
          tasks      = 0
          instances  = { min = 3, max = 2 }
        }

        module "observability" {
          tasks  = 0
          emails = ["on-call"]
        }

        module "backup" {
          arns           = []
          retention_days = 0
        }
        """);
    Files.writeString(
        folder.folder().resolve("modules/edge/wrong_override.tf"),
        """
        module "waf_global" {
          scope      = "GLOBAL"
          rate_limit = 10
        }
        """);

    List<String> messages = messages(folder, VariableFile.PRODUCTION, Map.of());

    for (String each :
        List.of(
            "vpc_cidr of the module network",
            "zones of the module network",
            "zones_in_use of the module network",
            "account_id of the module security",
            "key_deletion_days of the module security",
            "tier of the module database",
            "zones of the module database",
            "volume_gib of the module database",
            "mysql_version of the module database",
            "subnet_ids of the module uploads",
            "subnet_ids of the module edge",
            "subnet_ids of the module web",
            "tasks of the module web",
            "instances of the module web",
            "tasks of the module observability",
            "emails of the module observability",
            "arns of the module backup",
            "retention_days of the module backup",
            "scope of the module waf",
            "rate_limit of the module waf")) {
      assertThat(messages)
          .anyMatch(
              message ->
                  message.contains("The variable " + each)
                      && message.contains("perhaps you should"));
    }
  }

  private StackFolder folder() throws IOException {
    Tool.TERRAFORM_1_13.path();
    return StackFolder.copyTo(temporary.resolve("stack"), Tool.TERRAFORM_1_13);
  }

  private List<String> messages(Map<String, Object> variables) throws Exception {
    return messages(folder(), VariableFile.SEED, variables);
  }

  private static List<String> messages(
      StackFolder folder, VariableFile file, Map<String, Object> variables) throws Exception {
    PlanOptions options = folder.options(file);
    for (Map.Entry<String, Object> each : variables.entrySet()) {
      options = options.variable(each.getKey(), each.getValue());
    }
    try (Terraform terraform = folder.open()) {
      return messages(terraform, options);
    }
  }

  private static List<String> messages(Terraform terraform, PlanOptions options) {
    TerraformException refused =
        catchThrowableOfType(TerraformException.class, () -> terraform.plan(options).close());
    return refused.diagnostics().stream()
        .map(each -> (each.summary() + " " + each.detail()).replaceAll("\\s+", " "))
        .toList();
  }
}
