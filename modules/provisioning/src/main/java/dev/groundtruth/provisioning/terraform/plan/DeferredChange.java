package dev.groundtruth.provisioning.terraform.plan;

/**
 * A change that the plan puts off, since it cannot be planned yet.
 *
 * @param reason why, for example {@code resource_config_unknown}
 * @param resource what is known of the change
 */
public record DeferredChange(String reason, ResourceChange resource) {}
