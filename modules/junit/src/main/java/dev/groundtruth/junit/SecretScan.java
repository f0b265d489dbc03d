package dev.groundtruth.junit;

import dev.groundtruth.provisioning.command.Redactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks for registered secrets in what a run has written; the last guard before a report leaves.
 */
public final class SecretScan {

  private final Redactor redactor;

  /**
   * A scan.
   *
   * @param redactor knows the secrets
   */
  public SecretScan(Redactor redactor) {
    this.redactor = redactor;
  }

  /**
   * The files that contain a secret.
   *
   * @param folder searched with its sub-folders; may be missing
   * @return the files, sorted
   * @throws UncheckedIOException when a file cannot be read
   */
  public List<Path> leaks(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(this::contains).sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Fails when a file contains a secret.
   *
   * @param folder searched with its sub-folders; may be missing
   * @throws AssertionError names the files, and no secret
   */
  public void check(Path folder) {
    List<Path> leaks = leaks(folder);
    if (!leaks.isEmpty()) {
      throw new AssertionError(
          leaks.stream()
              .map(Path::toString)
              .collect(
                  Collectors.joining(
                      ", ",
                      "A secret of this run is in ",
                      ", perhaps you should delete these files and record through Evidence, which"
                          + " redacts.")));
    }
  }

  private boolean contains(Path file) {
    try {
      // Any byte is a character of this charset, so that binary files are searched as well.
      String latin = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      String text = new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      return !redactor.redact(latin).equals(latin) || !redactor.redact(text).equals(text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
