package dev.groundtruth.provisioning.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files and temporary folders that only their owner can read or enter, and how they go away. */
public final class PrivateFiles {

  private static final Logger LOG = LoggerFactory.getLogger(PrivateFiles.class);

  private PrivateFiles() {}

  /**
   * Makes a temporary folder that only its owner can enter.
   *
   * @param prefix how its name begins
   * @param purpose what it is for, as a part of a message
   * @return the folder
   * @throws UncheckedIOException if it cannot be made
   */
  public static Path temporaryFolder(String prefix, String purpose) {
    try {
      return Files.createTempDirectory(prefix, ownerOnly("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "No folder for %s can be made (%s), perhaps you should set java.io.tmpdir"
              .formatted(purpose, e),
          e);
    }
  }

  /**
   * Makes a temporary folder for the logs of commands.
   *
   * @return the folder
   * @throws UncheckedIOException if it cannot be made
   */
  public static Path temporaryLogs() {
    try {
      return Files.createTempDirectory("groundtruth-logs-", ownerOnly("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "No folder for logs can be made (%s), perhaps you should name one with logs()"
              .formatted(e),
          e);
    }
  }

  /**
   * Writes a new file that only its owner can read; nothing is left of it when that fails.
   *
   * @param file the file, which must not exist
   * @param content what is in it
   * @return the file
   * @throws UncheckedIOException if it exists or cannot be written
   */
  public static Path write(Path file, byte[] content) {
    try {
      SeekableByteChannel channel =
          Files.newByteChannel(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              ownerOnly("rw-------"));
      ByteBuffer bytes = ByteBuffer.wrap(content);
      try (channel) {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        delete(file);
        throw e;
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be written (%s), perhaps you should free some space or set java.io.tmpdir"
              .formatted(file, e),
          e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Deletes a file, however that ends: what could not be deleted is warned of.
   *
   * @param file the file; may be missing
   */
  public static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted ({}), perhaps you should do it", file, e.getMessage());
    }
  }

  /**
   * Deletes a folder with all that is in it, however that ends; links are deleted, not followed.
   *
   * @param root the folder; may be missing
   */
  public static void deleteTree(Path root) {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                throws IOException {
              if (e != null) {
                throw e;
              }
              Files.deleteIfExists(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted ({}), perhaps you should do it", root, e.getMessage());
    }
  }
}
