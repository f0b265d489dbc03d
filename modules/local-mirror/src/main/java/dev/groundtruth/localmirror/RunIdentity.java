package dev.groundtruth.localmirror;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who started a run and until when it may live. Every container, network and volume of a run is
 * labelled with it.
 *
 * @param id distinguishes the run from every other one; lower-case letters, digits and hyphens
 * @param owner the person or job the run belongs to
 * @param expires after this instant a {@link Sweep} may remove what is left of the run; empty means
 *     never
 */
public record RunIdentity(String id, String owner, Optional<Instant> expires) {

  /** The label that carries {@link #id()}. */
  public static final String RUN_LABEL = "dev.groundtruth.run";

  /** The label that carries {@link #owner()}. */
  public static final String OWNER_LABEL = "dev.groundtruth.owner";

  /** The label that carries {@link #expires()} as an ISO-8601 instant in UTC, or {@code never}. */
  public static final String EXPIRES_LABEL = "dev.groundtruth.expires";

  /**
   * The run id of a plain {@code docker compose up}; such runs belong to a person and are never
   * swept.
   */
  public static final String MANUAL = "manual";

  private static final String NEVER = "never";
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final Pattern NOT_IN_OWNER = Pattern.compile("[^A-Za-z0-9._@-]");
  private static final String SUFFIX_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int SUFFIX_LENGTH = 6;

  /**
   * Checks the id.
   *
   * @param id distinguishes the run from every other one
   * @param owner the person or job the run belongs to
   * @param expires when what is left of the run may be removed
   * @throws IllegalArgumentException if the id is not usable as a part of a Docker name
   */
  public RunIdentity {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "Run id \"%s\" is not usable in a container name, perhaps you should use at most 40 lower-case letters, digits and hyphens"
              .formatted(id));
    }
    owner = NOT_IN_OWNER.matcher(owner).replaceAll("-");
    if (owner.isEmpty()) {
      owner = "nobody";
    }
  }

  /**
   * A new, unique identity.
   *
   * @param owner the person or job the run belongs to
   * @param lifetime how long the run may live at most
   * @return an identity no other run has
   */
  public static RunIdentity create(String owner, Duration lifetime) {
    return create(owner, lifetime, InstantSource.system(), new SecureRandom());
  }

  static RunIdentity create(
      String owner,
      Duration lifetime,
      InstantSource clock,
      java.util.random.RandomGenerator random) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    StringBuilder id =
        new StringBuilder(
                DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC).format(now))
            .append('-');
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      id.append(SUFFIX_ALPHABET.charAt(random.nextInt(SUFFIX_ALPHABET.length())));
    }
    return new RunIdentity(id.toString(), owner, Optional.of(now.plus(lifetime)));
  }

  /**
   * The labels of everything that belongs to the run.
   *
   * @return label names and values
   */
  public Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(RUN_LABEL, id);
    labels.put(OWNER_LABEL, owner);
    labels.put(EXPIRES_LABEL, expiry());
    return labels;
  }

  /**
   * The variables by which a compose file learns of the run.
   *
   * @return variable names and values
   */
  public Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("GROUNDTRUTH_RUN", id);
    environment.put("GROUNDTRUTH_OWNER", owner);
    environment.put("GROUNDTRUTH_EXPIRES", expiry());
    return environment;
  }

  private String expiry() {
    return expires.map(Instant::toString).orElse(NEVER);
  }
}
