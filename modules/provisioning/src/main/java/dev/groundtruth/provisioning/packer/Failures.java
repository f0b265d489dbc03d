package dev.groundtruth.provisioning.packer;

import dev.groundtruth.provisioning.command.CommandInactiveException;
import dev.groundtruth.provisioning.packer.PackerStoppedException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes exceptions of commands that failed. */
final class Failures {

  /** What Packer ends with when it does not know a subcommand. */
  private static final int UNKNOWN_COMMAND = 127;

  private static final Pattern REQUIRED = Pattern.compile("(?m)^\\* (\\S+)(?: .*)?$");
  private static final Pattern UNKNOWN_COMPONENT =
      Pattern.compile("packer/integrations\\?filter=([\\w-]+)");
  private static final Pattern OFFLINE =
      Pattern.compile(
          "dial tcp|no such host|connection refused|connection reset|i/o timeout|network is"
              + " unreachable|proxyconnect|TLS handshake|tls: |x509: |context deadline exceeded"
              + "|Client\\.Timeout");

  private final Settings settings;
  private final Template template;
  private final Supplier<PackerVersion> version;

  /**
   * A maker.
   *
   * @param settings which binary it was
   * @param template what it worked on
   * @param version asks the binary for its version
   */
  Failures(Settings settings, Template template, Supplier<PackerVersion> version) {
    this.settings = settings;
    this.template = template;
    this.version = version;
  }

  /** Lets a command pass that succeeded. */
  Execution require(Execution execution) {
    if (execution.failure().isPresent()) {
      throw of(execution);
    }
    return execution;
  }

  /** The exception for a command that failed and is no build. */
  PackerException of(Execution execution) {
    Failure failure = execution.failure().orElse(Failure.WITHOUT_COMMAND);
    if (execution.stopped().isPresent()) {
      return stopped(execution, Leftovers.NONE);
    }
    requireFeatures(execution.call(), failure);
    return classify(execution.call(), failure);
  }

  /** Says so if the binary is too old for what it did not understand. */
  void requireFeatures(Call call, Failure failure) {
    boolean wrongUse =
        failure.exitCode().orElse(0) == UNKNOWN_COMMAND
            || failure.says("flag provided but not defined");
    if (!wrongUse || call.features().isEmpty()) {
      return;
    }
    PackerVersion binary = version.get();
    for (Feature feature : call.features()) {
      if (!feature.isIn(binary)) {
        throw new UnsupportedPackerException(
            "%s is Packer %s, which has no %s".formatted(settings.program(), binary, feature),
            "use Packer %s or newer".formatted(feature.since()),
            failure);
      }
    }
  }

  private PackerException classify(Call call, Failure failure) {
    List<String> plugins = missingPlugins(failure);
    if (!plugins.isEmpty()) {
      return pluginMissing(plugins, failure);
    }
    boolean templateIsWrong =
        !call.arguments().contains("install")
            && (failure.diagnostics().stream().anyMatch(PackerDiagnostic::isError)
                || failure.says("Failed to parse file as legacy JSON template")
                || failure.says("Error reading variables in"));
    return templateIsWrong
        ? new InvalidTemplateException(
            "Packer cannot use %s in %s"
                .formatted(
                    template.argument().equals(".") ? "the template" : template.argument(),
                    template.directory()),
            "correct what it says",
            failure)
        : new PackerFailedException(
            "`%s %s` failed".formatted(settings.programName(), call.arguments().get(0)),
            "look at what it said",
            failure);
  }

  /** The plugins Packer says it lacks; none if that was not the reason. */
  static List<String> missingPlugins(Failure failure) {
    Set<String> plugins = new LinkedHashSet<>();
    for (PackerDiagnostic diagnostic : failure.diagnostics()) {
      boolean required = diagnostic.summary().equals("Missing plugins");
      Matcher matcher = (required ? REQUIRED : UNKNOWN_COMPONENT).matcher(diagnostic.detail());
      while (matcher.find()) {
        // Packer knows no more of a component than its first word, which is its plugin's name for
        // all plugins of HashiCorp's.
        plugins.add((required ? "" : "github.com/hashicorp/") + matcher.group(1));
      }
    }
    return List.copyOf(plugins);
  }

  /** The exception for plugins that are not installed. */
  PluginMissingException pluginMissing(List<String> plugins, Failure failure) {
    String program = settings.programName();
    List<String> online = new ArrayList<>();
    List<String> offline = new ArrayList<>();
    boolean declared =
        failure.diagnostics().stream().anyMatch(d -> d.summary().equals("Missing plugins"))
            || failure.diagnostics().isEmpty();
    if (declared && !template.isLegacy()) {
      online.add(
          "`%s init %s` in %s".formatted(program, template.argument(), template.directory()));
    }
    for (String plugin : plugins) {
      if (online.isEmpty() || !declared) {
        online.add("`%s plugins install %s`".formatted(program, plugin));
      }
      offline.add("`%s plugins install --path BINARY %s`".formatted(program, plugin));
    }
    return new PluginMissingException(
        plugins,
        "Packer lacks the plugin%s %s"
            .formatted(plugins.size() == 1 ? "" : "s", String.join(", ", plugins)),
        "run %s or, without a network, %s"
            .formatted(String.join(" and ", online), String.join(" and ", offline)),
        failure);
  }

  /** Whether a command failed since it reached nobody. */
  static boolean isOffline(Failure failure) {
    return failure.complaints().stream().anyMatch(text -> OFFLINE.matcher(text).find());
  }

  /** The exception for a build that ended by itself. */
  PackerException buildFailed(Execution execution, Leftovers leftovers, BuildOptions options) {
    Failure failure = execution.failure().orElse(Failure.WITHOUT_COMMAND);
    Map<String, String> errors = execution.transcript().errors();
    if (errors.isEmpty()) {
      return of(execution);
    }
    List<String> parts = new ArrayList<>();
    errors.forEach((build, error) -> parts.add("build " + build + " failed: " + error.strip()));
    String advice =
        leftovers.unfinished().isEmpty()
            ? "correct it and build again"
            : "remove what it left once you have looked at it";
    String aftermath = leftovers.isEmpty() ? "" : "; " + leftovers;
    return new BuildFailedException(
        errors,
        leftovers,
        capitalized(String.join("; ", parts)) + aftermath,
        options.arguments().contains("-on-error=abort") && leftovers.unfinished().isEmpty()
            ? "look for what it left"
            : advice,
        failure);
  }

  private static String capitalized(String text) {
    return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }

  /** The exception for a command that was stopped. */
  PackerStoppedException stopped(Execution execution, Leftovers leftovers) {
    Failure failure = execution.failure().orElse(Failure.WITHOUT_COMMAND);
    Reason reason = execution.stopped().orElse(Reason.CLOSED);
    Phase phase = execution.call().phase();
    boolean silent = failure.cause().filter(CommandInactiveException.class::isInstance).isPresent();
    String why =
        switch (reason) {
          case TIMED_OUT ->
              silent
                  ? "wrote nothing for longer than its inactivity timeout of "
                      + settings
                          .limits()
                          .inactivityTimeout()
                          .map(Object::toString)
                          .orElse("no time")
                  : "took longer than its timeout of "
                      + settings.limits().timeout(phase).map(Object::toString).orElse("no time");
          case INTERRUPTED -> "was interrupted";
          case CLOSED ->
              "was asked to stop, since it was closed, the JVM is shutting down, or by somebody else";
        };
    Optional<String> aftermath =
        phase == Phase.BUILD ? Optional.of(leftovers.toString()) : Optional.empty();
    return new PackerStoppedException(
        reason,
        leftovers,
        "`%s %s` %s%s"
            .formatted(
                settings.programName(),
                execution.call().arguments().get(0),
                why,
                aftermath.map(text -> ", and " + text).orElse("")),
        leftovers.isEmpty()
            ? switch (reason) {
              case TIMED_OUT ->
                  "raise the " + (silent ? "inactivity timeout" : "timeout of Phase." + phase);
              case INTERRUPTED, CLOSED -> "run it again";
            }
            : "look for it and remove it",
        failure);
  }
}
