package dev.groundtruth.provisioning.command;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts programs as leaders of sessions of their own, with the {@code setsid} of util-linux or
 * BusyBox. A terminal sends Ctrl-C to all processes of its foreground group; a program there would
 * get that signal and the one of its runner, and Terraform takes a second one for "abort now", with
 * the state not saved. A session is also a mark that its processes keep when they lose their
 * parents.
 *
 * <p>The program keeps the number of the process: {@code setsid} starts another one only where it
 * leads a process group, which no process that Java starts does.
 *
 * @param setsid the program that begins a session, if there is one
 */
record SessionLeader(Optional<String> setsid) {

  /** As this machine has it; none on macOS and Windows. */
  static SessionLeader find() {
    return new SessionLeader(
        Stream.concat(
                Stream.of("/usr/bin", "/bin"),
                Stream.of(
                    Optional.ofNullable(System.getenv("PATH"))
                        .orElse("")
                        .split(File.pathSeparator)))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, "setsid"))
            .filter(Files::isExecutable)
            .findFirst()
            .map(Path::toString));
  }

  boolean isAvailable() {
    return setsid.isPresent();
  }

  /** What to start in order to run these words. */
  List<String> words(List<String> words) {
    List<String> all = new ArrayList<>();
    setsid.ifPresent(all::add);
    all.addAll(words);
    return all;
  }
}
