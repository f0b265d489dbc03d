package dev.groundtruth.probing.internal;

import dev.groundtruth.probing.Endpoint;
import dev.groundtruth.probing.Observation;
import dev.groundtruth.probing.Probe;
import dev.groundtruth.probing.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Probes a list of endpoints from this JVM with one selector; used once. */
public final class NioProber {

  private static final int AT_ONCE = 256;
  private static final int BANNER_BYTES = 1024;

  private final List<Probe> probes;
  private final List<List<Observation>> seen = new ArrayList<>();
  private final Deque<Attempt> queue = new ArrayDeque<>();
  private final Set<Attempt> flying = new HashSet<>();

  public NioProber(List<Probe> probes) {
    this.probes = List.copyOf(probes);
    this.probes.forEach(any -> seen.add(new ArrayList<>()));
  }

  /** One observation for each probe; of a name with several addresses the most permissive one. */
  public List<Observation> run() {
    resolve();
    try (Selector selector = Selector.open()) {
      try {
        while (!queue.isEmpty() || !flying.isEmpty()) {
          launch(selector);
          selector.select(this::progress, patience());
          expire();
        }
      } finally {
        flying.forEach(attempt -> close(attempt.channel));
      }
    } catch (IOException e) {
      seen.forEach(list -> list.add(new Observation.NotObservable("no selector: " + e)));
    }
    return seen.stream()
        .map(list -> list.stream().min(Comparator.comparingInt(NioProber::rank)).orElseThrow())
        .toList();
  }

  private static int rank(Observation observation) {
    if (observation instanceof Observation.Open) {
      return 0;
    } else if (observation instanceof Observation.Refused) {
      return 1;
    } else if (observation instanceof Observation.Filtered) {
      return 2;
    } else if (observation instanceof Observation.NotObservable) {
      return 3;
    }
    return 4;
  }

  private void resolve() {
    List<String> hosts = probes.stream().map(p -> p.endpoint().host()).distinct().toList();
    List<Resolved> addresses = InParallel.map(hosts, 16, NioProber::resolve);
    Map<String, Resolved> byHost = new HashMap<>();
    for (int i = 0; i < hosts.size(); i++) {
      byHost.put(hosts.get(i), addresses.get(i));
    }
    for (int id = 0; id < probes.size(); id++) {
      Endpoint endpoint = probes.get(id).endpoint();
      Resolved resolved = byHost.getOrDefault(endpoint.host(), new Resolved(List.of(), ""));
      if (resolved.addresses.isEmpty()) {
        seen.get(id).add(new Observation.Unresolved(resolved.failure));
      }
      for (InetAddress address : resolved.addresses) {
        queue.add(new Attempt(id, new InetSocketAddress(address, endpoint.port())));
      }
    }
  }

  private static Resolved resolve(String host) {
    try {
      return new Resolved(List.of(InetAddress.getAllByName(host)), "");
    } catch (UnknownHostException e) {
      return new Resolved(List.of(), "`" + host + "` cannot be resolved: " + e.getMessage());
    }
  }

  private void launch(Selector selector) {
    while (!queue.isEmpty() && flying.size() < AT_ONCE) {
      Attempt attempt = queue.remove();
      Probe probe = probes.get(attempt.id);
      attempt.started = System.nanoTime();
      try {
        if (probe.endpoint().transport() == Transport.TCP) {
          SocketChannel channel = SocketChannel.open();
          attempt.channel = channel;
          channel.configureBlocking(false);
          if (channel.connect(attempt.address)) {
            flying.add(attempt);
            connected(attempt, channel.register(selector, 0, attempt));
          } else {
            channel.register(selector, SelectionKey.OP_CONNECT, attempt);
            flying.add(attempt);
          }
        } else {
          DatagramChannel channel = DatagramChannel.open();
          attempt.channel = channel;
          channel.configureBlocking(false);
          channel.connect(attempt.address);
          channel.register(selector, SelectionKey.OP_READ, attempt);
          sendNonce(channel);
          attempt.resendAt = attempt.started + probe.timeout().toNanos() / 2;
          flying.add(attempt);
        }
      } catch (IOException | RuntimeException e) {
        finish(attempt, classify(e));
      }
    }
  }

  private static void sendNonce(DatagramChannel channel) throws IOException {
    byte[] nonce =
        ("groundtruth-probe " + UUID.randomUUID() + "\n").getBytes(StandardCharsets.UTF_8);
    channel.write(ByteBuffer.wrap(nonce));
  }

  private void progress(SelectionKey key) {
    Attempt attempt = (Attempt) key.attachment();
    if (!flying.contains(attempt)) {
      return;
    }
    try {
      if (key.isConnectable()) {
        ((SocketChannel) key.channel()).finishConnect();
        connected(attempt, key);
      } else if (key.isReadable()) {
        read(attempt, key.channel());
      }
    } catch (IOException e) {
      finish(
          attempt,
          attempt.latency == null ? classify(e) : new Observation.Open(attempt.latency, ""));
    }
  }

  private void connected(Attempt attempt, SelectionKey key) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    attempt.latency = Duration.ofNanos(System.nanoTime() - attempt.started);
    // The kernel may have chosen the very port we probe as our own: both ends of one socket.
    if (channel.getLocalAddress().equals(channel.getRemoteAddress())) {
      finish(attempt, new Observation.Refused("nobody listens (connected to itself)"));
    } else if (probes.get(attempt.id).readBanner()) {
      key.interestOps(SelectionKey.OP_READ);
    } else {
      finish(attempt, new Observation.Open(attempt.latency, ""));
    }
  }

  private void read(Attempt attempt, SelectableChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BANNER_BYTES);
    Duration elapsed = Duration.ofNanos(System.nanoTime() - attempt.started);
    int count =
        channel instanceof SocketChannel tcp
            ? tcp.read(buffer)
            : ((DatagramChannel) channel).read(buffer);
    if (count == 0) {
      return;
    }
    String banner =
        probes.get(attempt.id).readBanner()
            ? StandardCharsets.UTF_8.decode(buffer.flip()).toString()
            : "";
    finish(
        attempt, new Observation.Open(attempt.latency == null ? elapsed : attempt.latency, banner));
  }

  private long patience() {
    long now = System.nanoTime();
    long soonest = Long.MAX_VALUE;
    for (Attempt attempt : flying) {
      long due = attempt.resendAt == 0 ? deadline(attempt) : attempt.resendAt;
      soonest = Math.min(soonest, due - now);
    }
    return Math.max(1, Math.min(soonest / 1_000_000 + 1, 10_000));
  }

  private long deadline(Attempt attempt) {
    return attempt.started + probes.get(attempt.id).timeout().toNanos();
  }

  private void expire() {
    long now = System.nanoTime();
    for (Attempt attempt : List.copyOf(flying)) {
      if (deadline(attempt) - now <= 0) {
        long waited = probes.get(attempt.id).timeout().toMillis();
        finish(
            attempt,
            attempt.latency == null
                ? new Observation.Filtered("no answer within " + waited + " ms")
                : new Observation.Open(attempt.latency, ""));
      } else if (attempt.resendAt != 0 && attempt.resendAt - now <= 0) {
        attempt.resendAt = 0;
        try {
          if (attempt.channel instanceof DatagramChannel channel) {
            sendNonce(channel);
          }
        } catch (IOException e) {
          finish(attempt, classify(e));
        }
      }
    }
  }

  private void finish(Attempt attempt, Observation observation) {
    flying.remove(attempt);
    close(attempt.channel);
    seen.get(attempt.id).add(observation);
  }

  private static void close(@Nullable SelectableChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing was learnt from it and nothing can be done about it.
    }
  }

  /** What the kernel's error means; the JDK gives it as a type or only as a text. */
  static Observation classify(Exception e) {
    String message = String.valueOf(e.getMessage());
    String text = message.toLowerCase(Locale.ROOT);
    if (e instanceof PortUnreachableException) {
      return new Observation.Refused("port unreachable");
    } else if (text.contains("refused")) {
      return new Observation.Refused(message);
    } else if (e instanceof NoRouteToHostException || text.contains("unreachable")) {
      return new Observation.Unroutable(message);
    } else if (text.contains("timed out")) {
      return new Observation.Filtered(message);
    } else if (text.contains("not permitted") || text.contains("permission denied")) {
      return new Observation.Filtered(message + ": stopped by the vantage's own output rules");
    }
    return new Observation.NotObservable(e.toString());
  }

  private record Resolved(List<InetAddress> addresses, String failure) {}

  private static final class Attempt {
    final int id;
    final InetSocketAddress address;
    @Nullable SelectableChannel channel;
    @Nullable Duration latency;
    long started;
    long resendAt;

    Attempt(int id, InetSocketAddress address) {
      this.id = id;
      this.address = address;
    }
  }
}
