package dev.groundtruth.provisioning.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.provisioning.terraform.event.Diagnostic;
import dev.groundtruth.provisioning.terraform.event.Diagnostic.Severity;
import dev.groundtruth.provisioning.terraform.event.SourceRange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorClassifierTest {

  private static final Optional<SourceRange> PLACE =
      Optional.of(
          new SourceRange(
              "main.tf", new SourceRange.Position(2, 10, 41), new SourceRange.Position(2, 17, 48)));

  private final ErrorClassifier classifier = new ErrorClassifier("terraform", Path.of("/stack"));

  private static Failure failure(String summary, String detail, Optional<SourceRange> range) {
    return new Failure(
        Optional.of("terraform plan"),
        OptionalInt.of(1),
        List.of(
            new Diagnostic(
                Severity.ERROR, summary, detail, Optional.empty(), range, Optional.empty())),
        List.of(),
        Optional.of(Path.of("/log")),
        false,
        false,
        Optional.empty());
  }

  private TerraformException classify(String summary, String detail) {
    return classifier.classify(Phase.PLAN, failure(summary, detail, Optional.empty()));
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of(
            StalePlanException.class,
            false,
            "Saved plan is stale",
            "The given plan file can no..."),
        Arguments.of(
            StalePlanException.class, false, "Saved plan does not match the given state", "x"),
        Arguments.of(
            DiskFullException.class,
            false,
            "Failed to install provider",
            "Error while installing hashicorp/aws v4.9.0: write /x: no space left on device"),
        Arguments.of(
            WorkspaceMissingException.class, false, "", "Workspace \"prod\" doesn't exist."),
        Arguments.of(
            WorkspaceExistsException.class, false, "Workspace \"prod\" already exists", ""),
        Arguments.of(
            NotInitializedException.class,
            false,
            "Backend initialization required, please run \"terraform init\"",
            "Reason: Initial configuration"),
        Arguments.of(
            NotInitializedException.class,
            false,
            "Inconsistent dependency lock file",
            "The following dependency selections ...\n  terraform init"),
        Arguments.of(
            NotInitializedException.class,
            false,
            "Required plugins are not installed",
            "The installed provider plugins are not consistent"),
        Arguments.of(
            ProviderMissingException.class,
            false,
            "Failed to query available provider packages",
            "Could not retrieve ...: no such host"),
        Arguments.of(
            ProviderMissingException.class,
            true,
            "Failed to query available provider packages",
            "Could not retrieve ...: read: connection reset by peer"),
        Arguments.of(
            LimitExceededException.class,
            true,
            "reading EC2 VPC: operation error EC2: DescribeVpcs",
            "api error RequestLimitExceeded: Request limit exceeded."),
        Arguments.of(
            LimitExceededException.class,
            true,
            "error creating Role",
            "Throttling: Rate exceeded\n\tstatus code: 400, request id: x"),
        Arguments.of(
            LimitExceededException.class,
            false,
            "creating EC2 VPC",
            "VpcLimitExceeded: The maximum number of VPCs has been reached."),
        Arguments.of(
            LimitExceededException.class,
            false,
            "creating EC2 Instance",
            "VcpuLimitExceeded: You have requested more vCPU capacity than your limit"),
        Arguments.of(
            CredentialsException.class,
            false,
            "error configuring Terraform AWS Provider: no valid credential sources for Terraform"
                + " AWS Provider found.",
            "Error: failed to refresh cached credentials, no EC2 IMDS role found"),
        Arguments.of(
            CredentialsException.class,
            false,
            "reading EC2 VPC",
            "UnauthorizedOperation: You are not authorized to perform this operation."),
        Arguments.of(
            CredentialsException.class,
            false,
            "creating S3 Bucket",
            "ExpiredToken: The provided token has expired."),
        Arguments.of(
            NetworkException.class,
            true,
            "reading S3 Bucket",
            "Get \"https://x\": dial tcp 1.2.3.4:443: i/o timeout"),
        Arguments.of(NetworkException.class, false, "reading", "dial tcp: lookup x: no such host"),
        Arguments.of(
            UnsupportedVersionException.class,
            false,
            "Unsupported Terraform Core version",
            "This configuration does not support Terraform version 1.11.4."),
        Arguments.of(
            UnsupportedVersionException.class,
            false,
            "Failed to parse command-line flags",
            "flag provided but not defined: -exclude"),
        Arguments.of(
            InvalidConfigurationException.class, false, "No configuration files", "Plan requires"),
        Arguments.of(
            InvalidConfigurationException.class,
            false,
            "No value for required variable",
            "The root module input variable \"x\" is not set"),
        Arguments.of(OperationFailedException.class, false, "local-exec provisioner error", "x"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void tells_failures_apart(
      Class<? extends TerraformException> type, boolean passing, String summary, String detail) {
    TerraformException exception = classify(summary, detail);
    assertThat(exception).isInstanceOf(type);
    assertThat(exception.isTransient()).isEqualTo(passing);
    assertThat(exception.getMessage())
        .contains(", perhaps you should ")
        .contains("The command was `terraform plan`, exit code 1")
        .contains("The whole output is in /log");
    assertThat(exception.diagnostics()).hasSize(1);
    assertThat(exception.log()).contains(Path.of("/log"));
    assertThat(exception.exitCode()).hasValue(1);
  }

  @Test
  void names_file_and_line_of_an_invalid_configuration() {
    TerraformException exception =
        classifier.classify(Phase.PLAN, failure("Something never heard of", "The details.", PLACE));
    assertThat(exception)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith(
            "The configuration in /stack is invalid (Something never heard of, main.tf:2:10),"
                + " perhaps you should correct it\n  | Error: Something never heard of")
        .hasMessageContaining("The details.");
  }

  @Test
  void does_not_blame_the_configuration_for_a_provisioner_that_fails_in_an_apply() {
    assertThat(classifier.classify(Phase.APPLY, failure("local-exec provisioner error", "", PLACE)))
        .isInstanceOf(OperationFailedException.class);
  }

  @Test
  void reads_who_holds_the_lock() {
    TerraformException exception =
        classify(
            "Error acquiring the state lock",
            """
            Error message: resource temporarily unavailable
            Lock Info:
              ID:        29713c3e-1d5d-230c-8e8f-edc31dd26a8a
              Path:      terraform.tfstate
              Operation: OperationTypeApply
              Who:       root@vm
              Version:   1.11.4
              Created:   2026-11-25 02:23:27.616658967 +0000 UTC
              Info:     \s

            Terraform acquires a state lock to protect the state""");
    assertThat(exception)
        .isInstanceOfSatisfying(
            StateLockedException.class,
            locked ->
                assertThat(locked.lock())
                    .contains(
                        new LockInfo(
                            "29713c3e-1d5d-230c-8e8f-edc31dd26a8a",
                            "terraform.tfstate",
                            "OperationTypeApply",
                            "root@vm",
                            "1.11.4",
                            Optional.of(Instant.parse("2026-11-25T02:23:27.616658967Z")),
                            "")))
        .hasMessageStartingWith(
            "The state is locked by root@vm since 2026-11-25T02:23:27.616658967Z for"
                + " OperationTypeApply (lock 29713c3e-1d5d-230c-8e8f-edc31dd26a8a), perhaps you"
                + " should");
    assertThat(exception.isTransient()).isTrue();
  }

  @Test
  void reads_a_lock_that_says_little() {
    assertThat(LockInfo.in("Lock Info:\n  ID: x\n  Created: whenever\n").orElseThrow())
        .isEqualTo(new LockInfo("x", "", "", "", "", Optional.empty(), ""));
    assertThat(LockInfo.in("no such paragraph")).isEmpty();
    assertThat(LockInfo.ofFile("{\"ID\":\"x\",\"Created\":\"2026-01-02T03:04:05Z\"}"))
        .contains(
            new LockInfo(
                "x", "", "", "", "", Optional.of(Instant.parse("2026-01-02T03:04:05Z")), ""));
    assertThat(LockInfo.ofFile("{\"ID\":")).isPresent();
    assertThat(LockInfo.ofFile("[]")).isEmpty();
  }

  @Test
  void reads_text_where_there_is_no_machine_format() {
    List<Diagnostic> diagnostics =
        TextDiagnostics.read(
            """
            ╷
            │ Warning: Deprecated
            │\s
            │ Do not.
            ╵
            \u001B[31m╷\u001B[0m
            │ Error: Invalid block definition
            │\s
            │   on main.tf line 12, in resource "x" "y":
            │   12: resource "x"
            │\s
            │ A block must.
            ╵
            """
                .lines()
                .toList());
    assertThat(diagnostics).hasSize(2);
    assertThat(diagnostics.get(0).severity()).isEqualTo(Severity.WARNING);
    assertThat(diagnostics.get(0).detail()).isEqualTo("Do not.");
    Diagnostic error = diagnostics.get(1);
    assertThat(error.summary()).isEqualTo("Invalid block definition");
    assertThat(error.range().orElseThrow().start().line()).isEqualTo(12);
    assertThat(error.detail()).endsWith("A block must.");
    assertThat(
            TextDiagnostics.read(
                """
                There are some problems with the CLI configuration:
                ╷
                │ Warning: Unable to open CLI configuration file
                │
                │ It does not exist.
                ╵


                Workspace "prod" doesn't exist.
                """
                    .lines()
                    .toList()))
        .extracting(Diagnostic::toString)
        .containsExactly(
            "Warning: Unable to open CLI configuration file: It does not exist.",
            "Error: Workspace \"prod\" doesn't exist.");
    assertThat(TextDiagnostics.read(List.of("", " "))).isEmpty();
    assertThat(TextDiagnostics.read(List.of("", "No state file was found!", "", "More.")))
        .singleElement()
        .satisfies(
            plain -> {
              assertThat(plain.summary()).isEqualTo("No state file was found!");
              assertThat(plain.detail()).isEqualTo("More.");
              assertThat(plain.isError()).isTrue();
            });
  }

  @Test
  void shows_the_first_errors_only() {
    Failure one = failure("Unsupported argument", "x", PLACE);
    Failure many =
        new Failure(
            one.commandLine(),
            one.exitCode(),
            Collections.nCopies(8, one.diagnostics().get(0)),
            List.of(),
            one.log(),
            false,
            false,
            Optional.empty());
    assertThat(classifier.classify(Phase.PLAN, many)).hasMessageContaining("... and 3 more errors");
  }
}
