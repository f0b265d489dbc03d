package dev.groundtruth.aws.account;

import dev.groundtruth.provisioning.terraform.plan.Plan;
import dev.groundtruth.provisioning.terraform.plan.ResourceChange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a plan costs, roughly: rounded list prices of one region in US dollars, without taxes,
 * discounts and free tiers. What has no known price is named, never counted as nothing.
 *
 * @param items what is paid for by the hour and has a price
 * @param byUse what is paid for by use: type, and what is counted
 * @param notPriced what has no price here
 * @param region the region that the prices are of
 * @param asOf the month that the prices are of
 */
public record Cost(
    List<Item> items,
    Map<String, String> byUse,
    List<String> notPriced,
    String region,
    String asOf) {

  /**
   * What is paid for by the hour.
   *
   * @param of what it is
   * @param number how many of it at first
   * @param atMost how many of it when all that grows by itself has grown
   * @param hourly the price of one in US dollars an hour
   */
  public record Item(String of, BigDecimal number, BigDecimal atMost, BigDecimal hourly) {

    /**
     * The price of all at first.
     *
     * @return US dollars an hour
     */
    public BigDecimal cost() {
      return number.multiply(hourly);
    }

    /**
     * The price of all when all that grows by itself has grown.
     *
     * @return US dollars an hour
     */
    public BigDecimal costAtMost() {
      return atMost.multiply(hourly);
    }
  }

  /**
   * A cost.
   *
   * @param items what is paid for by the hour
   * @param byUse what is paid for by use
   * @param notPriced what has no price here
   * @param region the region
   * @param asOf the month
   */
  public Cost {
    items = List.copyOf(items);
    byUse = Collections.unmodifiableMap(new TreeMap<>(byUse));
    notPriced = List.copyOf(notPriced);
  }

  /**
   * The cost of what a plan makes.
   *
   * @param plan the plan
   * @return the cost
   */
  public static Cost of(Plan plan) {
    return of(plan, PriceList.read());
  }

  static Cost of(Plan plan, PriceList prices) {
    List<ResourceChange> made = made(plan);
    Charges charges = Charges.of(plan, made);
    List<Item> items = new ArrayList<>();
    List<String> notPriced = new ArrayList<>();
    for (Charge each : charges.charges()) {
      Optional<BigDecimal> price = prices.hourly(each.of());
      price.ifPresentOrElse(
          hourly -> items.add(new Item(each.of(), each.number(), each.atMost(), hourly)),
          () -> notPriced.add("%s %s".formatted(number(each.number()), each.of())));
    }
    notPriced.addAll(charges.untold());
    Map<String, String> byUse = new TreeMap<>();
    TreeSet<String> types = new TreeSet<>(charges.further().keySet());
    made.forEach(each -> types.add(each.type()));
    for (String type : types) {
      String use = prices.byUse().get(type);
      if (use != null) {
        byUse.put(type, use);
      } else if (!prices.free().contains(type)
          && !Charges.isCounted(type)
          && !charges.further().containsKey(type)) {
        notPriced.add(type);
      }
    }
    return new Cost(items, byUse, notPriced, prices.region(), prices.asOf());
  }

  /** What a plan makes, anew or in place of something. */
  static List<ResourceChange> made(Plan plan) {
    return plan.resourceChanges().stream()
        .filter(ResourceChange::isManaged)
        .filter(each -> each.deposed().isEmpty())
        .filter(
            each ->
                switch (each.action()) {
                  case CREATE, DELETE_THEN_CREATE, CREATE_THEN_DELETE, CREATE_THEN_FORGET -> true;
                  default -> false;
                })
        .toList();
  }

  /**
   * The price of an hour at first.
   *
   * @return US dollars; more is paid by use and for what is not priced
   */
  public BigDecimal hourly() {
    return items.stream().map(Item::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * The price of an hour when all that grows by itself has grown.
   *
   * @return US dollars; more is paid by use and for what is not priced
   */
  public BigDecimal hourlyAtMost() {
    return items.stream().map(Item::costAtMost).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  static String number(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
