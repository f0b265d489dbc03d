package dev.groundtruth.network.model;

import java.util.List;

/**
 * A route table. The local routes of its VPC are implied and need not be among the routes.
 *
 * @param identity its names
 * @param vpc the key of its VPC
 * @param isMain whether it is its VPC's main table
 * @param routes the routes
 */
public record RouteTable(Identity identity, String vpc, boolean isMain, List<Route> routes) {

  /**
   * Keeps a copy of the routes.
   *
   * @param identity its names
   * @param vpc the key of its VPC
   * @param isMain whether it is its VPC's main table
   * @param routes the routes
   */
  public RouteTable {
    routes = List.copyOf(routes);
  }
}
