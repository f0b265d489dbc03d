package dev.groundtruth.aws.vantage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The scripts that run on an instance. They bring the programs along, so that nothing but Python
 * need be installed, and compress what comes back, of which Run Command shows little.
 */
final class Scripts {

  private Scripts() {}

  /**
   * Probes; prints what {@link #unpacked} reads.
   *
   * @param place where
   * @param input what the program reads
   */
  static String probe(Place place, String input) {
    return """
        set -eu
        folder=$(mktemp -d)
        trap 'rm -rf "$folder"' EXIT
        %s
        %s
        %s
        $in_place python3 "$folder/probe" < "$folder/input" > "$folder/output"
        gzip -c "$folder/output" | base64 | tr -d '\\n'
        """
        .formatted(place.setup(), unpack("probe", program("probe")), unpack("input", input));
  }

  /**
   * Opens a canary that closes itself after a while; prints the folder it lives in and what it
   * says.
   *
   * @param place where
   * @param command the canary and its arguments
   * @param lifetime how long it listens at most
   * @param opening how long it may take to open
   */
  static String openCanary(Place place, List<String> command, Duration lifetime, Duration opening) {
    String arguments =
        command.stream().skip(1).map(Scripts::quoted).collect(Collectors.joining(" "));
    return """
        set -eu
        folder=$(mktemp -d /tmp/groundtruth-canary.XXXXXX)
        %s
        %s
        export folder in_place
        setsid sh -c 'echo $$ > "$folder/group"
          sleep %d | $in_place python3 "$folder/canary" %s > "$folder/output" 2>&1
          rm -rf "$folder"' > /dev/null 2>&1 < /dev/null &
        turns=0
        until [ -s "$folder/output" ] || [ "$turns" -ge %d ]; do sleep 0.2; turns=$((turns + 1)); done
        echo "$folder"
        head -n 1 "$folder/output"
        """
        .formatted(
            place.setup(),
            unpack("canary", program("canary")),
            lifetime.toSeconds(),
            arguments.replace("'", "'\\''"),
            opening.toMillis() / 200);
  }

  /**
   * Closes a canary.
   *
   * @param folder the folder it lives in
   */
  static String closeCanary(String folder) {
    return """
        if [ -e %1$s/group ]; then kill -- "-$(cat %1$s/group)" 2> /dev/null || true; fi
        rm -rf %1$s
        """
        .formatted(quoted(folder));
  }

  private static String unpack(String file, String text) {
    return "echo %s | base64 -d | gunzip > \"$folder/%s\"".formatted(packed(text), file);
  }

  private static String program(String name) {
    try (InputStream stream = Scripts.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the program " + name + " is not packaged");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String packed(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packer = new GZIPOutputStream(bytes)) {
      packer.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /**
   * What a script packed.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static String unpacked(String text) {
    try (GZIPInputStream stream =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text.strip())))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException("what came back is not whole", e);
    }
  }
}
