/** What an operator does in an account: runs a task, reads a secret, stops a machine. */
@NullMarked
package dev.groundtruth.aws.operation;

import org.jspecify.annotations.NullMarked;
