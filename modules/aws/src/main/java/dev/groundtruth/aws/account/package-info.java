/**
 * What stands before anything is made in a real account: which accounts may be touched, until when,
 * and what will be made there at about what cost.
 */
@NullMarked
package dev.groundtruth.aws.account;

import org.jspecify.annotations.NullMarked;
