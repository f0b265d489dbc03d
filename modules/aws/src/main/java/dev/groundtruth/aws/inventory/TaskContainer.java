package dev.groundtruth.aws.inventory;

import java.util.Optional;

/**
 * A container of a task.
 *
 * @param name what the task definition calls it
 * @param image the image it was started from
 * @param digest the image's digest, if it came from a registry that tells it
 */
public record TaskContainer(String name, String image, Optional<String> digest) {}
