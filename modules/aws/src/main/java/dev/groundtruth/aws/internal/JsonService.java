package dev.groundtruth.aws.internal;

import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.AwsException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A service that speaks JSON and is asked an operation or two, signed and retried as the SDK does
 * it: an SDK client of each would be megabytes. The protocols are <a
 * href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON</a> and the
 * reading half of <a
 * href="https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html">restJson1</a>.
 */
public final class JsonService {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final ClientOverrideConfiguration configuration;
  private final Failures failures;
  private final Region region;
  private final URI endpoint;
  private final Dialect dialect;

  /** How a service is spoken to: its endpoint's name, IAM's, and the version of the protocol. */
  record Dialect(String name, String permissions, String version) {}

  JsonService(
      SdkHttpClient http,
      AwsCredentialsProvider credentials,
      ClientOverrideConfiguration configuration,
      Failures failures,
      Region region,
      Optional<URI> endpoint,
      Dialect dialect) {
    this.http = http;
    this.credentials = credentials;
    this.configuration = configuration;
    this.failures = failures;
    this.region = region;
    this.endpoint =
        endpoint.orElseGet(
            () ->
                URI.create(
                    "https://%s.%s.%s"
                        .formatted(
                            dialect.name(),
                            region.id(),
                            region.metadata().partition().dnsSuffix())));
    this.dialect = dialect;
  }

  /** The body of a request. */
  public static ObjectNode body() {
    return JSON.createObjectNode();
  }

  /**
   * Asks an operation of the JSON protocol.
   *
   * @param version the service's version as its targets begin, such as {@code Logs_20140328}
   * @param operation the operation
   * @param body what is asked
   * @return the answer
   * @throws AwsException if AWS cannot be asked
   */
  public JsonNode ask(String version, String operation, ObjectNode body) {
    return retried(
        operation,
        request("/")
            .method(SdkHttpMethod.POST)
            .putHeader("Content-Type", "application/x-amz-json-" + dialect.version())
            .putHeader("X-Amz-Target", version + "." + operation)
            .build(),
        body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what a path names.
   *
   * @param operation the operation, as IAM calls it
   * @param path the path
   * @param token where the next page begins, null for the first
   * @return the answer
   * @throws AwsException if AWS cannot be asked
   */
  public JsonNode get(String operation, String path, @Nullable String token) {
    SdkHttpFullRequest.Builder request = request(path).method(SdkHttpMethod.GET);
    if (token != null) {
      request.putRawQueryParameter("nextToken", token);
    }
    return retried(operation, request.build(), new byte[0]);
  }

  private SdkHttpFullRequest.Builder request(String path) {
    return SdkHttpFullRequest.builder()
        .uri(endpoint)
        .encodedPath(path)
        .putHeader("Host", endpoint.getAuthority())
        .putHeader(
            "User-Agent",
            configuration
                .advancedOption(SdkAdvancedClientOption.USER_AGENT_PREFIX)
                .orElse("groundtruth"));
  }

  private JsonNode retried(String operation, SdkHttpRequest request, byte[] body) {
    RetryStrategy strategy = configuration.retryStrategy().orElseThrow();
    AcquireInitialTokenResponse first =
        strategy.acquireInitialToken(AcquireInitialTokenRequest.create(dialect.name()));
    RetryToken token = first.token();
    pause(first.delay());
    for (int attempt = 1; ; attempt++) {
      try {
        JsonNode answer = answer(request, body, attempt);
        strategy.recordSuccess(RecordSuccessRequest.create(token));
        return answer;
      } catch (SdkException failure) {
        RefreshRetryTokenResponse next;
        try {
          next =
              strategy.refreshRetryToken(
                  RefreshRetryTokenRequest.builder().token(token).failure(failure).build());
        } catch (TokenAcquisitionFailedException e) {
          throw failures.translated(failure, dialect.permissions() + ":" + operation);
        }
        token = next.token();
        pause(next.delay());
      }
    }
  }

  private JsonNode answer(SdkHttpRequest request, byte[] body, int attempt) {
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.request(request)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .identity(credentials.resolveCredentials())
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, dialect.name())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
    try {
      HttpExecuteResponse response =
          http.prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(signed.request())
                      .contentStreamProvider(
                          body.length == 0 ? null : signed.payload().orElse(null))
                      .build())
              .call();
      JsonNode answer;
      try (InputStream content =
          response
              .responseBody()
              .map(InputStream.class::cast)
              .orElse(InputStream.nullInputStream())) {
        byte[] bytes = content.readAllBytes();
        answer = bytes.length == 0 ? body() : JSON.readTree(new ByteArrayInputStream(bytes));
      } catch (JacksonException e) {
        answer = body();
      }
      if (!response.httpResponse().isSuccessful()) {
        throw refusal(response, answer, attempt);
      }
      return answer;
    } catch (IOException e) {
      throw SdkClientException.create(String.valueOf(e.getMessage()), e);
    }
  }

  private AwsServiceException refusal(HttpExecuteResponse response, JsonNode answer, int attempt) {
    String type =
        response
            .httpResponse()
            .firstMatchingHeader("x-amzn-ErrorType")
            .orElse(answer.path("__type").asString(answer.path("code").asString("?")));
    return AwsServiceException.builder()
        .statusCode(response.httpResponse().statusCode())
        .requestId(
            response.httpResponse().firstMatchingHeader("x-amzn-RequestId").orElse("unknown"))
        .numAttempts(attempt)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName(dialect.name())
                .errorCode(type.replaceFirst(":.*", "").replaceFirst(".*#", ""))
                .errorMessage(
                    answer
                        .path("message")
                        .asString(answer.path("Message").asString("no reason is given")))
                .sdkHttpResponse(response.httpResponse())
                .build())
        .build();
  }

  private void pause(Duration delay) {
    if (delay.isZero()) {
      return;
    }
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AwsException(
          Kind.FAILED, "interrupted while %s was asked".formatted(dialect.name()), e);
    }
  }
}
