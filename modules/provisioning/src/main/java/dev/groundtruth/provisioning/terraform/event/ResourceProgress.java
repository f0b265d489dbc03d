package dev.groundtruth.provisioning.terraform.event;

import java.time.Duration;

/**
 * How far the change of a resource is.
 *
 * @param address the absolute address of the resource
 * @param action what is done to it, in the words of {@link TerraformEvent.PlannedChange#action()}
 * @param status how far that is
 * @param elapsed how long it took, or has taken so far; zero before it begins
 */
public record ResourceProgress(String address, String action, Status status, Duration elapsed) {

  /** How far it is. */
  public enum Status {
    /** It is planned. */
    PENDING,
    /** It goes on. */
    RUNNING,
    /** It is done. */
    DONE,
    /** It failed. */
    FAILED
  }

  /** For example {@code aws_vpc.main: create running for 20s}. */
  @Override
  public String toString() {
    return switch (status) {
      case PENDING -> "%s: %s pending".formatted(address, action);
      case RUNNING -> "%s: %s running for %ds".formatted(address, action, elapsed.toSeconds());
      case DONE -> "%s: %s done after %ds".formatted(address, action, elapsed.toSeconds());
      case FAILED -> "%s: %s failed after %ds".formatted(address, action, elapsed.toSeconds());
    };
  }
}
