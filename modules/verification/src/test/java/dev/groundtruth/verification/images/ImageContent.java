package dev.groundtruth.verification.images;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.testcontainers.DockerClientFactory;

/**
 * What stands in an image as {@code docker save} gives it away: its description, and every file of
 * every layer, also those that a later layer hides.
 *
 * @param files names of all files, without a leading slash; folders end with one
 * @param found which of the words that were looked for stand where
 */
record ImageContent(Set<String> files, List<String> found) {

  private static final int GZIP = 0x1f8b;

  /**
   * Reads an image.
   *
   * @param image its reference
   * @param words what is looked for in every file and in the image's own description
   * @return its content
   */
  static ImageContent of(String image, Set<String> words) {
    Set<String> files = new TreeSet<>();
    List<String> found = new ArrayList<>();
    try (TarArchiveInputStream saved =
        new TarArchiveInputStream(DockerClientFactory.lazyClient().saveImageCmd(image).exec())) {
      for (TarArchiveEntry entry = saved.getNextEntry();
          entry != null;
          entry = saved.getNextEntry()) {
        if (entry.isFile()) {
          read(entry.getName(), new BufferedInputStream(saved), words, files, found);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(image + " cannot be read", e);
    }
    return new ImageContent(files, found);
  }

  private static void read(
      String name, InputStream stream, Set<String> words, Set<String> files, List<String> found)
      throws IOException {
    stream.mark(1024);
    byte[] head = stream.readNBytes(512);
    stream.reset();
    if (head.length > 1 && ((head[0] & 0xff) << 8 | (head[1] & 0xff)) == GZIP) {
      read(name, new BufferedInputStream(new GZIPInputStream(stream)), words, files, found);
    } else if (TarArchiveInputStream.matches(head, head.length)) {
      TarArchiveInputStream layer = new TarArchiveInputStream(stream);
      for (TarArchiveEntry entry = layer.getNextEntry();
          entry != null;
          entry = layer.getNextEntry()) {
        String file = entry.getName().replaceFirst("^(\\./|/)+", "");
        files.add(file);
        if (entry.isFile()) {
          search(name + ":" + file, layer.readAllBytes(), words, found);
        }
      }
    } else {
      search(name, stream.readAllBytes(), words, found);
    }
  }

  private static void search(String place, byte[] bytes, Set<String> words, List<String> found) {
    // A character for each byte: any file can be searched for the bytes of a word.
    String content = new String(bytes, StandardCharsets.ISO_8859_1);
    for (String word : words) {
      if (content.contains(word)) {
        found.add("\"%s\" stands in %s".formatted(word, place));
      }
    }
  }
}
