package dev.groundtruth.network.mutation;

import static dev.groundtruth.network.StackBuilder.tcp;

import dev.groundtruth.network.contract.NetworkContract;

/** The contract of the design's table, for stacks of a load balancer, a web and a database tier. */
final class Contracts {

  private Contracts() {}

  private static NetworkContract.Builder tiers(String loadBalancer, String web, String database) {
    return NetworkContract.builder()
        .tier("load balancer", loadBalancer)
        .tier("web", web)
        .tier("database", database)
        .allowTcp("internet", "load balancer", 80, 443)
        .allowTcp("load balancer", "web", 80)
        .allowTcp("web", "database", 3306);
  }

  /** The way out leads everywhere, to the stack's own addresses too. */
  static NetworkContract outside(String loadBalancer, String web, String database) {
    return tiers(loadBalancer, web, database)
        .allowTcp("web", "outside", 443)
        .allowTcp("database", "outside", 443)
        .build();
  }

  /** The way out leads out, and to the load balancer, which is open to everyone. */
  static NetworkContract strict(String loadBalancer, String web, String database) {
    NetworkContract.Builder contract = tiers(loadBalancer, web, database);
    for (String inside : new String[] {"web", "database"}) {
      contract.allowTcp(inside, "elsewhere", 443).tolerate(inside, "load balancer", tcp(443));
    }
    return contract.build();
  }
}
