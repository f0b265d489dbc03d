package dev.groundtruth.network.awscli;

import dev.groundtruth.network.Problem;
import dev.groundtruth.network.SourceLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder of dumps and its subfolders. */
final class DumpFolder {

  private final Path folder;

  DumpFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads all files.
   *
   * @throws UnusableDumpException if the folder is missing, or no file in it is a dump
   */
  Dumps read() {
    DumpFiles files = new DumpFiles();
    for (Path file : files()) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      if (!Files.isRegularFile(file)) {
        files.problem(name, "is no file, or a link to none, perhaps you should remove it");
        continue;
      }
      try {
        files.read(name, Files.readAllBytes(file));
      } catch (IOException e) {
        files.problem(name, "cannot be read, perhaps you should check its permissions");
      }
    }
    if (files.dumps().scopes().isEmpty() && files.dumps().problems().isEmpty()) {
      throw unusable(
          "no file in it is a dump of the AWS CLI, perhaps you should run %s >"
                  .formatted(DumpKind.SECURITY_GROUPS.command())
              + " security-groups.json in it");
    }
    return files.dumps();
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      throw unusable(
          Files.exists(folder)
              ? "is no folder, perhaps you should name the folder the dumps are in"
              : "does not exist, perhaps you should check the path");
    }
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> files = walk.filter(path -> !Files.isDirectory(path)).sorted().toList();
      if (files.isEmpty()) {
        throw unusable(
            "is empty, perhaps you should run %s > security-groups.json and the other describe"
                    .formatted(DumpKind.SECURITY_GROUPS.command())
                + " commands in it");
      }
      return files;
    } catch (UncheckedIOException e) {
      throw unusable(
          e.getCause() instanceof FileSystemLoopException loop
              ? "links to itself at %s, perhaps you should remove that link"
                  .formatted(loop.getFile())
              : "cannot be listed, perhaps you should check its permissions");
    } catch (IOException e) {
      throw unusable("cannot be listed, perhaps you should check its permissions");
    }
  }

  private UnusableDumpException unusable(String message) {
    return new UnusableDumpException(
        List.of(new Problem(SourceLocation.of(folder.toString()), "", message)));
  }
}
