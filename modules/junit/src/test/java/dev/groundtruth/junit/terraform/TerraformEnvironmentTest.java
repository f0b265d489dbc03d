package dev.groundtruth.junit.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.emulator.Emulator;
import dev.groundtruth.junit.terraform.TerraformSettings.RunVariables;
import dev.groundtruth.localmirror.RunIdentity;
import dev.groundtruth.provisioning.terraform.SavedPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerraformEnvironmentTest {

  private static final RunIdentity RUN =
      new RunIdentity("r-1", "somebody", Optional.of(Instant.parse("2030-01-02T03:04:05Z")));

  @Test
  void configuration_gets_what_only_the_run_knows() {
    TerraformSettings settings =
        TerraformSettings.of(Path.of("anywhere"))
            .withVariables(Map.of("region", "eu-west-3", "size", 2))
            .withRunVariables(
                new RunVariables("run_id", "owner", "expires", "region", "account_id"));

    assertThat(
            TerraformEnvironment.variables(
                settings, RUN, "eu-central-1", new Numbered("123456789012")))
        .isEqualTo(
            Map.of(
                "size", 2,
                "run_id", "r-1",
                "owner", "somebody",
                "expires", "2030-01-02T03:04:05Z",
                "region", "eu-central-1",
                "account_id", "123456789012",
                "of_the_account", true));
  }

  @Test
  void variables_that_a_configuration_does_not_have_are_not_set() {
    assertThat(
            TerraformEnvironment.variables(
                TerraformSettings.of(Path.of("anywhere")),
                RUN,
                "eu-central-1",
                new Numbered("123456789012")))
        .isEqualTo(Map.of("of_the_account", true));
  }

  @Test
  void kept_copy_is_destroyed_where_it_was_applied(@TempDir Path copy) {
    RunVariables own = new RunVariables("run", "", "", "region", "account_id");

    KeptCopy.remember(
        copy, TerraformEnvironment.where(own, "eu-central-1", new Numbered("123456789012")));

    assertThat(copy).isDirectoryContaining("glob:**/*.auto.tfvars.json");
    assertThat(copy.resolve("groundtruth-run.auto.tfvars.json"))
        .hasContent("{\"account_id\":\"123456789012\",\"region\":\"eu-central-1\"}");
  }

  /** An account of which only the number is known. */
  private record Numbered(String of) implements Account {

    @Override
    public Map<String, @Nullable Object> variables() {
      return Map.of("of_the_account", true);
    }

    @Override
    public Optional<String> number() {
      return Optional.of(of);
    }

    @Override
    public Map<String, String> environment() {
      return Map.of();
    }

    @Override
    public void prepare(Path configuration) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void permit(SavedPlan plan) {
      throw new UnsupportedOperationException();
    }

    @Override
    public AwsClients clients() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Emulator> emulator() {
      return Optional.empty();
    }

    @Override
    public Map<String, String> facts() {
      return Map.of();
    }

    @Override
    public String removalHint(Path configuration) {
      return "";
    }

    @Override
    public boolean vanishes() {
      return false;
    }

    @Override
    public Duration forgetting() {
      return Duration.ZERO;
    }

    @Override
    public void close() {
      // There is nothing.
    }
  }
}
