package dev.groundtruth.provisioning.command;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes processes of commands: finds the program, and gives it no more of the environment than it
 * may have.
 *
 * @param redactor knows what not to show in messages
 * @param sessionLeader makes the process the first of a session
 */
record Launcher(Redactor redactor, SessionLeader sessionLeader) {

  /**
   * What starts a command.
   *
   * @throws CommandNotStartedException if it cannot be started as it is
   */
  ProcessBuilder builder(Command command) {
    requireDirectory(command);
    ProcessBuilder builder = new ProcessBuilder();
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(
            name -> command.inherited().stream().noneMatch(pattern -> matches(pattern, name)));
    environment.putAll(command.environment());
    command.secretEnvironment().forEach((name, value) -> environment.put(name, value.reveal()));
    command.directory().map(Path::toFile).ifPresent(builder::directory);
    List<String> words = new ArrayList<>();
    words.add(find(command, environment));
    words.addAll(command.arguments());
    return builder.command(sessionLeader.words(words));
  }

  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }

  /** Looks on the PATH the program will have; the platform would look on that of this process. */
  private static String find(Command command, Map<String, String> environment) {
    String program = command.program();
    String path = environment.getOrDefault("PATH", "");
    boolean isPath = program.indexOf('/') >= 0 || program.indexOf(File.separatorChar) >= 0;
    if (File.separatorChar == '\\' && !isPath) {
      return program;
    }
    Path directory = command.directory().orElse(Path.of("")).toAbsolutePath();
    Stream<Path> candidates =
        isPath
            ? Stream.of(directory.resolve(program))
            : Stream.of(path.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> directory.resolve(entry).resolve(program));
    List<Path> files = candidates.filter(Files::isRegularFile).toList();
    Optional<Path> executable = files.stream().filter(Files::isExecutable).findFirst();
    if (executable.isPresent()) {
      return executable.get().toString();
    }
    if (!files.isEmpty()) {
      throw new CommandNotStartedException(
          "%s is not executable, perhaps you should run chmod +x %s"
              .formatted(files.get(0), files.get(0)),
          null);
    }
    throw new CommandNotFoundException(
        program,
        "%s is not there%s, perhaps you should %s"
            .formatted(
                isPath ? directory.resolve(program) : program,
                isPath ? "" : " (looked in PATH " + path + ")",
                command.installation().orElse("install " + program)));
  }

  private void requireDirectory(Command command) {
    command
        .directory()
        .filter(directory -> !Files.isDirectory(directory))
        .ifPresent(
            directory -> {
              throw new CommandNotStartedException(
                  "`%s` is to run in %s, which is %s, perhaps you should %s"
                      .formatted(
                          redactor.redact(command.toString()),
                          directory,
                          Files.exists(directory) ? "not a directory" : "missing",
                          Files.exists(directory) ? "name its parent" : "create it"),
                  null);
            });
  }
}
