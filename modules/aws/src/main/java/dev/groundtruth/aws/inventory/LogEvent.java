package dev.groundtruth.aws.inventory;

import java.time.Instant;

/**
 * A line of a log.
 *
 * @param time when it was written
 * @param stream the log stream it is in
 * @param message what it says
 */
public record LogEvent(Instant time, String stream, String message) {}
