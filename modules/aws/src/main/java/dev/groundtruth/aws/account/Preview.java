package dev.groundtruth.aws.account;

import static dev.groundtruth.aws.account.Cost.number;

import dev.groundtruth.provisioning.terraform.plan.Action;
import dev.groundtruth.provisioning.terraform.plan.Plan;
import dev.groundtruth.provisioning.terraform.plan.PlanReader;
import dev.groundtruth.provisioning.terraform.plan.ResourceChange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an apply will make, where, until when, and at about what cost; {@code toString} writes it
 * for people.
 *
 * @param where the account and the tags
 * @param made how many resources of each type will be made
 * @param changed how many that exist are changed or deleted; none in a fresh stack
 * @param cost the cost
 */
public record Preview(Where where, Map<String, Integer> made, int changed, Cost cost) {

  /**
   * Where something is made, and what it is tagged with.
   *
   * @param account the account's twelve digits
   * @param region the region
   * @param run the run's id
   * @param owner who is asked about it
   * @param expires from when on a sweep may remove it
   */
  public record Where(String account, String region, String run, String owner, Instant expires) {}

  /**
   * A preview.
   *
   * @param where the account and the tags
   * @param made resources by type
   * @param changed how many that exist are touched
   * @param cost the cost
   */
  public Preview {
    made = Collections.unmodifiableMap(new TreeMap<>(made));
  }

  /**
   * The preview of a plan.
   *
   * @param where the account and the tags
   * @param plan the plan
   * @return the preview
   */
  public static Preview of(Where where, Plan plan) {
    Map<String, Integer> made = new TreeMap<>();
    Cost.made(plan).forEach(each -> made.merge(each.type(), 1, Integer::sum));
    int changed =
        Math.toIntExact(
            plan.resourceChanges().stream()
                .filter(ResourceChange::isManaged)
                .filter(each -> each.action().isChange())
                .filter(each -> each.action() != Action.CREATE)
                .count());
    return new Preview(where, made, changed, Cost.of(plan));
  }

  /**
   * The preview of a plan as {@code terraform show -json} writes it.
   *
   * @param where the account and the tags
   * @param planJson the JSON text
   * @return the preview
   * @throws dev.groundtruth.provisioning.value.MalformedJsonException if it is no JSON
   */
  public static Preview of(Where where, String planJson) {
    return of(where, new PlanReader().read(planJson));
  }

  /** For people, of several lines. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "account %s, region %s\nrun %s of %s, expires %s\n%d resources will be made"
            .formatted(
                where.account(),
                where.region(),
                where.run(),
                where.owner(),
                where.expires(),
                made.values().stream().mapToInt(Integer::intValue).sum()));
    text.append(changed == 0 ? "" : ", %d that exist are changed or deleted".formatted(changed));
    made.forEach((type, number) -> text.append("\n  %4d %s".formatted(number, type)));
    text.append("\nabout %s USD an hour".formatted(usd(cost.hourly())));
    if (cost.hourlyAtMost().compareTo(cost.hourly()) > 0) {
      text.append(", %s when all has grown".formatted(usd(cost.hourlyAtMost())));
    }
    text.append(
        " (rounded list prices of %s as of %s%s)"
            .formatted(
                cost.region(),
                cost.asOf(),
                cost.region().equals(where.region()) ? "" : ", not of " + where.region()));
    for (Cost.Item item : cost.items()) {
      text.append(
          "\n  %s  %s%s %s"
              .formatted(
                  usd(item.cost()),
                  number(item.number()),
                  item.atMost().compareTo(item.number()) > 0 ? " to " + number(item.atMost()) : "",
                  item.of()));
    }
    if (!cost.byUse().isEmpty()) {
      text.append("\nand by use");
      cost.byUse().forEach((type, what) -> text.append("\n  %s: %s".formatted(type, what)));
    }
    if (!cost.notPriced().isEmpty()) {
      text.append("\nnot priced");
      cost.notPriced().forEach(each -> text.append("\n  %s".formatted(each)));
    }
    return text.toString();
  }

  private static String usd(BigDecimal value) {
    return String.format(Locale.ROOT, "%.3f", value.setScale(3, RoundingMode.HALF_UP));
  }
}
