package dev.groundtruth.aws;

import dev.groundtruth.aws.internal.Failures;
import dev.groundtruth.aws.internal.Sdk;
import dev.groundtruth.provisioning.command.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The way to one region of one account, or to an emulator of it. Everything else of this module is
 * made with it and works as long as it is open.
 *
 * <pre>{@code
 * try (AwsClients aws =
 *     AwsClients.in("eu-west-3").profile("nightly").allowedAccounts("123456789012").open()) {
 *   Network network = new LiveNetwork(aws).read().network();
 * }
 * }</pre>
 *
 * <p>All its methods may be called by several threads at once.
 */
public final class AwsClients implements AutoCloseable {

  private final Sdk sdk;
  private final CallerIdentity identity;

  private AwsClients(Sdk sdk, CallerIdentity identity) {
    this.sdk = sdk;
    this.identity = identity;
  }

  /**
   * Begins to describe the way to a region.
   *
   * @param region the region, such as {@code eu-west-3}
   * @return what else may be said
   */
  public static Builder in(String region) {
    return new Builder(region);
  }

  /**
   * The region.
   *
   * @return such as {@code eu-west-3}
   */
  public String region() {
    return sdk.region();
  }

  /**
   * The endpoint that stands in for AWS.
   *
   * @return nothing for AWS itself
   */
  public Optional<URI> endpoint() {
    return sdk.endpoint();
  }

  /**
   * Whose credentials are in use.
   *
   * @return what AWS said when the way was opened
   */
  public CallerIdentity identity() {
    return identity;
  }

  /**
   * Refuses an account that may not be touched.
   *
   * @param accounts the accounts that may be, their twelve digits each
   * @throws AwsException of kind {@link AwsException.Kind#WRONG_ACCOUNT} if the credentials are of
   *     none of them
   */
  public void requireAccountOf(Set<String> accounts) {
    if (!accounts.contains(identity.account())) {
      throw new AwsException(
          AwsException.Kind.WRONG_ACCOUNT,
          ("the credentials are of account %s (%s) and only %s may be touched, perhaps you should"
                  + " use another profile")
              .formatted(
                  identity.account(),
                  identity.arn(),
                  String.join(", ", List.copyOf(new TreeSet<>(accounts)))),
          null);
    }
  }

  /**
   * The clients of the services, for the packages of this module; not API.
   *
   * @return the clients
   */
  public Sdk sdk() {
    return sdk;
  }

  /** Closes all connections. */
  @Override
  public void close() {
    sdk.close();
  }

  /** Such as {@code eu-west-3 of 123456789012 as arn:aws:iam::123456789012:user/nightly}. */
  @Override
  public String toString() {
    return "%s of %s as %s%s"
        .formatted(
            region(),
            identity.account(),
            identity.arn(),
            endpoint().map(uri -> " at " + uri).orElse(""));
  }

  /** How a region is reached; each method may be called once and in any order. */
  public static final class Builder {

    private final String region;
    private @Nullable String profile;
    private @Nullable AwsCredentialsProvider credentials;
    private @Nullable String role;
    private @Nullable URI endpoint;
    private Retries retries = Retries.standard(8);
    private String userAgent = "groundtruth";
    private Set<String> allowedAccounts = Set.of();

    private Builder(String region) {
      this.region = region;
    }

    /**
     * Credentials of a profile in {@code ~/.aws/config} or {@code ~/.aws/credentials}. Without this
     * and without {@link #credentials}, they come from where the AWS CLI looks too: the
     * environment, the default profile, a web identity, the container or the instance.
     *
     * @param name the profile
     * @return this
     */
    public Builder profile(String name) {
      profile = name;
      return this;
    }

    /**
     * Credentials themselves.
     *
     * @param accessKeyId the access key's id
     * @param secretAccessKey the secret access key
     * @return this
     */
    public Builder credentials(String accessKeyId, Secret secretAccessKey) {
      credentials =
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create(accessKeyId, secretAccessKey.reveal()));
      return this;
    }

    /**
     * Temporary credentials themselves.
     *
     * @param accessKeyId the access key's id
     * @param secretAccessKey the secret access key
     * @param sessionToken the session token
     * @return this
     */
    public Builder credentials(String accessKeyId, Secret secretAccessKey, Secret sessionToken) {
      credentials =
          StaticCredentialsProvider.create(
              AwsSessionCredentials.create(
                  accessKeyId, secretAccessKey.reveal(), sessionToken.reveal()));
      return this;
    }

    /**
     * A role to assume with the credentials. It is assumed anew before it expires.
     *
     * @param arn the role
     * @return this
     */
    public Builder assumingRole(String arn) {
      role = arn;
      return this;
    }

    /**
     * An endpoint that stands in for all services, such as that of an emulator.
     *
     * @param uri such as {@code http://localhost:4566}
     * @return this
     */
    public Builder endpoint(URI uri) {
      endpoint = uri;
      return this;
    }

    /**
     * How often requests are sent; eight times if nothing is said, with growing pauses.
     *
     * @param value the retries
     * @return this
     */
    public Builder retries(Retries value) {
      retries = value;
      return this;
    }

    /**
     * What the requests are told apart by, in CloudTrail for one; {@code groundtruth} if nothing is
     * said.
     *
     * @param value a name, perhaps with a version: {@code groundtruth/0.1 (run 4711)}
     * @return this
     */
    public Builder userAgent(String value) {
      userAgent = value;
      return this;
    }

    /**
     * The accounts that may be touched. Any may if nothing is said.
     *
     * @param accounts their twelve digits each
     * @return this
     */
    public Builder allowedAccounts(String... accounts) {
      allowedAccounts = Set.of(accounts);
      return this;
    }

    /**
     * Opens the way and asks whose credentials are in use.
     *
     * @return the clients
     * @throws AwsException if the credentials are missing, refused or of another account, or nobody
     *     answers
     * @throws IllegalStateException if both a profile and credentials are given
     */
    public AwsClients open() {
      if (profile != null && credentials != null) {
        throw new IllegalStateException(
            "both the profile %s and credentials are given, perhaps you should leave one out"
                .formatted(profile));
      }
      Sdk sdk = new Sdk(region, Optional.ofNullable(endpoint), chosen(), role, retries, userAgent);
      try {
        CallerIdentity identity = sdk.callerIdentity();
        AwsClients clients = new AwsClients(sdk, identity);
        if (!allowedAccounts.isEmpty()) {
          clients.requireAccountOf(allowedAccounts);
        }
        return clients;
      } catch (RuntimeException e) {
        sdk.close();
        throw e;
      }
    }

    private AwsCredentialsProvider chosen() {
      if (credentials != null) {
        return credentials;
      }
      return Failures.told(
          profile == null
              ? DefaultCredentialsProvider.builder().build()
              : ProfileCredentialsProvider.create(profile),
          profile);
    }
  }
}
