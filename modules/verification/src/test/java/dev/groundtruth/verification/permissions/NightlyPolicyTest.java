package dev.groundtruth.verification.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.verification.RepositoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The policies in {@code terraform/iam} are those that follow from the configuration. With {@code
 * -Dgroundtruth.iam.write=true} they are written.
 */
class NightlyPolicyTest {

  private static final Path ROOT = Path.of(System.getProperty(RepositoryRoot.PROPERTY, "../.."));
  private static final Path TERRAFORM = ROOT.resolve("terraform");
  private static final Path IAM = TERRAFORM.resolve("iam");

  /**
   * The size of a managed policy in characters, whitespace not counted (<a
   * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">quotas</a>).
   */
  private static final int LIMIT = 6144;

  /** A role takes ten of them by default. */
  private static final int POLICIES_OF_A_ROLE = 10;

  /** What may be done to all resources of the account without a condition. */
  private static final Set<String> UNCONDITIONAL =
      Set.of("sts:GetCallerIdentity", "route53:CreateHostedZone");

  /** Not that of hosted zones and scalable targets: nothing is allowed by their tags. */
  private static final Pattern TAGGING =
      Pattern.compile("^(?!application-autoscaling:).*:(TagResource|CreateTags|AddTags)");

  private static Permissions permissions() throws IOException {
    return Permissions.read(IAM.resolve("permissions.json"));
  }

  private static List<JsonNode> statements(JsonNode policy) {
    return policy.path("Statement").valueStream().toList();
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(each -> each.asString("")).toList();
  }

  private static Stream<JsonNode> allStatements() throws IOException {
    return permissions().policies().values().stream()
        .flatMap(policy -> statements(policy).stream());
  }

  private static Stream<JsonNode> allowed() throws IOException {
    return allStatements().filter(each -> each.path("Effect").asString("").equals("Allow"));
  }

  @Test
  void has_an_entry_for_all_that_the_configuration_uses_and_for_nothing_else() throws IOException {
    ConfiguredTypes types = ConfiguredTypes.in(TERRAFORM);

    assertThat(types.resources()).hasSizeGreaterThan(50);
    assertThat(permissions().problems(types)).isEmpty();
  }

  @Test
  void tells_a_type_without_entry_and_an_entry_without_type(@TempDir Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("main.tf"),
        """
        resource "aws_vpc" "a" {
        }

        resource "aws_sqs_queue" "a" {
        }

        data "aws_ami" "a" {
        }
        """);
    Permissions permissions =
        new Permissions(
            JsonMapper.shared()
                .readTree(
                    """
                    {"scopes": {"Any": {"policy": "p", "resources": ["*"]}},
                     "resources": {"aws_vpc": {"Any": ["ec2:CreateVpc"]}, "aws_eip": {}},
                     "data": {"aws_ami": {"Some": ["ec2:DescribeImages"]}}}
                    """));

    assertThat(permissions.problems(ConfiguredTypes.in(folder)))
        .containsExactly(
            "the resource aws_sqs_queue has no entry, perhaps you should add the actions that it"
                + " takes",
            "the resource aws_eip is not used any more, perhaps you should remove its entry",
            "there is no scope Some");
  }

  @Test
  void is_committed_as_it_is_derived() throws IOException {
    for (var policy : permissions().policies().entrySet()) {
      Path file = IAM.resolve("nightly-" + policy.getKey() + ".json");
      String derived =
          JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(policy.getValue())
              + "\n";
      if (Boolean.getBoolean("groundtruth.iam.write")) {
        Files.writeString(file, derived);
      }
      assertThat(file)
          .as(
              "perhaps you should run ./mvnw test -pl modules/verification -am"
                  + " -Dtest=NightlyPolicyTest -Dsurefire.failIfNoSpecifiedTests=false"
                  + " -Dgroundtruth.iam.write=true")
          .hasContent(derived);
    }
    try (Stream<Path> files = Files.list(IAM)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .filteredOn(name -> name.startsWith("nightly-") && !name.equals("nightly-trust.json"))
          .containsExactlyInAnyOrderElementsOf(
              permissions().policies().keySet().stream()
                  .map(name -> "nightly-" + name + ".json")
                  .toList());
    }
  }

  @Test
  void fits_into_the_policies_of_one_role() throws IOException {
    assertThat(permissions().policies()).hasSizeLessThanOrEqualTo(POLICIES_OF_A_ROLE);
    assertThat(permissions().policies().values())
        .allSatisfy(
            policy ->
                assertThat(policy.toString().replaceAll("\\s", "").length()).isLessThan(LIMIT));
  }

  @Test
  void names_every_action_and_limits_every_wildcard() throws IOException {
    assertThat(allStatements())
        .allSatisfy(
            statement -> {
              assertThat(texts(statement.path("Action"))).noneMatch(each -> each.contains("*"));
              if (texts(statement.path("Resource")).contains("*")
                  && statement.path("Condition").isMissingNode()) {
                assertThat(texts(statement.path("Action"))).isSubsetOf(UNCONDITIONAL);
              }
            });
  }

  /** Who gives a resource of somebody else the project's tag may do with it what the tag allows. */
  @Test
  void gives_its_tag_to_nothing_that_has_another_projects() throws IOException {
    Set<String> forbidden =
        allStatements()
            .filter(each -> each.path("Effect").asString("").equals("Deny"))
            .filter(each -> texts(each.path("Resource")).equals(List.of("*")))
            .filter(
                each ->
                    each.path("Condition")
                        .toString()
                        .equals(
                            "{\"Null\":{\"aws:ResourceTag/Project\":\"false\"},"
                                + "\"StringNotEquals\":{\"aws:ResourceTag/Project\":\"groundtruth\"}}"))
            .flatMap(each -> texts(each.path("Action")).stream())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(
            allowed()
                .filter(NightlyPolicyTest::reachesOthers)
                .flatMap(
                    statement ->
                        texts(statement.path("Action")).stream()
                            .filter(action -> TAGGING.matcher(action).find())
                            .filter(action -> !forbidden.contains(action))
                            .map(action -> statement.path("Sid").asString("") + " " + action)))
        .as("what tags that of others too")
        .isEmpty();
    assertThat(forbidden)
        .contains("ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress");
  }

  /** Neither by name, nor by its tag, nor only while it is made. */
  private static boolean reachesOthers(JsonNode statement) {
    return !texts(statement.path("Resource")).stream()
            .allMatch(each -> each.contains("groundtruth"))
        && !statement
            .path("Condition")
            .path("StringEquals")
            .path("aws:ResourceTag/Project")
            .asString("")
            .equals("groundtruth")
        && !statement.path("Condition").toString().contains(":CreateAction");
  }

  @Test
  void passes_only_roles_of_the_stack_and_only_to_the_services_that_take_them() throws IOException {
    assertThat(allStatements().filter(each -> texts(each.path("Action")).contains("iam:PassRole")))
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(texts(statement.path("Resource")))
                  .containsExactly("arn:aws:iam::ACCOUNT_ID:role/groundtruth*");
              assertThat(
                      statement
                          .path("Condition")
                          .path("StringEquals")
                          .path("iam:PassedToService")
                          .size())
                  .isPositive();
            });
  }

  @Test
  void reads_only_secrets_and_commands_only_instances_of_the_stack() throws IOException {
    assertThat(
            allStatements()
                .filter(
                    each -> texts(each.path("Action")).contains("secretsmanager:GetSecretValue")))
        .singleElement()
        .satisfies(
            statement ->
                assertThat(texts(statement.path("Resource")))
                    .containsExactly(
                        "arn:aws:secretsmanager:eu-west-3:ACCOUNT_ID:secret:groundtruth*"));
    assertThat(
            allStatements().filter(each -> texts(each.path("Action")).contains("ssm:SendCommand")))
        .hasSize(2)
        .allSatisfy(
            statement ->
                assertThat(
                        statement.path("Condition").has("StringEquals")
                            || texts(statement.path("Resource"))
                                .equals(
                                    List.of("arn:aws:ssm:eu-west-3::document/AWS-RunShellScript")))
                    .isTrue());
  }

  @Test
  void allows_what_the_documentation_says_is_called() throws IOException {
    Set<String> documented =
        Pattern.compile("`([a-z][a-z0-9-]*:[A-Z]\\w+)`")
            .matcher(Files.readString(ROOT.resolve("docs/aws.md")))
            .results()
            .map((MatchResult match) -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(documented).hasSizeGreaterThan(40);
    assertThat(allowed().flatMap(each -> texts(each.path("Action")).stream()))
        .containsAll(documented);
  }

  @Test
  void is_given_to_one_branch_of_one_repository() throws IOException {
    JsonNode statement =
        JsonMapper.shared()
            .readTree(Files.readString(IAM.resolve("nightly-trust.json")))
            .path("Statement")
            .path(0);

    assertThat(statement.path("Principal").path("Federated").asString(""))
        .isEqualTo("arn:aws:iam::ACCOUNT_ID:oidc-provider/token.actions.githubusercontent.com");
    assertThat(statement.path("Action").asString("")).isEqualTo("sts:AssumeRoleWithWebIdentity");
    assertThat(statement.path("Condition").path("StringEquals").toString())
        .isEqualTo(
            "{\"token.actions.githubusercontent.com:aud\":\"sts.amazonaws.com\","
                + "\"token.actions.githubusercontent.com:sub\":"
                + "\"repo:OWNER/REPOSITORY:ref:refs/heads/main\"}");
  }
}
