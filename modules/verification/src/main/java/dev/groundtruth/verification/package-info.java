/**
 * The reference stack, WordPress on MySQL, as an environment that the verification suite runs
 * against.
 *
 * <p>The suite sees {@link dev.groundtruth.verification.WordPressStack} only; which target carries
 * it is the business of the provider that started it.
 */
@NullMarked
package dev.groundtruth.verification;

import org.jspecify.annotations.NullMarked;
