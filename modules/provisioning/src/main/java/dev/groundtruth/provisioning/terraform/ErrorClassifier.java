package dev.groundtruth.provisioning.terraform;

import dev.groundtruth.provisioning.terraform.event.Diagnostic;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells failures apart by what the tool says of them.
 *
 * <p>The texts are those of Terraform 1.11 and 1.13, OpenTofu 1.12, and the error codes of the AWS
 * APIs (docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and the like of other
 * services). The order matters: what is more specific comes first.
 */
final class ErrorClassifier {

  private static final Pattern LOCKED =
      pattern("Error (acquiring|locking) the state|Error locking state");
  private static final Pattern STALE =
      pattern(
          "Saved plan is stale|Saved plan does not match the given state|plan file was created with a different set of external dependency");
  private static final Pattern DISK =
      pattern("no space left on device|disk quota exceeded|not enough space on the disk");
  private static final Pattern WORKSPACE_MISSING =
      pattern(
          "Workspace \"([^\"]*)\" doesn.t exist|currently selected workspace \\(([^)]*)\\) does not exist");
  private static final Pattern WORKSPACE_EXISTS =
      pattern(
          "Workspace \"([^\"]*)\" already exists|Workspace \"([^\"]*)\" is (?:not empty|your active workspace|currently tracking)|Workspace is not empty");
  private static final Pattern WRONG_USE =
      pattern(
          "flag provided but not defined: (-\\S+)|has no command named \"([^\"]*)\"|Invalid value for -\\S+: .* unsupported");
  private static final Pattern CORE_VERSION =
      pattern(
          "Unsupported (Terraform|OpenTofu) Core version|state snapshot was created by (Terraform|OpenTofu) v\\S+, which is newer");
  private static final Pattern THROTTLED =
      pattern(
          "Throttl(ing|ed)|Rate ?(limit )?exceeded|RequestLimitExceeded|TooManyRequests|Too Many Requests|SlowDown|EC2ThrottledException|"
              + "ProvisionedThroughputExceeded|PriorRequestNotComplete|BandwidthLimitExceeded|status code:? 429|\\b429 Too");
  private static final Pattern QUOTA =
      pattern(
          "LimitExceeded|ServiceQuotaExceeded|\\bquota\\b|InsufficientInstanceCapacity|maximum number of .* (has been )?reached|MaxNumberOf|TooManyBuckets");
  private static final Pattern CREDENTIALS =
      pattern(
          "No valid credential sources|no EC2 IMDS role found|failed to refresh cached credentials|Invalid provider configuration.*credentials|"
              + "ExpiredToken|RequestExpired|InvalidClientTokenId|UnrecognizedClient|AuthFailure|SignatureDoesNotMatch|InvalidAccessKeyId|"
              + "AccessDenied|UnauthorizedOperation|not authorized to perform|could not find default credentials|"
              + "NoCredentialProviders|status code:? 40[13]\\b|401 Unauthorized|403 Forbidden|error configuring .* credentials|"
              + "error validating provider credentials|required token could not be found|Retrieving AWS account details");
  private static final Pattern PASSING_NETWORK =
      pattern(
          "connection reset by peer|i/o timeout|TLS handshake timeout|Client\\.Timeout exceeded|context deadline exceeded|unexpected EOF|"
              + "\\bEOF$|50[234] (Bad Gateway|Service Unavailable|Gateway Time-?out)|ServiceUnavailable|InternalError|server misbehaving|"
              + "temporary failure in name resolution|network is unreachable|http2: server sent GOAWAY|connection timed out|broken pipe");
  private static final Pattern NETWORK =
      pattern("no such host|connection refused|no route to host|x509:|proxyconnect");
  private static final Pattern PROVIDER =
      pattern(
          "Failed to query available provider packages|Failed to install provider|Could not load plugin|Invalid provider registry host|"
              + "Failed to download module|Module not found|Error accessing remote module registry|Could not download module|"
              + "Incompatible provider version|Failed to resolve provider packages|Unreadable module directory|"
              + "checksums previously recorded in the dependency lock file|Failed to load plugin schemas|failed to instantiate provider");
  private static final Pattern INITIALIZATION =
      pattern(
          "Backend initialization required|Required plugins are not installed|Module not installed|Inconsistent dependency lock file|"
              + "Missing required provider|please run \"?(terraform|tofu) init|run:\\s+(terraform|tofu) init|Module source has changed|"
              + "Module version requirements have changed|initialization required|Backend configuration changed|Plugin reinitialization required");
  private static final Pattern CONFIGURATION_SUMMARY =
      Pattern.compile(
          "^(Invalid|Unsupported|Missing|Reference to|No value for|Duplicate|Incorrect|Error in function|Call to|Conflicting|Argument|"
              + "Insufficient|Unclosed|Unterminated|Unexpected|Extraneous|Attribute|Variables not allowed|Self-referential|Cycle|"
              + "No configuration files|Failed to read|Unknown|Invalid|Value for|Provider configuration|No declaration|"
              + "Output refers to sensitive|Function calls|Unbalanced|Ambiguous|Variable|Inconsistent conditional|"
              + "(Terraform|OpenTofu) encountered problems during initiali[sz]ation).*",
          Pattern.DOTALL);

  private final String program;
  private final Path directory;

  /**
   * A classifier.
   *
   * @param program the binary, for advice that names a command
   * @param directory the working directory, for messages
   */
  ErrorClassifier(String program, Path directory) {
    this.program = program;
    this.directory = directory;
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  }

  /** Whether a binary did not know what it was asked, so that its version matters. */
  static boolean isWrongUse(Failure failure) {
    return WRONG_USE.matcher(text(failure, diagnostic -> true)).find();
  }

  private static String text(Failure failure, Predicate<Diagnostic> filter) {
    String said =
        failure.diagnostics().stream()
            .filter(Diagnostic::isError)
            .filter(filter)
            .map(diagnostic -> diagnostic.summary() + "\n" + diagnostic.detail())
            .collect(Collectors.joining("\n"));
    return said.isEmpty() ? String.join("\n", failure.lastLines()) : said;
  }

  TerraformException classify(Phase phase, Failure failure) {
    String text = text(failure, diagnostic -> true);
    String summary = summary(failure);
    if (LOCKED.matcher(text).find()) {
      return locked(text, failure.passing());
    }
    if (STALE.matcher(text).find()) {
      return new StalePlanException(
          "The saved plan is stale: the state or what it depends on changed after it was made",
          "plan again and apply that",
          failure);
    }
    if (DISK.matcher(text).find()) {
      return new DiskFullException(
          "There is no space left on a disk that " + program + " writes to (" + summary + ")",
          "free some, or set TF_PLUGIN_CACHE_DIR or java.io.tmpdir to where there is more",
          failure);
    }
    Matcher missing = WORKSPACE_MISSING.matcher(text);
    if (missing.find()) {
      return new WorkspaceMissingException(
          "Workspace \"%s\" does not exist in %s".formatted(group(missing), directory),
          "create it, or look for a slip in its name",
          failure);
    }
    Matcher exists = WORKSPACE_EXISTS.matcher(text);
    if (exists.find()) {
      return new WorkspaceExistsException(
          summary, "choose another name, or select and empty the workspace first", failure);
    }
    Matcher wrong = WRONG_USE.matcher(text);
    if (wrong.find()) {
      return new UnsupportedVersionException(
          "%s does not know %s".formatted(program, group(wrong)),
          "use a newer version or another binary",
          failure);
    }
    if (CORE_VERSION.matcher(text).find()) {
      return new UnsupportedVersionException(
          "%s is of a version that the configuration or state does not allow".formatted(program),
          "use one that its required_version allows: " + summary,
          failure);
    }
    return classifyCalls(phase, failure, text, summary);
  }

  private TerraformException classifyCalls(
      Phase phase, Failure failure, String text, String summary) {
    if (THROTTLED.matcher(text).find()) {
      return new LimitExceededException(
          "There were too many calls at once (" + summary + ")",
          "set a lower parallelism, or Retries for this phase",
          failure.passing());
    }
    if (QUOTA.matcher(text).find()) {
      return new LimitExceededException(
          "A quota is exhausted (" + summary + ")",
          "have it raised, or remove what is not needed any more",
          failure);
    }
    if (INITIALIZATION.matcher(text).find()) {
      return new NotInitializedException(
          "%s is not initialized (%s)".formatted(directory, summary), "run init() first", failure);
    }
    boolean passing = PASSING_NETWORK.matcher(text).find();
    if (PROVIDER.matcher(text).find()) {
      return new ProviderMissingException(
          "A provider or module cannot be had (" + summary + ")",
          "check its source and version, the network, and TF_CLI_CONFIG_FILE for a mirror",
          passing ? failure.passing() : failure);
    }
    if (CREDENTIALS.matcher(text).find()) {
      return new CredentialsException(
          "The credentials are missing, expired or do not suffice (" + summary + ")",
          "set them in the environment (AWS_*), or allow what was refused",
          failure);
    }
    if (passing || NETWORK.matcher(text).find()) {
      return new NetworkException(
          "A connection failed (" + summary + ")",
          "check endpoint, network and proxy",
          passing ? failure.passing() : failure);
    }
    if (phase != Phase.APPLY && phase != Phase.DESTROY && isConfiguration(failure)) {
      return new InvalidConfigurationException(
          "The configuration in %s is invalid (%s)".formatted(directory, summary),
          "correct it",
          failure);
    }
    return new OperationFailedException(
        "`%s` failed (%s)".formatted(failure.commandLine().orElse(program), summary),
        failure.changedSomething()
            ? "read what follows; what was done before it failed is in the state"
            : "read what follows",
        failure);
  }

  private static boolean isConfiguration(Failure failure) {
    return failure.diagnostics().stream()
        .filter(Diagnostic::isError)
        .anyMatch(
            error ->
                CONFIGURATION_SUMMARY.matcher(error.summary()).matches()
                    || (error.range().isPresent() && error.address().isEmpty()));
  }

  private StateLockedException locked(String text, Failure failure) {
    Optional<LockInfo> lock = LockInfo.in(text);
    String holder =
        lock.map(
                info ->
                    " by %s since %s for %s (lock %s)"
                        .formatted(
                            info.who(),
                            info.created().map(Object::toString).orElse("an unknown time"),
                            info.operation(),
                            info.id()))
            .orElse("");
    return new StateLockedException(
        "The state is locked" + holder,
        "wait with Locking.waitFor, or run force-unlock if the holder is gone",
        failure,
        lock);
  }

  private static String summary(Failure failure) {
    return failure.diagnostics().stream()
        .filter(Diagnostic::isError)
        .findFirst()
        .map(
            error ->
                error.range().map(range -> error.summary() + ", " + range).orElse(error.summary()))
        .map(text -> text.replaceAll("\\s+", " "))
        .or(
            () ->
                failure.lastLines().isEmpty()
                    ? Optional.empty()
                    : Optional.of(failure.lastLines().get(0)))
        .orElse("without a word");
  }

  private static String group(Matcher matcher) {
    for (int i = 1; i <= matcher.groupCount(); i++) {
      if (matcher.group(i) != null) {
        return matcher.group(i);
      }
    }
    return matcher.group();
  }
}
