/** An emulated AWS account whose instances and tasks are containers of this machine. */
@NullMarked
package dev.groundtruth.aws.emulator;

import org.jspecify.annotations.NullMarked;
