package dev.groundtruth.aws.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.FakeAws;
import dev.groundtruth.provisioning.command.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecretValuesTest {

  private final FakeAws aws = new FakeAws();
  private final AwsClients clients = aws.clients().open();
  private final SecretValues secrets = new SecretValues(clients);

  @AfterEach
  void close() {
    clients.close();
    aws.close();
  }

  @Test
  void reads_a_secret_without_showing_it() {
    aws.on("GetSecretValue", FakeAws.json("{\"Name\": \"shop/db\", \"SecretString\": \"s3cr3t\"}"));

    Secret secret = secrets.text("shop/db");

    assertThat(secret.reveal()).isEqualTo("s3cr3t");
    assertThat(secret).hasToString(Secret.MASK);
    assertThat(aws.requests("GetSecretValue"))
        .extracting(request -> request.json().path("SecretId").asString())
        .containsExactly("shop/db");
  }

  @Test
  void says_that_aws_refuses_or_that_there_is_none() {
    aws.on(
        "GetSecretValue",
        FakeAws.jsonError(
            400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret."));
    assertThatThrownBy(() -> secrets.text("shop/db"))
        .hasMessageStartingWith(
            "secretsmanager:GetSecretValue (ResourceNotFoundException): Secrets Manager can't find")
        .asInstanceOf(type(AwsException.class))
        .extracting(AwsException::kind)
        .isEqualTo(AwsException.Kind.NOT_FOUND);

    aws.on("GetSecretValue", FakeAws.jsonError(400, "AccessDeniedException", "not allowed"));
    assertThatThrownBy(() -> secrets.text("shop/db"))
        .hasMessage(
            "the credentials may not secretsmanager:GetSecretValue on *, perhaps you should allow"
                + " secretsmanager:GetSecretValue in the policy")
        .asInstanceOf(type(AwsException.class))
        .extracting(AwsException::kind)
        .isEqualTo(AwsException.Kind.NOT_ALLOWED);
  }

  @Test
  void says_that_a_secret_is_no_text() {
    aws.on("GetSecretValue", FakeAws.json("{\"Name\": \"shop/key\", \"SecretBinary\": \"AAEC\"}"));

    assertThatThrownBy(() -> secrets.text("shop/key"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the secret shop/key is no text, perhaps you should store it as a string");
  }
}
