package dev.groundtruth.junit.fakes;

import dev.groundtruth.junit.Capability;
import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.junit.EnvironmentProvider;
import dev.groundtruth.provisioning.command.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Opens a shop whose behaviour is told by configuration parameters. */
public class LocalShop implements EnvironmentProvider<Shop> {

  public static final String SECRET = "correct-horse-battery";

  /** Comma-separated: start-fails, start-hangs, close-fails, resource-fails, facts-fail. */
  public static final String TROUBLE = "fake.trouble";

  private int started;

  @Override
  public Class<Shop> environmentType() {
    return Shop.class;
  }

  @Override
  public String target() {
    return "local";
  }

  @Override
  public Shop start(EnvironmentContext context) throws Exception {
    Journal journal = Journal.of(context);
    String trouble = context.parameter(TROUBLE).orElse("");
    journal.note("start");
    started++;
    context.redactor().register(Secret.of(SECRET));
    context.closeLater(new Network(journal, trouble.contains("resource-fails")));
    if (trouble.contains("start-hangs")) {
      new CountDownLatch(1).await();
    }
    if (trouble.contains("start-fails")) {
      throw new IllegalStateException("web-a exited with code 1, password " + SECRET);
    }
    return new Running(journal, started, trouble, context);
  }

  private record Network(Journal journal, boolean fails) implements AutoCloseable {

    @Override
    public void close() {
      journal.note("network closed");
      if (fails) {
        throw new IllegalStateException("network is in use");
      }
    }
  }

  private record Running(Journal journal, int number, String trouble, EnvironmentContext context)
      implements Shop {

    @Override
    public Map<Capability, CapabilityMeasurement> capabilities() {
      return Map.of(
          Capability.CANARY_LISTENERS,
          CapabilityMeasurement.present("a listener on web-a:4711 answered"),
          Capability.SECURITY_GROUPS_ENFORCED,
          CapabilityMeasurement.missing("the canary on database:3307 answered web-a"));
    }

    @Override
    public Map<String, String> facts() {
      if (trouble.contains("facts-fail")) {
        throw new IllegalStateException("no digest");
      }
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("Web image", "shop:1.0 = sha256:abc");
      facts.put("Variant", context.parameter("groundtruth.variant").orElse("none"));
      facts.put("Password", SECRET);
      return facts;
    }

    @Override
    public Map<String, String> failingServiceLogs() {
      return Map.of("web-b", "web-b died, password " + SECRET + "\n");
    }

    @Override
    public String removalHint() {
      return "docker compose -p shop down -v";
    }

    @Override
    public void close() {
      journal.note("closed");
      if (trouble.contains("close-fails")) {
        throw new IllegalStateException("container web-a does not stop");
      }
    }
  }
}
