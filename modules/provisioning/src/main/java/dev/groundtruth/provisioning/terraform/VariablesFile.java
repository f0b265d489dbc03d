package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.internal.PrivateFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Variables in a file that only its owner can read, for as long as a command needs it. */
record VariablesFile(Optional<Path> file) implements AutoCloseable {

  /** Writes the file; none where there are no variables. */
  static VariablesFile write(PrivateFolder folder, Variables variables) {
    return new VariablesFile(
        variables.values().isEmpty()
            ? Optional.empty()
            : Optional.of(
                folder.write(".tfvars.json", variables.json().getBytes(StandardCharsets.UTF_8))));
  }

  /** The option that names the file. */
  Arguments arguments(String option) {
    return file.map(path -> Arguments.of(option + "=" + path)).orElse(Arguments.NONE);
  }

  @Override
  public void close() {
    file.ifPresent(PrivateFiles::delete);
  }
}
