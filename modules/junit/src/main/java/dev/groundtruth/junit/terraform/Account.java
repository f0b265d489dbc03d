package dev.groundtruth.junit.terraform;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.emulator.Emulator;
import dev.groundtruth.provisioning.terraform.SavedPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a configuration is applied: an emulated AWS account or a real one. */
interface Account extends AutoCloseable {

  /** Variables that the account asks for. */
  Map<String, @Nullable Object> variables();

  /** Its number, if there is one that another account does not have. */
  Optional<String> number();

  /** Variables of the environment by which Terraform gets to it as the clients do. */
  Map<String, String> environment();

  /** Adds to the copied configuration what it needs to be applied there. */
  void prepare(Path configuration);

  /** Looks at what would be created; throws if that must not be. */
  void permit(SavedPlan plan);

  /** Clients of the account. */
  AwsClients clients();

  /** The emulator, if it is one. */
  Optional<Emulator> emulator();

  /** Facts about the account for the head of the report. */
  Map<String, String> facts();

  /** How a person removes what is kept in it, given where Terraform's state is. */
  String removalHint(Path configuration);

  /** Whether all there is goes with the account itself. */
  boolean vanishes();

  /** How long it may still tell of what was removed. */
  Duration forgetting();

  @Override
  void close();
}
