package dev.groundtruth.provisioning.packer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
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

/**
 * A folder that only its owner can enter, for one command: the file of variables, and what Packer
 * and its plugins write for the time being. A Packer that is killed leaves a log and scripts there,
 * with secrets in them.
 *
 * @param path the folder
 */
record PrivateFolder(Path path) implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PrivateFolder.class);

  static PrivateFolder create() {
    try {
      // A short name: plugins make sockets in it, whose paths must not be longer than 100 or so.
      return new PrivateFolder(Files.createTempDirectory("packer-", ownerOnly("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "No folder for variables can be made (%s), perhaps you should set java.io.tmpdir"
              .formatted(e),
          e);
    }
  }

  /** A file that only its owner can read. */
  Path write(String name, String content) {
    Path file = path.resolve(name);
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly("rw-------"))) {
      ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be written (%s), perhaps you should free some space or set java.io.tmpdir"
              .formatted(file, e),
          e);
    }
  }

  static FileAttribute<?>[] ownerOnly(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Deletes a folder with all that is in it; links are deleted, not followed. */
  static void deleteTree(Path root) {
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

  @Override
  public void close() {
    deleteTree(path);
  }
}
