/** What the drivers of Terraform and of Packer share; not API. */
@NullMarked
package dev.groundtruth.provisioning.internal;

import org.jspecify.annotations.NullMarked;
