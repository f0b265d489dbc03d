package dev.groundtruth.localmirror.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Ports of this machine's loopback interface. */
public final class LocalPorts {

  /**
   * Below what Linux gives to outgoing connections, which could take the port between choice and
   * use.
   */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_767;
  private static final int ATTEMPTS = 200;
  private static final String LISTEN = "0A";

  private LocalPorts() {}

  /**
   * Chooses a port nobody listens on.
   *
   * @param random chooses
   * @return a free port
   */
  public static int free(RandomGenerator random) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = random.nextInt(FIRST, LAST + 1);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("No free port between %d and %d".formatted(FIRST, LAST));
  }

  /**
   * Whether nobody listens on a port.
   *
   * @param port the port
   * @return true when it can be bound on loopback
   */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The process that listens on a TCP port, where the operating system lets us see it (Linux, own
   * processes).
   *
   * @param port the port
   * @return for example {@code process 4711 (nginx)}
   */
  public static Optional<String> holder(int port) {
    try {
      Optional<String> inode = Optional.empty();
      for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
        if (inode.isEmpty() && Files.isReadable(Path.of(table))) {
          inode = listener(Files.readAllLines(Path.of(table), StandardCharsets.US_ASCII), port);
        }
      }
      return inode.flatMap(LocalPorts::process);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<String> listener(List<String> table, int port) {
    String suffix = ":%04X".formatted(port);
    return table.stream()
        .skip(1)
        .map(line -> line.strip().split("\\s+"))
        .filter(
            columns -> columns.length > 9 && columns[1].toUpperCase(Locale.ROOT).endsWith(suffix))
        .filter(columns -> columns[3].equals(LISTEN))
        .map(columns -> columns[9])
        .findFirst();
  }

  private static Optional<String> process(String inode) {
    String socket = "socket:[" + inode + "]";
    return ProcessHandle.allProcesses()
        .filter(process -> holds(process.pid(), socket))
        .findFirst()
        .map(
            process ->
                "process %d%s"
                    .formatted(
                        process.pid(),
                        process.info().command().map(command -> " (" + command + ")").orElse("")));
  }

  private static boolean holds(long pid, String socket) {
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.isSymbolicLink(descriptor)
            && Files.readSymbolicLink(descriptor).toString().equals(socket)) {
          return true;
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException | SecurityException e) {
      return false;
    }
    return false;
  }
}
