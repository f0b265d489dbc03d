package dev.groundtruth.junit.fakes;

import dev.groundtruth.junit.EnvironmentContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file that notes what happens to an environment, also in another JVM. */
public record Journal(Path file) {

  public static final String PARAMETER = "fake.journal";

  static Journal of(EnvironmentContext context) {
    return new Journal(Path.of(context.parameter(PARAMETER).orElseThrow()));
  }

  public void note(String event) {
    try {
      Files.writeString(file, event + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public List<String> events() {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
