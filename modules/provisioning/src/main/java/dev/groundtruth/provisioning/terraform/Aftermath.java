package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.value.Json;
import dev.groundtruth.provisioning.value.MalformedJsonException;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a stopped command left behind in its working directory. */
record Aftermath(
    boolean endedByItself, Optional<LockInfo> remainingLock, Optional<Path> unsavedState) {

  private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);
  private static final String LOCK_SUFFIX = ".lock.info";

  static Aftermath of(Path directory, boolean endedByItself) {
    Path errored = directory.resolve("errored.tfstate");
    return new Aftermath(
        endedByItself,
        lock(directory),
        Files.exists(errored) ? Optional.of(errored) : Optional.empty());
  }

  /** Of whichever workspace: the local backend has a folder for each. */
  private static Optional<LockInfo> lock(Path directory) {
    Path state = stateFile(directory);
    Optional<LockInfo> lock = read(state.resolveSibling("." + state.getFileName() + LOCK_SUFFIX));
    Path workspaces = directory.resolve("terraform.tfstate.d");
    if (lock.isPresent() || !Files.isDirectory(workspaces)) {
      return lock;
    }
    try (Stream<Path> folders = Files.list(workspaces)) {
      return folders
          .map(folder -> read(folder.resolve(".terraform.tfstate" + LOCK_SUFFIX)))
          .flatMap(Optional::stream)
          .findFirst();
    } catch (IOException e) {
      LOG.debug("{} cannot be read", workspaces, e);
      return Optional.empty();
    }
  }

  /** Where the local backend keeps the state of the default workspace. */
  private static Path stateFile(Path directory) {
    Path settings = directory.resolve(".terraform/terraform.tfstate");
    try {
      if (Files.exists(settings)) {
        return Json.read("the backend", Files.readString(settings))
            .in("The backend")
            .find("backend.config.path")
            .map(path -> directory.resolve(path.text()))
            .orElseGet(() -> directory.resolve("terraform.tfstate"));
      }
    } catch (IOException | MalformedJsonException | UnexpectedValueException e) {
      LOG.debug("{} cannot be read", settings, e);
    }
    return directory.resolve("terraform.tfstate");
  }

  private static Optional<LockInfo> read(Path file) {
    try {
      return LockInfo.ofFile(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.debug("{} cannot be read", file, e);
      return Optional.empty();
    }
  }

  /** What happened to the state and its lock, as the end of a sentence. */
  String description() {
    String state =
        unsavedState
            .map(file -> "its state could not be saved and is in " + file)
            .orElse(
                endedByItself
                    ? "it saved its state"
                    : "it had to be killed, so the state may lack what was done last");
    String lock =
        remainingLock
            .map(info -> "the lock " + info.id() + " remains")
            .orElse(endedByItself ? "no lock remains" : "a backend elsewhere may keep a lock");
    return state + ", and " + lock;
  }

  /** What to do, as the rest of a sentence that begins "perhaps you should". */
  String advice() {
    if (unsavedState.isPresent()) {
      return "run state push " + unsavedState.get();
    }
    return remainingLock
        .map(info -> "run force-unlock " + info.id() + " once nobody uses the state")
        .orElse(
            endedByItself
                ? "run plan to see what remains to be done"
                : "compare the state with what exists, with plan -refresh-only");
  }
}
