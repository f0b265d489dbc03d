package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.Folders;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Remembers every run on disk before its first side effect, so that what a killed run leaves behind
 * can be found.
 *
 * <p>One JSON file a run, in {@code runs} below the home folder; it is removed when the run has
 * been cleaned up. The home folder is {@code ~/.cache/groundtruth} unless the property {@value
 * #HOME_PROPERTY} names another.
 */
public final class RunLedger {

  /** The system property that names another home folder. */
  public static final String HOME_PROPERTY = "groundtruth.home";

  private static final String SUFFIX = ".json";
  private static final String UNFINISHED = ".tmp";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path home;

  /**
   * A ledger in a folder.
   *
   * @param home the folder; made when first written to
   */
  public RunLedger(Path home) {
    this.home = home.toAbsolutePath().normalize();
  }

  /**
   * The ledger of this user.
   *
   * @return the ledger in the folder named by {@value #HOME_PROPERTY}, or in {@code
   *     ~/.cache/groundtruth}
   */
  public static RunLedger ofThisUser() {
    String configured = System.getProperty(HOME_PROPERTY, "");
    return new RunLedger(
        configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache", "groundtruth")
            : Path.of(configured));
  }

  /**
   * The folder all of it is in.
   *
   * @return an absolute path
   */
  public Path home() {
    return home;
  }

  /**
   * Writes a run down, to the disk, before anything of it exists.
   *
   * @param run the run
   * @param project the prefix of the compose project's name
   * @return what was written; the work folder in it does not exist yet
   * @throws UncheckedIOException if the entry cannot be written, or if this thread was interrupted
   *     before; then the run must not begin
   */
  public LedgerEntry open(RunIdentity run, String project) {
    if (Thread.currentThread().isInterrupted()) {
      String message = "Run %s was interrupted before anything of it began".formatted(run.id());
      throw new UncheckedIOException(message, new InterruptedIOException(message));
    }
    ProcessHandle self = ProcessHandle.current();
    LedgerEntry entry =
        new LedgerEntry(
            run.id(),
            run.owner(),
            run.expires(),
            self.pid(),
            self.info().startInstant().orElseGet(Instant::now),
            project,
            home.resolve("work").resolve(run.id()),
            false);
    write(entry);
    return entry;
  }

  /**
   * Notes that a run stays on purpose: it outlives its process, until it expires.
   *
   * @param runId the run
   */
  public void keep(String runId) {
    find(runId).map(LedgerEntry::asKept).ifPresent(this::write);
  }

  /**
   * Forgets a run, after everything of it is gone.
   *
   * @param runId the run; nothing happens if it is not known
   */
  public void remove(String runId) {
    try {
      Files.deleteIfExists(file(runId));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Run " + runId + " cannot be removed from the ledger " + home, e);
    }
  }

  /**
   * The entry of a run.
   *
   * @param runId the run
   * @return its entry, or empty when the ledger does not know it
   */
  public Optional<LedgerEntry> find(String runId) {
    return read(file(runId));
  }

  /**
   * All runs that are under way, kept, or were killed.
   *
   * @return the entries in the order of their ids
   * @throws UncheckedIOException if the folder or an entry cannot be read
   */
  public List<LedgerEntry> entries() {
    return entries(
        problem -> {
          throw new UncheckedIOException(new IOException(problem));
        });
  }

  List<LedgerEntry> entries(Consumer<String> problems) {
    List<LedgerEntry> entries = new ArrayList<>();
    Path runs = home.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return entries;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(runs, "*" + SUFFIX)) {
      for (Path file : files) {
        try {
          read(file).ifPresent(entries::add);
        } catch (UncheckedIOException e) {
          problems.accept(String.valueOf(e.getMessage()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The run ledger " + runs + " cannot be read", e);
    }
    entries.sort(java.util.Comparator.comparing(LedgerEntry::run));
    return entries;
  }

  private Path file(String runId) {
    return home.resolve("runs").resolve(runId + SUFFIX);
  }

  private void write(LedgerEntry entry) {
    ObjectNode json = JSON.createObjectNode();
    json.put("run", entry.run());
    json.put("owner", entry.owner());
    entry.expires().ifPresent(expires -> json.put("expires", expires.toString()));
    json.put("pid", entry.pid());
    json.put("processStarted", entry.processStarted().toString());
    json.put("project", entry.project());
    json.put("workFolder", entry.workFolder().toString());
    json.put("kept", entry.kept());
    Path file = file(entry.run());
    Path written = file.resolveSibling(entry.run() + UNFINISHED);
    try {
      Folders.createPrivate(home.resolve("runs"));
      try {
        writeToDisk(written, json.toPrettyString() + "\n");
        Files.move(
            written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The run cannot be noted in the ledger %s, perhaps you should point the property %s to a folder that can be written"
              .formatted(file, HOME_PROPERTY),
          e);
    }
  }

  /**
   * A stream, not a channel: an interruption would close a channel and leave half an entry. What
   * comes next notices the interruption.
   */
  private static void writeToDisk(Path file, String text) throws IOException {
    try (FileOutputStream stream = new FileOutputStream(file.toFile())) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
      stream.getFD().sync();
    }
  }

  /**
   * Removes entries whose writing was cut short by the end of its process.
   *
   * @param before spares what was written later; somebody may be at it
   * @return the files removed
   */
  List<Path> removeUnfinished(Instant before) throws IOException {
    List<Path> removed = new ArrayList<>();
    Path runs = home.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return removed;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(runs, "*" + UNFINISHED)) {
      for (Path file : files) {
        try {
          if (Files.getLastModifiedTime(file).toInstant().isBefore(before)
              && Files.deleteIfExists(file)) {
            removed.add(file);
          }
        } catch (NoSuchFileException e) {
          // It was finished meanwhile.
        }
      }
    }
    return removed;
  }

  private static Optional<LedgerEntry> read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("The ledger entry " + file + " cannot be read", e);
    }
    try {
      JsonNode json = JSON.readTree(text);
      JsonNode expires = json.get("expires");
      return Optional.of(
          new LedgerEntry(
              json.required("run").stringValue(),
              json.required("owner").stringValue(),
              expires == null
                  ? Optional.empty()
                  : Optional.of(Instant.parse(expires.stringValue())),
              json.required("pid").longValue(),
              Instant.parse(json.required("processStarted").stringValue()),
              json.required("project").stringValue(),
              Path.of(json.required("workFolder").stringValue()),
              json.required("kept").booleanValue()));
    } catch (JacksonException | java.time.format.DateTimeParseException e) {
      throw new UncheckedIOException(
          "The ledger entry %s is not readable, perhaps you should remove it after removing what is labelled with its run"
              .formatted(file),
          new IOException(e));
    }
  }
}
