package dev.groundtruth.provisioning.packer;

import java.util.Locale;

/** What a build does when a step fails. Packer could also ask, but nobody would answer. */
public enum OnError {
  /** Removes what it made. */
  CLEANUP,
  /** Leaves everything as it is, for somebody to look at and to remove. */
  ABORT,
  /** Runs the template's {@code error-cleanup-provisioner} and aborts. */
  RUN_CLEANUP_PROVISIONER;

  /** The word of the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
