/** What is asserted of the stack before it is applied, on plans of real Terraform. */
@NullMarked
package dev.groundtruth.verification.plan;

import org.jspecify.annotations.NullMarked;
