package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.value.AttributePath;

/**
 * An attribute that may have contributed to the changes of a plan; the drift of others has not.
 *
 * @param resource the absolute address of its resource
 * @param attribute its path; empty for all of the resource
 */
public record RelevantAttribute(String resource, AttributePath attribute) {}
