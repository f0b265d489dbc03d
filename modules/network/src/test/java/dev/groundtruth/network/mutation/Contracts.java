package dev.groundtruth.network.mutation;

import static dev.groundtruth.network.StackBuilder.tcp;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.analysis.AddressSet;
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
    String[] elsewhere =
        AddressSet.ALL_IPV4.minus(AddressSet.of(Cidr.parse("10.0.0.0/16"))).blocks().stream()
            .map(Cidr::toString)
            .toArray(String[]::new);
    NetworkContract.Builder contract =
        tiers(loadBalancer, web, database)
            .tier("elsewhere", elsewhere)
            .tolerate("elsewhere", "load balancer", tcp(80), tcp(443));
    for (String inside : new String[] {"web", "database"}) {
      contract
          .allowTcp(inside, "internet", 443)
          .tolerate(inside, "elsewhere", tcp(443))
          .allowTcp(inside, "load balancer", 443);
    }
    return contract.build();
  }
}
