package dev.groundtruth.probing.internal;

import dev.groundtruth.network.PortSet;
import dev.groundtruth.probing.Canary;
import dev.groundtruth.probing.CanaryScript;
import dev.groundtruth.probing.Target;
import dev.groundtruth.probing.Transport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The canaries of a verification; closing it closes them all. */
public final class Listeners implements AutoCloseable {

  private static final int AT_ONCE = 8;
  private static final OfTarget NONE = new OfTarget(null, "");

  private final Map<Target, OfTarget> targets;

  private Listeners(Map<Target, OfTarget> targets) {
    this.targets = targets;
  }

  /** Opens a canary in each target; one that cannot be opened is remembered with its reason. */
  public static Listeners open(Map<Target, Map<Transport, PortSet>> wanted) {
    List<Target> order = List.copyOf(wanted.keySet());
    List<OfTarget> opened =
        InParallel.map(
            order, AT_ONCE, target -> open(target, wanted.getOrDefault(target, Map.of())));
    Map<Target, OfTarget> targets = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      targets.put(order.get(i), opened.get(i));
    }
    return new Listeners(targets);
  }

  private static OfTarget open(Target target, Map<Transport, PortSet> ports) {
    try {
      return new OfTarget(
          target
              .canaries()
              .orElseThrow()
              .open(
                  ports.getOrDefault(Transport.TCP, PortSet.NONE),
                  ports.getOrDefault(Transport.UDP, PortSet.NONE)),
          "");
    } catch (RuntimeException e) {
      return new OfTarget(null, "the canary could not be opened: " + e.getMessage());
    }
  }

  /** What listens in a target. */
  public OfTarget of(Target target) {
    return targets.getOrDefault(target, NONE);
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    for (OfTarget target : targets.values()) {
      try {
        if (target.canary != null) {
          target.canary.close();
        }
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** The canary of one target, or why there is none. */
  public record OfTarget(@Nullable Canary canary, String whyNot) {

    /** Whether the canary listens there. */
    public boolean listens(Transport transport, int port) {
      return canary != null && canary.listening(transport).contains(port);
    }

    /** Whether a program of the target itself listens there. */
    public boolean busy(Transport transport, int port) {
      return canary != null && canary.busy(transport).contains(port);
    }

    /** What the canary answers with. */
    public Optional<String> greeting() {
      return Optional.ofNullable(canary).map(open -> CanaryScript.greeting(open.token()));
    }
  }
}
