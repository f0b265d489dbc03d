package dev.groundtruth.junit.terraform;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.account.AccountGuard;
import dev.groundtruth.aws.account.AccountSettings;
import dev.groundtruth.aws.emulator.Emulator;
import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.localmirror.RunIdentity;
import dev.groundtruth.provisioning.terraform.SavedPlan;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An account of AWS, one of those that the run is allowed to use. */
final class RealAccount implements Account {

  private static final Logger LOG = LoggerFactory.getLogger(RealAccount.class);

  private final AccountGuard guard;
  private final AwsClients clients;
  private final RunIdentity run;

  private RealAccount(AccountGuard guard, AwsClients clients, RunIdentity run) {
    this.guard = guard;
    this.clients = clients;
    this.run = run;
  }

  static RealAccount open(AccountSettings settings, EnvironmentContext context, RunIdentity run) {
    Instant began = run.expires().orElseThrow().minus(settings.lifetime());
    AccountGuard guard = AccountGuard.of(settings, Clock.fixed(began, ZoneOffset.UTC));
    AwsClients clients = guard.open();
    context.closeLater(clients);
    return new RealAccount(guard, clients, run);
  }

  @Override
  public Map<String, @Nullable Object> variables() {
    return Map.of();
  }

  @Override
  public Optional<String> number() {
    return Optional.of(clients.identity().account());
  }

  @Override
  public Map<String, String> environment() {
    return environment(guard.settings());
  }

  /** A profile is of no use to Terraform where keys stand beside it: they would win. */
  static Map<String, String> environment(AccountSettings settings) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("AWS_REGION", settings.region());
    environment.put("AWS_DEFAULT_REGION", settings.region());
    settings
        .profile()
        .ifPresent(
            profile -> {
              environment.put("AWS_PROFILE", profile);
              environment.put("AWS_ACCESS_KEY_ID", "");
              environment.put("AWS_SECRET_ACCESS_KEY", "");
              environment.put("AWS_SESSION_TOKEN", "");
            });
    return environment;
  }

  @Override
  public void prepare(Path configuration) {
    // AWS needs nothing that the configuration does not have.
  }

  @Override
  public void permit(SavedPlan plan) {
    LOG.info("{}", guard.preview(clients, run.id(), plan.plan()));
  }

  @Override
  public AwsClients clients() {
    return clients;
  }

  @Override
  public Optional<Emulator> emulator() {
    return Optional.empty();
  }

  @Override
  public Map<String, String> facts() {
    return Map.of("account", clients.identity().account());
  }

  @Override
  public String removalHint(Path configuration) {
    return "bin/destroy-kept, or terraform -chdir=%s destroy".formatted(configuration);
  }

  @Override
  public boolean vanishes() {
    return false;
  }

  @Override
  public Duration forgetting() {
    return Duration.ofMinutes(10);
  }

  @Override
  public void close() {
    clients.close();
  }

  @Override
  public String toString() {
    return "account " + clients.identity().account();
  }
}
