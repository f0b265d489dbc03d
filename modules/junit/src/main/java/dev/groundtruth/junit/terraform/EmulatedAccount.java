package dev.groundtruth.junit.terraform;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.emulator.EmulatedSettings;
import dev.groundtruth.aws.emulator.Emulator;
import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.junit.terraform.TerraformSettings.EmulatorSettings;
import dev.groundtruth.localmirror.RunIdentity;
import dev.groundtruth.provisioning.command.CommandRunner;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.provisioning.terraform.SavedPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An emulator: started here, or one that runs already. */
final class EmulatedAccount implements Account {

  private final Emulator emulator;
  private final AwsClients clients;
  private final EmulatorSettings settings;

  private EmulatedAccount(Emulator emulator, AwsClients clients, EmulatorSettings settings) {
    this.emulator = emulator;
    this.clients = clients;
    this.settings = settings;
  }

  static EmulatedAccount open(
      EnvironmentContext context,
      RunIdentity run,
      String region,
      CommandRunner commands,
      EmulatorSettings settings) {
    Emulator emulator =
        context
            .parameter(Emulator.ENDPOINT_PROPERTY)
            .map(endpoint -> Emulator.at(URI.create(endpoint)))
            .orElseGet(
                () ->
                    context
                        .progress()
                        .during(
                            "starting the emulator of AWS",
                            phase -> Emulator.builder(commands).region(region).run(run).start()));
    context.closeLater(emulator);
    if (emulator.run().isPresent()) {
      settings.machineImages().forEach(emulator::registerImage);
    }
    AwsClients clients =
        AwsClients.in(region)
            .endpoint(emulator.endpoint())
            .credentials("test", Secret.of("test"))
            .open();
    context.closeLater(clients);
    return new EmulatedAccount(emulator, clients, settings);
  }

  @Override
  public Map<String, @Nullable Object> variables() {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>(settings.variables());
    if (!settings.vpcCidrVariable().isEmpty()) {
      emulator.vpcCidr().ifPresent(cidr -> variables.put(settings.vpcCidrVariable(), cidr));
    }
    return variables;
  }

  @Override
  public Optional<String> number() {
    return Optional.empty();
  }

  @Override
  public Map<String, String> environment() {
    // For services that older versions of the provider do not know, and so the override has not.
    return Map.of("AWS_ENDPOINT_URL", emulator.endpoint().toString());
  }

  @Override
  public void prepare(Path configuration) {
    new EmulatedSettings(emulator.endpoint(), settings.providerAliases()).write(configuration);
    settings
        .overrides()
        .forEach(
            (file, content) -> {
              try {
                Files.writeString(configuration.resolve(file), content);
              } catch (IOException e) {
                throw new UncheckedIOException("The override " + file + " cannot be written", e);
              }
            });
  }

  @Override
  public void permit(SavedPlan plan) {
    // Whatever it is, it costs nothing and goes with the emulator.
  }

  @Override
  public AwsClients clients() {
    return clients;
  }

  @Override
  public Optional<Emulator> emulator() {
    return Optional.of(emulator);
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("account", "emulated by " + emulator.product() + " " + emulator.version());
    emulator
        .gaps()
        .forEach(
            gap ->
                facts.put(
                    "gap of the emulator: " + gap.name(),
                    (gap.closed() ? "closed here: " : "open: ") + gap.what()));
    return facts;
  }

  @Override
  public String removalHint(Path configuration) {
    return emulator
        .run()
        .map(run -> "bin/sweep --run " + run.id())
        .orElseGet(
            () ->
                "terraform -chdir=%s destroy, as long as the emulator runs"
                    .formatted(configuration));
  }

  @Override
  public boolean vanishes() {
    return emulator.run().isPresent();
  }

  @Override
  public Duration forgetting() {
    return Duration.ofSeconds(10);
  }

  @Override
  public void close() {
    clients.close();
    emulator.close();
  }

  @Override
  public String toString() {
    return "the emulated account at " + emulator.endpoint();
  }
}
