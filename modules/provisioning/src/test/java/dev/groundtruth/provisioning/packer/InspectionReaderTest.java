package dev.groundtruth.provisioning.packer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.provisioning.packer.Inspection.InputVariable;
import dev.groundtruth.provisioning.packer.Inspection.InspectedBuild;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InspectionReaderTest {

  @Test
  void reads_what_packer_shows_of_an_hcl2_template() {
    Inspection inspection =
        InspectionReader.hcl(
            """
            Packer Inspect: HCL2 mode

            > input-variables:

            var.n: "<unknown>"
            var.o: "a\\nb\\\\n\\"q\\u00e9"

            > local-variables:

            local.var: "x"

            > builds:

              > prod:

              > Description: all of it

                sources:

                  null.x

                  file.f

                provisioners:

                  shell-local
                  shell-local.named

                post-processors:

                  0:
                    manifest
                    checksum

                  1:
                    manifest

              > <unnamed build 1>:

                sources:

                  null.x

                provisioners:

                  <no provisioner>

                post-processors:

                  <no post-processor>
            """);

    assertThat(inspection.variables())
        .containsExactly(
            new InputVariable("n", Optional.empty()),
            new InputVariable("o", Optional.of("a\nb\\n\"q\u00e9")));
    assertThat(inspection.builds())
        .containsExactly(
            new InspectedBuild(
                Optional.of("prod"),
                List.of("null.x", "file.f"),
                List.of("shell-local", "shell-local.named"),
                List.of(List.of("manifest", "checksum"), List.of("manifest"))),
            new InspectedBuild(Optional.empty(), List.of("null.x"), List.of(), List.of()));
  }

  @Test
  void shows_no_value_of_a_variable_by_accident() {
    assertThat(new InputVariable("password", Optional.of("hunter2"))).hasToString("password");
  }
}
