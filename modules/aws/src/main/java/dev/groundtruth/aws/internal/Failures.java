package dev.groundtruth.aws.internal;

import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.AwsException.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Makes an {@link AwsException} of whatever a service or its client says, in the one place that all
 * requests pass. The codes are those of <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">EC2</a> and of
 * the <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html">other
 * services</a>.
 */
public final class Failures {

  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired");
  private static final Set<String> REFUSED =
      Set.of(
          "AuthFailure",
          "InvalidClientTokenId",
          "UnrecognizedClientException",
          "SignatureDoesNotMatch",
          "InvalidSignatureException",
          "IncompleteSignature",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "OptInRequired");
  private static final Set<String> NOT_ALLOWED =
      Set.of("UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "NotAuthorized");
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "InvalidAction",
          "UnknownOperationException",
          "UnknownOperation",
          "UnsupportedOperation",
          "NotImplemented",
          "NotYetImplemented");
  private static final Set<String> THROTTLED = Set.of("RequestLimitExceeded", "Throttling");

  /**
   * What IAM says: {@code User: ARN is not authorized to perform: ACTION on resource: ARN because
   * no identity-based policy allows the ACTION action}.
   */
  private static final Pattern DENIAL =
      Pattern.compile(
          "(?:User: (?<who>\\S+) is )?not authorized to perform: (?<action>[\\w-]+:\\w+)"
              + "(?: on resource: (?<resource>\\S+))?(?<why> because .*| with an explicit deny.*)?");

  private final String region;
  private final Optional<URI> endpoint;

  /**
   * For the clients of a region.
   *
   * @param region the region
   * @param endpoint what stands in for AWS
   */
  public Failures(String region, Optional<URI> endpoint) {
    this.region = region;
    this.endpoint = endpoint;
  }

  /**
   * What tells the failures of a client. An interceptor of the SDK may not return an exception of
   * another type, but it may throw one. A proxy of the client would do the same, but has the JDK
   * initialize the requests and answers of all operations of the service, which takes seconds.
   *
   * @param service what IAM calls the service
   * @return the interceptor
   */
  ExecutionInterceptor telling(String service) {
    return new ExecutionInterceptor() {
      @Override
      public Throwable modifyException(
          Context.FailedExecution failed, ExecutionAttributes attributes) {
        if (failed.exception() instanceof RuntimeException failure) {
          throw translated(
              failure,
              service + ":" + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        }
        return failed.exception();
      }
    };
  }

  private static String text(@Nullable String value) {
    return value == null ? "?" : value;
  }

  /**
   * What a failure is to be called.
   *
   * @param failure what was thrown
   * @param action what was asked, as IAM calls it
   * @return what is to be thrown; the same if it has nothing to do with AWS
   */
  RuntimeException translated(RuntimeException failure, String action) {
    if (failure instanceof AwsServiceException answer) {
      return answered(answer, action);
    }
    if (failure instanceof SdkException) {
      return unreachable(failure)
          .orElseGet(
              () ->
                  new AwsException(
                      Kind.FAILED,
                      "%s failed: %s, perhaps you should try again"
                          .formatted(action, said(failure)),
                      failure));
    }
    return failure;
  }

  private AwsException answered(AwsServiceException answer, String action) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String code = details == null ? "?" : text(details.errorCode());
    String message = details == null ? said(answer) : text(details.errorMessage());
    String told = "%s (%s): %s".formatted(action, code, message.strip());
    if (EXPIRED.contains(code)) {
      return new AwsException(
          Kind.EXPIRED_CREDENTIALS,
          told + ", perhaps you should sign in again, as by aws sso login",
          answer);
    }
    if (REFUSED.contains(code)) {
      return new AwsException(
          Kind.REFUSED_CREDENTIALS,
          told
              + ", perhaps you should check the credentials, this machine's clock, and that the"
              + " region %s is enabled in the account".formatted(region),
          answer);
    }
    if (NOT_ALLOWED.contains(code)) {
      return new AwsException(Kind.NOT_ALLOWED, denial(action, message), answer);
    }
    if (answer.isThrottlingException() || THROTTLED.contains(code)) {
      return new AwsException(
          Kind.THROTTLED,
          told
              + ", after %d attempts, perhaps you should allow more of them or try again later"
                  .formatted(answer.numAttempts() == null ? 1 : answer.numAttempts()),
          answer);
    }
    // What is no answer of a service is an emulator's way of saying that it has no such operation.
    boolean isNoAnswer = endpoint.isPresent() && answer.statusCode() >= 500 && code.equals("?");
    if (UNSUPPORTED.contains(code) || answer.statusCode() == 501 || isNoAnswer) {
      return new AwsException(
          Kind.UNSUPPORTED,
          told + ", perhaps you should use a newer emulator or AWS itself",
          answer);
    }
    if (code.contains("NotFound")
        || code.contains("DoesNotExist")
        || code.equals("InvalidInstanceId")) {
      return new AwsException(
          Kind.NOT_FOUND,
          told
              + ", perhaps you should check the name, the region %s and the account"
                  .formatted(region),
          answer);
    }
    return new AwsException(
        Kind.FAILED,
        told
            + ", perhaps you should look at what was asked for (request %s)"
                .formatted(answer.requestId()),
        answer);
  }

  private static String denial(String requested, String message) {
    Matcher denial = DENIAL.matcher(message);
    boolean isTold = denial.find();
    String who = isTold && denial.group("who") != null ? denial.group("who") : "the credentials";
    String action = isTold ? denial.group("action") : requested;
    String resource = isTold && denial.group("resource") != null ? denial.group("resource") : "*";
    String why = isTold && denial.group("why") != null ? denial.group("why") : "";
    return "%s may not %s on %s%s, perhaps you should allow %s in the policy"
        .formatted(who, action, resource, why, action);
  }

  private Optional<AwsException> unreachable(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      Throwable cause = each;
      if (cause instanceof UnknownHostException
          || cause instanceof ConnectException
          || cause instanceof NoRouteToHostException
          || cause instanceof SocketTimeoutException
          || cause instanceof SocketException
          || cause instanceof SSLException) {
        return Optional.of(
            new AwsException(
                Kind.UNREACHABLE,
                endpoint
                    .map(
                        uri ->
                            "nobody answers at %s (%s), perhaps you should check the endpoint and that the emulator runs"
                                .formatted(uri, said(cause)))
                    .orElse(
                        "AWS does not answer (%s), perhaps you should check that there is a region %s, and this machine's network"
                            .formatted(said(cause), region)),
                failure));
      }
    }
    return Optional.empty();
  }

  private static String said(Throwable failure) {
    String kind = failure.getClass().getSimpleName();
    String message = failure.getMessage();
    return message == null
        ? kind
        : failure instanceof SdkException ? message : kind + ": " + message;
  }

  /**
   * Credentials whose absence is told as everything else is.
   *
   * @param provider the credentials
   * @param profile the profile they are of, if they are of one
   * @return the same credentials
   */
  public static AwsCredentialsProvider told(
      AwsCredentialsProvider provider, @Nullable String profile) {
    return new Told(provider, profile);
  }

  private record Told(AwsCredentialsProvider provider, @Nullable String profile)
      implements AwsCredentialsProvider {

    @Override
    public AwsCredentials resolveCredentials() {
      try {
        return provider.resolveCredentials();
      } catch (SdkClientException e) {
        String message = said(e);
        boolean isExpired = message.toLowerCase(Locale.ROOT).contains("expired");
        throw new AwsException(
            isExpired ? Kind.EXPIRED_CREDENTIALS : Kind.NO_CREDENTIALS,
            isExpired
                ? "the credentials%s expired, perhaps you should sign in again, as by aws sso login: %s"
                    .formatted(ofProfile(), message)
                : "there are no credentials%s, perhaps you should %s: %s"
                    .formatted(
                        ofProfile(),
                        profile == null
                            ? "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
                            : "look at ~/.aws/config and ~/.aws/credentials, or run aws configure"
                                + " --profile "
                                + profile,
                        message),
            e);
      }
    }

    private String ofProfile() {
      return profile == null ? "" : " of the profile " + profile;
    }
  }
}
