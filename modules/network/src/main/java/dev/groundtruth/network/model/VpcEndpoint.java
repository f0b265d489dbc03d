package dev.groundtruth.network.model;

import java.util.Set;

/**
 * A gateway endpoint: a route to an AWS service for some route tables. An interface endpoint is a
 * {@link NetworkInterface}.
 *
 * @param identity its names
 * @param vpc the key of its VPC
 * @param service the service's name, such as {@code com.amazonaws.eu-west-3.s3}
 * @param routeTables the keys of the route tables that lead to it
 */
public record VpcEndpoint(Identity identity, String vpc, String service, Set<String> routeTables) {

  /**
   * Keeps a copy of the set.
   *
   * @param identity its names
   * @param vpc the key of its VPC
   * @param service the service's name
   * @param routeTables the keys of the route tables
   */
  public VpcEndpoint {
    routeTables = Set.copyOf(routeTables);
  }
}
