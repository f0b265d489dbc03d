package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.internal.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where commands run: the folder itself, or a copy of it.
 *
 * @param directory the folder of the root module to run in
 * @param temporary what is removed on close
 */
record WorkingCopy(Path directory, Optional<Path> temporary) implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkingCopy.class);

  /** What belongs to another run or to version control; {@code .terraform.lock.hcl} does not. */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "\\.terraform|.*\\.tfstate|.*\\.tfstate\\..*|crash(\\..*)?\\.log|\\.terragrunt-cache"
              + "|\\.git|\\.hg|\\.svn");

  static WorkingCopy inPlace(Path directory) {
    return new WorkingCopy(directory, Optional.empty());
  }

  /**
   * Makes a copy.
   *
   * @param directory the folder of the root module
   * @param root what to copy; if nothing, the folder and those of the local modules it uses
   * @param kept whether the copy outlives this
   */
  static WorkingCopy of(Path directory, Optional<Path> root, boolean kept) {
    Path target = null;
    try {
      Path source = directory.toRealPath();
      Set<Path> folders = new LinkedHashSet<>();
      if (root.isPresent()) {
        folders.add(root.get().toRealPath());
      } else {
        for (Path module : LocalModules.of(source)) {
          folders.add(module.toRealPath());
        }
      }
      Path common = commonParent(source, folders);
      if (!source.startsWith(common)) {
        throw new IllegalArgumentException(
            "%s is not within %s, perhaps you should name a folder above it"
                .formatted(directory, root.orElse(common)));
      }
      target =
          PrivateFiles.temporaryFolder("groundtruth-copy-", "a copy of " + directory).toRealPath();
      // A configuration may use the name of its folder, so that stays.
      Path base = target.resolve(nameOf(common));
      for (Path folder : folders) {
        // A module within another one's folder was copied with that.
        if (folders.stream()
            .noneMatch(other -> !other.equals(folder) && folder.startsWith(other))) {
          new Copy(common, base).tree(folder);
        }
      }
      Path copy = base.resolve(common.relativize(source).toString());
      if (kept) {
        LOG.info("{} is copied to {} and kept there", directory, copy);
      }
      return new WorkingCopy(copy, kept ? Optional.empty() : Optional.of(target));
    } catch (IOException e) {
      if (target != null) {
        PrivateFiles.deleteTree(target);
      }
      throw new UncheckedIOException(
          "%s cannot be copied (%s), perhaps you should free some space or set java.io.tmpdir"
              .formatted(directory, e),
          e);
    }
  }

  private static Path commonParent(Path source, Set<Path> folders) {
    Path common = folders.size() == 1 ? folders.iterator().next() : source;
    for (Path folder : folders) {
      while (common != null && !folder.startsWith(common)) {
        common = common.getParent();
      }
    }
    return common == null ? source.getRoot() : common;
  }

  private static String nameOf(Path folder) {
    Path name = folder.getFileName();
    return name == null ? "root" : name.toString();
  }

  @Override
  public void close() {
    temporary.ifPresent(
        folder -> {
          if (hasResources()) {
            LOG.warn(
                "{} is removed although its state still has resources, perhaps you should destroy"
                    + " them before closing or keep the copy",
                directory);
          }
          PrivateFiles.deleteTree(folder);
        });
  }

  private boolean hasResources() {
    Path state = directory.resolve("terraform.tfstate");
    try {
      return Files.exists(state)
          && Pattern.compile("\"resources\": \\[\\s*\\{").matcher(Files.readString(state)).find();
    } catch (IOException e) {
      LOG.debug("{} cannot be read", state, e);
      return false;
    }
  }

  /** Copies folders to the same places below another one. */
  private record Copy(Path from, Path to) {

    void tree(Path folder) throws IOException {
      tree(folder, to.resolve(from.relativize(folder).toString()), Set.of());
    }

    private void tree(Path folder, Path copy, Set<Path> above) throws IOException {
      Set<Path> within = new LinkedHashSet<>(above);
      within.add(folder.toRealPath());
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
                throws IOException {
              if (!path.equals(folder) && isLeftOut(path)) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              Files.createDirectories(copyOf(path));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                throws IOException {
              if (isLeftOut(path)) {
                return FileVisitResult.CONTINUE;
              }
              if (attributes.isSymbolicLink()) {
                link(path, copyOf(path), within);
              } else if (attributes.isRegularFile()) {
                Files.copy(path, copyOf(path), StandardCopyOption.COPY_ATTRIBUTES);
              }
              return FileVisitResult.CONTINUE;
            }

            private Path copyOf(Path path) {
              return copy.resolve(folder.relativize(path).toString());
            }
          });
    }

    /** Links to what is copied too remain links; what others lead to is copied in their place. */
    private void link(Path link, Path copy, Set<Path> above) throws IOException {
      Path end;
      try {
        end = link.toRealPath();
      } catch (IOException e) {
        LOG.debug("{} leads nowhere and is copied as it is", link, e);
        Files.copy(link, copy, LinkOption.NOFOLLOW_LINKS);
        return;
      }
      boolean stays = above.stream().anyMatch(end::startsWith) && end.startsWith(from);
      if (stays) {
        Path target = to.resolve(from.relativize(end).toString());
        Path way = parentOf(copy).relativize(target);
        Files.createSymbolicLink(copy, way.toString().isEmpty() ? Path.of(".") : way);
      } else if (Files.isDirectory(end)) {
        if (above.contains(end)) {
          throw new IOException(link + " leads to a folder it is in");
        }
        tree(end, copy, above);
      } else {
        Files.copy(end, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }

    private static Path parentOf(Path path) {
      Path parent = path.getParent();
      return parent == null ? path : parent;
    }

    private static boolean isLeftOut(Path path) {
      return LEFT_OUT.matcher(String.valueOf(path.getFileName())).matches();
    }
  }
}
