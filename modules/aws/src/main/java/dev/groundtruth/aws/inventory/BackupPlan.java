package dev.groundtruth.aws.inventory;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A plan of AWS Backup.
 *
 * @param id its id
 * @param name its name
 * @param rules when it backs up and how long it keeps that
 * @param selections what it backs up
 */
public record BackupPlan(String id, String name, List<Rule> rules, List<Selection> selections) {

  /**
   * When a plan backs up.
   *
   * @param name its name
   * @param vault where to
   * @param schedule a cron expression of AWS; empty if it does so only when asked
   * @param deleteAfterDays how many days it keeps a backup, if not for ever
   */
  public record Rule(String name, String vault, String schedule, OptionalInt deleteAfterDays) {}

  /**
   * What a plan backs up.
   *
   * @param name its name
   * @param resources ARNs, perhaps with wildcards
   * @param tags what has one of these tags
   */
  public record Selection(String name, List<String> resources, Map<String, String> tags) {

    /**
     * Keeps copies.
     *
     * @param name its name
     * @param resources ARNs
     * @param tags tags
     */
    public Selection {
      resources = List.copyOf(resources);
      tags = Map.copyOf(tags);
    }
  }

  /**
   * Keeps copies of the lists.
   *
   * @param id its id
   * @param name its name
   * @param rules its rules
   * @param selections its selections
   */
  public BackupPlan {
    rules = List.copyOf(rules);
    selections = List.copyOf(selections);
  }
}
