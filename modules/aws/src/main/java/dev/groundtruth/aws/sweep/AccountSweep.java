package dev.groundtruth.aws.sweep;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.sweep.CloudControl.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what runs left in an account, and removes it: whatever can be removed now, again and again,
 * as long as something goes, since one thing holds another.
 *
 * <pre>{@code
 * AccountSweep sweep = new AccountSweep(List.of(paris, virginia), AccountSweep.Pace.STANDARD);
 * List<Leftover> found = sweep.find(Selection.expired("groundtruth", Instant.now()));
 * SweepResult result = sweep.remove(found);
 * }</pre>
 *
 * <p>The clients lead to the region of the stack and to us-east-1, where what belongs to no region
 * is known: CloudFront, its firewall, hosted zones and roles.
 */
public final class AccountSweep {

  private static final Logger log = LoggerFactory.getLogger(AccountSweep.class);

  /**
   * How patient a sweep is.
   *
   * @param pause the time between two looks
   * @param round how long the removals of a round may take; a database or a distribution takes ten
   *     minutes and more
   * @param fruitless after how many rounds in which nothing went it ends
   */
  public record Pace(Duration pause, Duration round, int fruitless) {

    /** Looks every ten seconds; gives up after six rounds in which nothing went. */
    public static final Pace STANDARD = new Pace(Duration.ofSeconds(10), Duration.ofMinutes(20), 6);
  }

  private final List<AwsClients> ways;
  private final Pace pace;

  /**
   * A sweep of an account.
   *
   * @param ways clients of the same account, one a region; the first leads to the stack's
   * @param pace how patient it is
   */
  public AccountSweep(List<AwsClients> ways, Pace pace) {
    this.ways = List.copyOf(ways);
    this.pace = pace;
  }

  /**
   * Finds what runs left. Nothing is changed.
   *
   * @param selection what is meant
   * @return what was found, in the order in which it would be removed
   * @throws AwsException if AWS refuses to tell
   */
  public List<Leftover> find(Selection selection) {
    Map<String, Leftover> found = new LinkedHashMap<>();
    for (AwsClients way : ways) {
      LeftoverSearch resources = new LeftoverSearch(way);
      List<Leftover> here = new ArrayList<>(resources.tagged(selection));
      here.addAll(resources.groups(selection));
      if (way == ways.get(0)) {
        here.addAll(resources.roles(selection));
      }
      for (Leftover each : here) {
        // The tagging service may tell of these too, by another ARN.
        Kind kind = Kind.of(each.arn());
        String name =
            kind.way() == Kind.Way.CLOUD_CONTROL
                ? kind.type() + " " + kind.identifierOf(each.arn())
                : each.arn();
        found.putIfAbsent(name, each);
      }
    }
    return found.values().stream()
        .sorted(Comparator.comparingInt(each -> Kind.of(each.arn()).order()))
        .toList();
  }

  /**
   * Removes what was found.
   *
   * @param found what was found
   * @return what is gone, and what is not and why; refusals of AWS are among these and not thrown
   */
  public SweepResult remove(List<Leftover> found) {
    Map<Leftover, String> left = new LinkedHashMap<>();
    found.forEach(each -> left.put(each, "it was not tried"));
    List<Leftover> removed = new ArrayList<>();
    int fruitless = 0;
    while (!left.isEmpty() && fruitless < pace.fruitless()) {
      if (fruitless > 0) {
        pause();
      }
      List<Leftover> gone = round(left);
      removed.addAll(gone);
      fruitless = gone.isEmpty() ? fruitless + 1 : 0;
    }
    return new SweepResult(removed, left);
  }

  private List<Leftover> round(Map<Leftover, String> left) {
    Map<String, Removal> removals =
        ways.stream()
            .collect(Collectors.toMap(AwsClients::region, Removal::new, (first, second) -> first));
    Function<Leftover, Removal> removal = each -> removals.get(each.region());
    Map<Leftover, Progress> begun = new LinkedHashMap<>();
    for (Leftover each : left.keySet()) {
      begun.put(each, removal.apply(each).begin(each));
    }
    Instant end = Instant.now().plus(pace.round());
    while (begun.values().stream().anyMatch(each -> !each.isOver())
        && Instant.now().isBefore(end)) {
      pause();
      begun.replaceAll(
          (each, progress) -> progress.isOver() ? progress : removal.apply(each).look(progress));
    }
    List<Leftover> gone = new ArrayList<>();
    begun.forEach(
        (each, progress) -> {
          if (progress.isGone()) {
            gone.add(each);
            left.remove(each);
            log.info("removed {}", each);
          } else {
            left.put(
                each,
                progress.isOver()
                    ? progress.message()
                    : "it is still being removed, perhaps you should sweep again later");
          }
        });
    return gone;
  }

  private void pause() {
    try {
      Thread.sleep(pace.pause().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "interrupted while waiting for removals, perhaps you should sweep again", e);
    }
  }
}
