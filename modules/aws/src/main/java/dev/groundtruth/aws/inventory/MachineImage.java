package dev.groundtruth.aws.inventory;

import java.time.Instant;

/**
 * A machine image of EC2 (AMI).
 *
 * @param id its id
 * @param name its name
 * @param created when it was made
 */
public record MachineImage(String id, String name, Instant created) {}
