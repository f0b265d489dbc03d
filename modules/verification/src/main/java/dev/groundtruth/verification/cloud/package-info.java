/** The WordPress stack as Terraform applies it: to an emulated AWS account, or to a real one. */
@NullMarked
package dev.groundtruth.verification.cloud;

import org.jspecify.annotations.NullMarked;
