package dev.groundtruth.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Terraform configuration to measure with: resources that need no provider, and outputs. */
record Sample(int resources, int outputs) {

  /** What the target is about. */
  static final Sample FIFTY = new Sample(50, 20);

  /** Writes the configuration into a new folder. */
  Path writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    String values =
        IntStream.range(0, outputs)
            .mapToObj(
                "output \"value_%1$d\" {\n  value = terraform_data.sample[%1$d].output\n}\n"
                    ::formatted)
            .collect(Collectors.joining());
    Files.writeString(
        folder.resolve("main.tf"),
        """
        resource "terraform_data" "sample" {
          count = %d
          input = "value ${count.index}"
        }
        %s"""
            .formatted(resources, values));
    return folder;
  }
}
