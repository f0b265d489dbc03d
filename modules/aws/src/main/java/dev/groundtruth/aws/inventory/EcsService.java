package dev.groundtruth.aws.inventory;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A service of ECS.
 *
 * @param name its name
 * @param taskDefinition the ARN of the task definition that it shall run
 * @param desired how many tasks it shall have
 * @param running how many run
 * @param pending how many start
 * @param deployments how many deployments are under way or complete; one when it is steady
 * @param tasks its tasks that shall run
 */
public record EcsService(
    String name,
    String taskDefinition,
    int desired,
    int running,
    int pending,
    int deployments,
    List<ServiceTask> tasks) {

  /**
   * Keeps a copy of the list.
   *
   * @param name its name
   * @param taskDefinition the ARN of its task definition
   * @param desired how many tasks it shall have
   * @param running how many run
   * @param pending how many start
   * @param deployments how many deployments it has
   * @param tasks its tasks
   */
  public EcsService {
    tasks = List.copyOf(tasks);
  }

  /**
   * How it is spread.
   *
   * @return how many of its tasks run in each availability zone in which one does
   */
  public Map<String, Long> runningByZone() {
    return tasks.stream()
        .filter(task -> task.state().equals("RUNNING"))
        .flatMap(task -> task.zone().stream())
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }
}
