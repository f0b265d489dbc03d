/**
 * Finds by their tags what killed runs left in an account, and removes it. What a run that ended
 * made is removed by Terraform; this is for when its state is lost.
 */
@NullMarked
package dev.groundtruth.aws.sweep;

import org.jspecify.annotations.NullMarked;
