/**
 * What a VPC consists of, as records: no algorithms beyond look-ups. A {@link
 * dev.groundtruth.network.model.Network} is read from a Terraform plan or state or from dumps of
 * the AWS command line, and analysed by {@code dev.groundtruth.network.analysis}.
 */
@NullMarked
package dev.groundtruth.network.model;

import org.jspecify.annotations.NullMarked;
