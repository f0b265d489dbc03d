package dev.groundtruth.aws.emulator;

import dev.groundtruth.provisioning.command.CommandFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The emulator's image. Its build folder is part of this jar, and its tag is a hash of that: an
 * image that is there is current.
 */
final class EmulatorImage {

  static final String REPOSITORY = "groundtruth/aws-emulator";
  static final List<String> FILES =
      List.of("Dockerfile", "emulator.py", "gaps.py", "requirements.txt");

  /** What machines trust; authorities of a machine's own are needed while building only. */
  private static final Path CERTIFICATES = Path.of("/etc/ssl/certs/ca-certificates.crt");

  private static final Duration BUILD = Duration.ofMinutes(15);

  private final Docker docker;

  EmulatorImage(Docker docker) {
    this.docker = docker;
  }

  /**
   * Builds the image if it is not there.
   *
   * @param base the Debian image it is built on
   * @return its reference
   * @throws EmulatorException if it cannot be built
   */
  String provide(String base) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("groundtruth-emulator");
      String reference = REPOSITORY + ":" + unpack(folder, base);
      if (!docker.hasImage(reference)) {
        build(reference, base, folder);
      }
      return reference;
    } catch (IOException e) {
      throw new UncheckedIOException("The build folder of the emulator cannot be unpacked", e);
    } finally {
      delete(folder);
    }
  }

  private void build(String reference, String base, Path folder) {
    List<String> command =
        new ArrayList<>(
            List.of("build", "--quiet", "--build-arg", "BASE=" + base, "--tag", reference));
    if (Files.isReadable(CERTIFICATES)) {
      command.addAll(List.of("--secret", "id=ca,src=" + CERTIFICATES));
    }
    command.add(folder.toString());
    try {
      docker.run(BUILD, "", command);
    } catch (CommandFailedException e) {
      throw new EmulatorException(
          "The image %s cannot be built on %s, perhaps you should look at %s: %s"
              .formatted(reference, base, e.log(), String.join("\n", e.lastLines())),
          e);
    }
  }

  /** Unpacks the folder and returns a hash of what the image is made of. */
  static String unpack(Path folder, String base) throws IOException {
    MessageDigest digest = sha256();
    digest.update(base.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    for (String file : FILES) {
      try (InputStream resource = EmulatorImage.class.getResourceAsStream("image/" + file)) {
        if (resource == null) {
          throw new IOException("This jar has no image/" + file);
        }
        byte[] content = resource.readAllBytes();
        digest.update((byte) 0);
        digest.update(content);
        Files.write(folder.resolve(file), content);
      }
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(@org.jspecify.annotations.Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try {
      for (String file : FILES) {
        Files.deleteIfExists(folder.resolve(file));
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " cannot be removed", e);
    }
  }
}
