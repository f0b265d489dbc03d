/**
 * Verifying infrastructure from JUnit: environments that are started once per run and handed to
 * tests as typed parameters, capabilities that are measured, progress for the one who waits, and
 * evidence for the report.
 */
@NullMarked
package dev.groundtruth.junit;

import org.jspecify.annotations.NullMarked;
