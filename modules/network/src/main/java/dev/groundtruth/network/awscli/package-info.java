/**
 * Reads what the AWS command line writes: a folder of {@code aws ec2 describe-security-groups >
 * any-name.json} and the like becomes a {@link dev.groundtruth.network.model.Network}.
 */
@NullMarked
package dev.groundtruth.network.awscli;

import org.jspecify.annotations.NullMarked;
