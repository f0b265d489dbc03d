package dev.groundtruth.provisioning.command;

import dev.groundtruth.provisioning.command.OutputListener.Channel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder with two logs for each command, for the owner only. Other runners may share it. */
final class LogFolder {

  private static final Logger LOG = LoggerFactory.getLogger(LogFolder.class);

  private final Path folder;
  private final AtomicInteger sequence = new AtomicInteger();

  LogFolder(Path folder) {
    this.folder = folder;
  }

  /** Where both outputs of a command go. */
  record Logs(OutputSink stdout, OutputSink stderr) implements AutoCloseable {
    @Override
    public void close() {
      stdout.close();
      stderr.close();
    }
  }

  /**
   * Opens logs that no other command has.
   *
   * @param commandLine how to name the command in messages, redacted
   * @throws CommandNotStartedException if they cannot be written
   */
  Logs open(Command command, String commandLine, OutputListener listener) {
    try {
      Files.createDirectories(folder, ownerOnly("rwx------"));
      Path program = Path.of(command.program()).getFileName();
      while (true) {
        String name = "%04d-%s".formatted(sequence.incrementAndGet(), program);
        Path stdout = folder.resolve(name + ".stdout.log");
        Path stderr = folder.resolve(name + ".stderr.log");
        try {
          OutputStream out = create(stdout);
          try {
            return new Logs(
                new OutputSink(stdout, out, Channel.STDOUT, listener),
                new OutputSink(stderr, create(stderr), Channel.STDERR, listener));
          } catch (IOException e) {
            out.close();
            throw e;
          }
        } catch (FileAlreadyExistsException e) {
          LOG.trace("{} is of another run", stdout, e);
        }
      }
    } catch (IOException e) {
      throw new CommandNotStartedException(
          "The logs of `%s` cannot be written in %s (%s), perhaps you should choose another folder"
              .formatted(commandLine, folder, e),
          e);
    }
  }

  private static OutputStream create(Path file) throws IOException {
    return Channels.newOutputStream(
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly("rw-------")));
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
