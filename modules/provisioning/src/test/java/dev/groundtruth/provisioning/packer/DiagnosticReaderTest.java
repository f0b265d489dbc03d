package dev.groundtruth.provisioning.packer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.provisioning.packer.PackerDiagnostic.Location;
import dev.groundtruth.provisioning.packer.PackerDiagnostic.Severity;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosticReaderTest {

  @Test
  void reads_several_diagnostics_of_one_text() {
    assertThat(
            DiagnosticReader.read(
                """
                Error: Invalid value for variable

                  on ../m/v.json line 1:
                   1: {"n":"x", "zz": 1}

                The value for n is not compatible with the variable's type constraint: a number
                is required.

                Warning: Undefined variable

                The variable "zz" was set but was not declared as an input variable.

                """))
        .containsExactly(
            new PackerDiagnostic(
                Severity.ERROR,
                "Invalid value for variable",
                "The value for n is not compatible with the variable's type constraint: a number\n"
                    + "is required.",
                Optional.of(new Location("../m/v.json", 1))),
            new PackerDiagnostic(
                Severity.WARNING,
                "Undefined variable",
                "The variable \"zz\" was set but was not declared as an input variable.",
                Optional.empty()));
  }

  @Test
  void finds_the_place_where_packer_has_no_source() {
    PackerDiagnostic diagnostic =
        DiagnosticReader.read(
                "Error: Unsupported argument\n\n  on t.pkr.hcl line 10, in source \"null\" \"x\":\n"
                    + "  (source code not available)\n\nAn argument named \"nope\" is not expected"
                    + " here.\n\n")
            .get(0);

    assertThat(diagnostic.location()).contains(new Location("t.pkr.hcl", 10));
    assertThat(diagnostic)
        .hasToString(
            "Error: Unsupported argument (t.pkr.hcl:10): An argument named \"nope\" is not expected"
                + " here.");
  }

  @Test
  void takes_the_first_line_of_a_legacy_error_for_its_missing_summary() {
    PackerDiagnostic diagnostic =
        DiagnosticReader.read("Error: \n\n1 error occurred:\n\t* required variable not set: a\n")
            .get(0);

    assertThat(diagnostic.summary()).isEqualTo("1 error occurred:");
    assertThat(diagnostic.detail()).isEqualTo("* required variable not set: a");
  }

  @Test
  void takes_another_text_for_one_error() {
    assertThat(DiagnosticReader.isDiagnostic("open x: no such file")).isFalse();
    assertThat(DiagnosticReader.read("open x: no such file\nfor real"))
        .containsExactly(
            new PackerDiagnostic(
                Severity.ERROR, "open x: no such file", "for real", Optional.empty()));
    assertThat(DiagnosticReader.read(" \n")).isEmpty();
  }
}
