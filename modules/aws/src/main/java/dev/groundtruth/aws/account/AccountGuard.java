package dev.groundtruth.aws.account;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.provisioning.terraform.plan.Plan;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Stands before anything is made in a real account.
 *
 * <pre>{@code
 * AccountGuard guard =
 *     AccountGuard.of(AccountSettings.from(context::parameter), Clock.systemUTC());
 * try (AwsClients aws = guard.open()) {
 *   // ... plan, with the tags of guard.settings().owner() and guard.expires() ...
 *   log.info("{}", guard.preview(aws, run, saved.plan()));
 *   // ... apply ...
 * }
 * }</pre>
 */
public final class AccountGuard {

  private final AccountSettings settings;
  private final Instant expires;

  private AccountGuard(AccountSettings settings, Instant expires) {
    this.settings = settings;
    this.expires = expires;
  }

  /**
   * A guard of what is made from now on.
   *
   * @param settings what the run was told
   * @param clock what the expiry is counted from
   * @return the guard
   */
  public static AccountGuard of(AccountSettings settings, Clock clock) {
    return new AccountGuard(
        settings, clock.instant().plus(settings.lifetime()).truncatedTo(ChronoUnit.SECONDS));
  }

  /**
   * What the run was told.
   *
   * @return the settings
   */
  public AccountSettings settings() {
    return settings;
  }

  /**
   * From when on a sweep may remove what is made.
   *
   * @return a time of whole seconds; its {@code toString} is RFC 3339, as the tag has it
   */
  public Instant expires() {
    return expires;
  }

  /**
   * Opens the way to the account.
   *
   * @return the clients, to be closed by the caller
   * @throws AwsException if the credentials are missing, refused, or of an account that may not be
   *     touched
   */
  public AwsClients open() {
    AwsClients.Builder builder =
        AwsClients.in(settings.region())
            .allowedAccounts(settings.accounts().toArray(String[]::new));
    settings.profile().ifPresent(builder::profile);
    return builder.open();
  }

  /**
   * Refuses clients that lead elsewhere than to a region and an account that may be touched.
   *
   * @param clients the clients that will be used
   * @throws AwsException of kind {@link AwsException.Kind#WRONG_ACCOUNT}, naming the account and
   *     those that may be touched; or the region
   */
  public void check(AwsClients clients) {
    clients.requireAccountOf(settings.accounts());
    if (!clients.region().equals(settings.region())) {
      throw new AwsException(
          AwsException.Kind.FAILED,
          "the clients are of region %s and only %s may be touched, perhaps you should set %s"
              .formatted(clients.region(), settings.region(), AccountSettings.REGION),
          null);
    }
  }

  /**
   * Checks the clients and tells what a plan will make with them; to be shown before the apply.
   *
   * @param clients the clients
   * @param run the run's id
   * @param plan the plan that will be applied
   * @return what will be made, where, and at about what cost
   * @throws AwsException as {@link #check} does
   */
  public Preview preview(AwsClients clients, String run, Plan plan) {
    check(clients);
    return Preview.of(
        new Preview.Where(
            clients.identity().account(), clients.region(), run, settings.owner(), expires),
        plan);
  }
}
