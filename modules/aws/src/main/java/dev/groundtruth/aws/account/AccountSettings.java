package dev.groundtruth.aws.account;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a run on real AWS is told, checked as a whole before AWS is asked anything.
 *
 * @param accounts the accounts that may be touched, at least one, twelve digits each
 * @param region the region
 * @param profile the profile whose credentials are used; nothing for where the AWS CLI looks
 * @param owner who is asked about what is left, as the value of a tag
 * @param lifetime for how long what is made may stay before a sweep removes it
 */
public record AccountSettings(
    Set<String> accounts,
    String region,
    Optional<String> profile,
    String owner,
    Duration lifetime) {

  /** Which accounts may be touched: their twelve digits, with commas between. Has no default. */
  public static final String ACCOUNTS = "groundtruth.aws.accounts";

  /** The region; {@code eu-west-3} by default. */
  public static final String REGION = "groundtruth.aws.region";

  /** The profile in the AWS CLI's files; by default credentials come from where the CLI looks. */
  public static final String PROFILE = "groundtruth.aws.profile";

  /** Who is asked about what is left; the name of the user by default. */
  public static final String OWNER = "groundtruth.owner";

  /** For how long what is made may stay, as an ISO 8601 duration; {@code PT4H} by default. */
  public static final String EXPIRES = "groundtruth.aws.expires";

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern REGION_NAME = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]");

  /**
   * What is in every tag's value and in the variable of the stack. Of the <a
   * href="https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html">characters
   * of tags</a> those that every service takes.
   */
  private static final Pattern OWNER_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._@+-]{0,62}");

  private static final Duration LONGEST = Duration.ofDays(7);

  /**
   * Settings.
   *
   * @param accounts the accounts
   * @param region the region
   * @param profile the profile
   * @param owner the owner
   * @param lifetime the lifetime
   */
  public AccountSettings {
    accounts = Set.copyOf(accounts);
  }

  /**
   * Reads the settings from parameters, such as those of JUnit's configuration.
   *
   * @param parameters a parameter's value by its name
   * @return the settings
   * @throws IllegalArgumentException if accounts are missing or anything is wrong; tells everything
   *     that is, each with the parameter to set
   */
  public static AccountSettings from(Function<String, Optional<String>> parameters) {
    List<String> problems = new ArrayList<>();
    Function<String, Optional<String>> given =
        name -> parameters.apply(name).map(String::strip).filter(value -> !value.isEmpty());
    Set<String> accounts = accounts(given.apply(ACCOUNTS).orElse(""), problems);
    String region = given.apply(REGION).orElse("eu-west-3");
    if (!REGION_NAME.matcher(region).matches()) {
      problems.add(
          "%s is %s, which is no region, perhaps you should set it to one such as eu-west-3"
              .formatted(REGION, region));
    }
    String owner = given.apply(OWNER).orElse(System.getProperty("user.name", "nobody"));
    if (!OWNER_NAME.matcher(owner).matches()) {
      problems.add(
          ("%s is \"%s\", which not every tag can have as its value, perhaps you should set it to 1"
                  + " to 63 letters, digits, spaces and any of . _ @ + -")
              .formatted(OWNER, owner));
    }
    Duration lifetime = lifetime(given.apply(EXPIRES).orElse("PT4H"), problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return new AccountSettings(accounts, region, given.apply(PROFILE), owner, lifetime);
  }

  private static Set<String> accounts(String text, List<String> problems) {
    Set<String> accounts = new TreeSet<>();
    for (String each : Arrays.stream(text.split(",", -1)).map(String::strip).toList()) {
      if (ACCOUNT.matcher(each).matches()) {
        accounts.add(each);
      } else if (!each.isEmpty()) {
        problems.add(
            "%s names %s, which is no account, perhaps you should write its twelve digits"
                .formatted(ACCOUNTS, each));
      }
    }
    if (accounts.isEmpty() && problems.isEmpty()) {
      problems.add(
          ("no account of AWS may be touched, perhaps you should name those that may:"
                  + " -D%s=123456789012, with commas between several")
              .formatted(ACCOUNTS));
    }
    return accounts;
  }

  private static Duration lifetime(String text, List<String> problems) {
    try {
      Duration lifetime = Duration.parse(text);
      if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST) > 0) {
        problems.add(
            "%s is %s, which is nothing or more than seven days, perhaps you should set it to PT4H"
                .formatted(EXPIRES, text));
      }
      return lifetime;
    } catch (DateTimeException e) {
      problems.add(
          ("%s is %s, which is no duration, perhaps you should write it as ISO 8601 does, such as"
                  + " PT4H")
              .formatted(EXPIRES, text));
      return Duration.ZERO;
    }
  }
}
