package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.localmirror.internal.Folders;
import dev.groundtruth.provisioning.command.CommandRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The image with what enforces security groups and sends packets: nftables, nmap, socat, and the
 * commands {@code eni}, {@code probe} and {@code canary}. Its build folder is part of this jar.
 */
public final class SidecarImage {

  /** The image's name. */
  public static final String REFERENCE = "groundtruth/sidecar";

  /** The label by which a stand-in image names the image it stands in for. */
  public static final String STANDS_IN_FOR_LABEL = "dev.groundtruth.stand-in-for";

  static final List<String> FILES = List.of("Dockerfile", "canary", "eni", "make-secrets", "probe");
  static final String RESOURCES = "sidecar/";

  private static final Duration BUILD = Duration.ofMinutes(10);

  private final DockerCli docker;

  /**
   * The image of one engine.
   *
   * @param commands runs the {@code docker} command
   */
  public SidecarImage(CommandRunner commands) {
    this.docker = new DockerCli(commands);
  }

  /**
   * Builds the image if the engine does not have it.
   *
   * @param base the Debian image it is built on, for example {@code debian:trixie-slim}
   * @return whether it had to be built
   * @throws MirrorStartException if it cannot be built
   */
  public boolean provide(String base) {
    return provide(REFERENCE, base);
  }

  boolean provide(String reference, String base) {
    if (docker.hasImages(List.of(reference))) {
      return false;
    }
    Path folder = null;
    try {
      folder = Files.createTempDirectory("groundtruth-sidecar");
      unpack(folder);
      DockerCli.Output output =
          docker.run(
              BUILD,
              "build",
              "--quiet",
              "--build-arg",
              "BASE=" + base,
              "--tag",
              reference,
              folder.toString());
      if (!output.succeeded()) {
        throw new MirrorStartException(
            "The image %s cannot be built on %s: %s"
                .formatted(reference, base, output.errors().strip()));
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("The build folder of " + reference + " cannot be unpacked", e);
    } finally {
      if (folder != null) {
        delete(folder);
      }
    }
  }

  static void unpack(Path folder) throws IOException {
    for (String file : FILES) {
      try (InputStream resource = SidecarImage.class.getResourceAsStream(RESOURCES + file)) {
        if (resource == null) {
          throw new IOException("This jar has no " + RESOURCES + file);
        }
        Files.copy(resource, folder.resolve(file));
      }
    }
  }

  private static void delete(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " cannot be removed", e);
    }
  }
}
