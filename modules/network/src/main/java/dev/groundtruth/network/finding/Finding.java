package dev.groundtruth.network.finding;

import dev.groundtruth.network.SourceLocation;
import java.util.Optional;

/**
 * Something worth knowing of a network that no proof depends on.
 *
 * @param rule what kind of finding it is, such as {@code unattached-security-group}; stable
 * @param level how much it matters
 * @param subject the key of the thing
 * @param location where it is written, if that is known
 * @param message what is the matter
 * @param suggestion what perhaps should be done
 */
public record Finding(
    String rule,
    Level level,
    String subject,
    Optional<SourceLocation> location,
    String message,
    String suggestion) {

  /** How much a finding matters, in the words of SARIF. */
  public enum Level {
    /** Good to know. */
    NOTE,
    /** Probably not what was meant. */
    WARNING,
    /** Will not work. */
    ERROR
  }

  /** As compilers write it. */
  @Override
  public String toString() {
    return "%s%s %s: %s: %s, perhaps you should %s"
        .formatted(
            location.map(place -> place + ": ").orElse(""),
            level.name().toLowerCase(java.util.Locale.ROOT),
            rule,
            subject,
            message.startsWith(subject + ": ") ? message.substring(subject.length() + 2) : message,
            suggestion);
  }
}
