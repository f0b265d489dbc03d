package dev.groundtruth.provisioning.terraform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder for saved plans and variables that only its owner can enter; made when first used. */
final class PrivateFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PrivateFolder.class);

  private final AtomicInteger sequence = new AtomicInteger();
  private @Nullable Path folder;
  private boolean closed;

  /** The folder itself. */
  synchronized Path path() {
    if (closed) {
      throw new IllegalStateException(
          "This Terraform is closed, perhaps you should keep it open for as long as it is used");
    }
    if (folder == null) {
      try {
        folder = Files.createTempDirectory("groundtruth-terraform-", ownerOnly("rwx------"));
      } catch (IOException e) {
        throw new UncheckedIOException(
            "No folder for plans and variables can be made (%s), perhaps you should set java.io.tmpdir"
                .formatted(e),
            e);
      }
    }
    return folder;
  }

  /** An empty file that only its owner can read. */
  Path create(String suffix) {
    return write(suffix, new byte[0]);
  }

  /** A file that only its owner can read. */
  Path write(String suffix, byte[] content) {
    Path file = path().resolve(sequence.incrementAndGet() + suffix);
    try {
      try (var channel =
          Files.newByteChannel(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              ownerOnly("rw-------"))) {
        channel.write(ByteBuffer.wrap(content));
      }
      return file;
    } catch (IOException e) {
      delete(file);
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

  /** Deletes a file, however that ends: what could not be deleted is warned of. */
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted ({}), perhaps you should do it", file, e.getMessage());
    }
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
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
                throws IOException {
              if (e != null) {
                throw e;
              }
              Files.deleteIfExists(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted ({}), perhaps you should do it", root, e.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (folder != null) {
      deleteTree(folder);
    }
  }
}
