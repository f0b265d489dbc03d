package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.event.TerraformEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The main class of JVMs that a test ends in the middle of an apply. */
final class JvmWithApply {

  private JvmWithApply() {}

  /**
   * Applies.
   *
   * @param arguments the folder of the configuration, the binary, and what marks its processes
   */
  public static void main(String[] arguments) {
    Path stack = Path.of(arguments[0]);
    try (Terraform terraform =
        Terraform.in(stack)
            .binary(arguments[1])
            .environment(Stacks.MARKER, arguments[2])
            .variable("unused", Secret.of("canary-of-the-jvm"))
            .listener(event -> tell(event, stack.resolve("provisioning")))
            .open()) {
      terraform.init();
      terraform.apply(terraform.plan());
    }
  }

  private static void tell(TerraformEvent event, Path file) {
    if (event instanceof TerraformEvent.Provisioning) {
      try {
        Files.writeString(file, "");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
