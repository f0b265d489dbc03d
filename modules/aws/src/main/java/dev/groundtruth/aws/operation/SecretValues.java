package dev.groundtruth.aws.operation;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.provisioning.command.Secret;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Reads secrets of Secrets Manager. */
public final class SecretValues {

  private final SecretsManagerClient client;

  /**
   * Secrets of a region.
   *
   * @param clients the way to it
   */
  public SecretValues(AwsClients clients) {
    this.client = clients.sdk().secretsManager();
  }

  /**
   * The current value of a secret.
   *
   * @param id its ARN or name
   * @return its text as a whole, which may be JSON with the secret proper in it
   * @throws dev.groundtruth.aws.AwsException if AWS refuses, or there is none
   * @throws IllegalStateException if it is binary
   */
  public Secret text(String id) {
    return Optional.ofNullable(client.getSecretValue(r -> r.secretId(id)).secretString())
        .map(Secret::of)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the secret %s is no text, perhaps you should store it as a string"
                        .formatted(id)));
  }
}
