package dev.groundtruth.provisioning.packer;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A line of Packer's machine-readable output: {@code timestamp,target,type,data...}.
 *
 * <p>Commas in the data are written as {@code %!(PACKER_COMMA)}, line ends as {@code \n} and {@code
 * \r}. Packer escapes no backslash, so that a text {@code \n} cannot be told from a line end. It
 * escapes nothing at all in a target, which is a name with commas as likely as not; the lines that
 * have a target are therefore read from their end.
 *
 * @param time when it was written, in seconds
 * @param target the builder it is about; empty if it is about none
 * @param type what it is
 * @param data the rest, unescaped
 */
record MachineLine(Instant time, Optional<String> target, String type, List<String> data) {

  MachineLine {
    data = List.copyOf(data);
  }

  /** Reads a line; nothing if it has not the form. */
  static Optional<MachineLine> parse(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length < 3 || !fields[0].matches("\\d{1,12}")) {
      return Optional.empty();
    }
    Instant time = Instant.ofEpochSecond(Long.parseLong(fields[0]));
    int type = fields[1].isEmpty() ? 2 : typeOfTargeted(fields);
    String target = String.join(",", Arrays.asList(fields).subList(1, type));
    return Optional.of(
        new MachineLine(
            time,
            target.isEmpty() ? Optional.empty() : Optional.of(target),
            fields[type],
            Arrays.stream(fields, type + 1, fields.length).map(MachineLine::unescape).toList()));
  }

  private static int typeOfTargeted(String[] fields) {
    int end = fields.length;
    if (end >= 4 && (fields[end - 2].equals("error") || isCount(fields, end - 2))) {
      return end - 2;
    }
    if (isArtifact(fields, end - 5) && fields[end - 3].equals("file")) {
      return end - 5;
    }
    if (isArtifact(fields, end - 4)) {
      return end - 4;
    }
    if (isArtifact(fields, end - 3)
        && (fields[end - 1].equals("end") || fields[end - 1].equals("nil"))) {
      return end - 3;
    }
    return 2;
  }

  private static boolean isCount(String[] fields, int at) {
    return fields[at].equals("artifact-count") && fields[at + 1].matches("\\d+");
  }

  private static boolean isArtifact(String[] fields, int at) {
    return at >= 2 && fields[at].equals("artifact") && fields[at + 1].matches("\\d{1,9}");
  }

  private static String unescape(String field) {
    return field.replace("\\n", "\n").replace("\\r", "\r").replace("%!(PACKER_COMMA)", ",");
  }

  /** One of the data; empty if there are not so many. */
  String datum(int index) {
    return index < data.size() ? data.get(index) : "";
  }
}
