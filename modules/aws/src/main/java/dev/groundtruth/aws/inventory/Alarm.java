package dev.groundtruth.aws.inventory;

import java.util.List;

/**
 * An alarm of CloudWatch.
 *
 * @param name its name
 * @param state {@code OK}, {@code ALARM} or {@code INSUFFICIENT_DATA}
 * @param areActionsEnabled whether anything happens when it changes its state
 * @param actions the ARNs of what happens when it goes off
 */
public record Alarm(String name, String state, boolean areActionsEnabled, List<String> actions) {

  /**
   * Keeps a copy of the list.
   *
   * @param name its name
   * @param state its state
   * @param areActionsEnabled whether anything happens
   * @param actions what happens
   */
  public Alarm {
    actions = List.copyOf(actions);
  }
}
