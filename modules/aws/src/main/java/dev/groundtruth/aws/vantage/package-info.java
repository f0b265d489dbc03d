/** Instances and tasks that packets are sent from, and that listeners are opened in. */
@NullMarked
package dev.groundtruth.aws.vantage;

import org.jspecify.annotations.NullMarked;
