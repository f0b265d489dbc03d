package dev.groundtruth.provisioning.command;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The processes there are at one moment, by number.
 *
 * @param entries number to what is known of the process
 */
record ProcessTable(Map<Long, Entry> entries) {

  private static final Path PROC = Path.of("/proc");
  private static final boolean HAS_PROC = Files.isReadable(PROC.resolve("self/stat"));

  /** The first fields have a name of at most 64 bytes among them. */
  private static final int STAT_LENGTH = 256;

  /**
   * One process.
   *
   * @param parent the number of its parent
   * @param session the number of its session's leader, 0 where it cannot be seen
   * @param running whether it is more than an ended process of which its parent took no notice.
   *     Java counts those as alive; in a container whose first process does not care for orphans
   *     they stay for ever.
   */
  record Entry(long parent, long session, boolean running) {}

  /** One look at all processes, since one for each process is too slow. */
  static ProcessTable read() {
    Map<Long, Entry> entries = new HashMap<>();
    if (HAS_PROC) {
      String[] names = PROC.toFile().list();
      byte[] buffer = new byte[STAT_LENGTH];
      for (String name : names == null ? new String[0] : names) {
        if (Character.isDigit(name.charAt(0))) {
          add(name, buffer, entries);
        }
      }
    } else {
      ProcessHandle.allProcesses()
          .forEach(
              handle ->
                  entries.put(
                      handle.pid(),
                      new Entry(
                          handle.parent().map(ProcessHandle::pid).orElse(0L),
                          0,
                          handle.isAlive())));
    }
    return new ProcessTable(entries);
  }

  private static void add(String name, byte[] buffer, Map<Long, Entry> entries) {
    int length;
    try (InputStream in = new FileInputStream("/proc/" + name + "/stat")) {
      length = in.read(buffer);
    } catch (IOException e) {
      // It ended just now.
      return;
    }
    if (length > 0) {
      entries.put(
          Long.parseLong(name), entry(new String(buffer, 0, length, StandardCharsets.ISO_8859_1)));
    }
  }

  /**
   * As of proc(5): number, (name), state, parent, group, session; the name may contain anything.
   */
  static Entry entry(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 5);
    boolean ended = fields[0].equals("Z") || fields[0].equals("X");
    return new Entry(Long.parseLong(fields[1]), Long.parseLong(fields[3]), !ended);
  }
}
