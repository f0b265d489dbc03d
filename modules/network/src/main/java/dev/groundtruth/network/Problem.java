package dev.groundtruth.network;

/**
 * Something in a file that must be mended.
 *
 * @param location where it is
 * @param path the JSON path, for example {@code groups[1].ingress[0].ports}; empty for the file as
 *     a whole
 * @param message what is wrong and what perhaps should be done
 */
public record Problem(SourceLocation location, String path, String message) {

  /** Location, path and message, as compilers write them. */
  @Override
  public String toString() {
    return location + ": " + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
