package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.Sidecars;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port on loopback whose connections leave from a container's network namespace: how this JVM
 * talks to what is not published, over the way a person on that container would take.
 */
public final class Tunnel implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);
  private static final int BACKLOG = 50;
  private static final int END_SECONDS = 5;

  private final ServerSocket server;
  private final String container;
  private final String target;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  private Tunnel(ServerSocket server, String container, String target) {
    this.server = server;
    this.container = container;
    this.target = target;
  }

  /**
   * Opens a tunnel.
   *
   * @param vantage where its connections leave from
   * @param host the host, by a name or address known there
   * @param port the TCP port
   * @return an open tunnel
   * @throws UncheckedIOException if no local port can be had
   */
  public static Tunnel open(ContainerVantage vantage, String host, int port) {
    Tunnel tunnel;
    try {
      tunnel =
          new Tunnel(
              new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()),
              vantage.containerId(),
              "TCP:%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port));
    } catch (IOException e) {
      throw new UncheckedIOException("No local port can be opened for a tunnel", e);
    }
    tunnel.daemon(tunnel::accept, "accept").start();
    return tunnel;
  }

  /**
   * The local end.
   *
   * @return an address on loopback
   */
  public InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  /**
   * The port of the local end.
   *
   * @return the port on loopback
   */
  public int port() {
    return server.getLocalPort();
  }

  /** Closes the local port and every connection. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.debug("Closing {} failed", this, e);
    }
    connections.forEach(Connection::close);
  }

  @Override
  public String toString() {
    return "tunnel from port " + port() + " to " + target;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        connect(socket);
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.warn("A connection of the {} failed", this, e);
        }
      }
    }
  }

  private void connect(Socket socket) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(Sidecars.exec(container, "socat", "-T", "600", "-", target))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    Connection connection = new Connection(socket, process);
    connections.add(connection);
    if (server.isClosed()) {
      connection.close();
    }
    daemon(connection::upstream, "up").start();
    daemon(connection::downstream, "down").start();
  }

  private Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, "groundtruth-tunnel-" + port() + "-" + name);
    thread.setDaemon(true);
    return thread;
  }

  private final class Connection {
    private final Socket socket;
    private final Process process;

    Connection(Socket socket, Process process) {
      this.socket = socket;
      this.process = process;
    }

    /** The end of what the client sends is passed on; the answer may still be on its way. */
    void upstream() {
      try (OutputStream output = process.getOutputStream()) {
        copy(socket.getInputStream(), output);
      } catch (IOException e) {
        LOG.trace("{} ended", Tunnel.this, e);
      }
    }

    void downstream() {
      try {
        copy(process.getInputStream(), socket.getOutputStream());
      } catch (IOException e) {
        LOG.trace("{} ended", Tunnel.this, e);
      } finally {
        close();
      }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
      byte[] buffer = new byte[16 * 1024];
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        to.write(buffer, 0, read);
        to.flush();
      }
    }

    void close() {
      connections.remove(this);
      try {
        socket.close();
      } catch (IOException e) {
        LOG.trace("{} ended", Tunnel.this, e);
      }
      process.destroy();
      try {
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
