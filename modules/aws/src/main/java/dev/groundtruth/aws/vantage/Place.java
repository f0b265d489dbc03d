package dev.groundtruth.aws.vantage;

/**
 * Whose network packets leave from.
 *
 * @param instanceId the instance that commands are run on
 * @param setup shell that says, in {@code $in_place}, how a command is run there
 */
record Place(String instanceId, String setup) {

  /** The instance's own network. */
  static Place instance(String instanceId) {
    return new Place(instanceId, "in_place=''");
  }

  /** The network of a task, by the label that the ECS agent puts on its containers. */
  static Place task(String instanceId, String taskArn) {
    if (!taskArn.matches("arn:aws[a-z-]*:ecs:[\\w:/-]+")) {
      throw new IllegalArgumentException(
          "%s is no task, perhaps you should give the ARN of one".formatted(taskArn));
    }
    return new Place(
        instanceId,
        """
        container=$(docker ps --quiet --filter label=com.amazonaws.ecs.task-arn=%1$s | head -n 1)
        if [ -z "$container" ]; then echo 'no container of %1$s runs here' >&2; exit 3; fi
        in_place="nsenter --target $(docker inspect --format '{{.State.Pid}}' "$container") --net\""""
            .formatted(taskArn));
  }
}
