package dev.groundtruth.verification.cloud;

import dev.groundtruth.junit.CapabilityMeasurement;
import dev.groundtruth.verification.Replica;
import dev.groundtruth.verification.Topology;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/** How tests get at a stack in an account: its places, and the ways to its site and database. */
interface StackAccess extends AutoCloseable {

  /** From where and to where packets can be sent. */
  Topology topology();

  /** Whether the security groups are enforced. */
  CapabilityMeasurement enforcement();

  /** Whether each of the tasks can be asked by itself. */
  CapabilityMeasurement replicasAddressable();

  /** Where the tests reach the load balancer. */
  URI site();

  /** What answers for the web tier, at least one. */
  List<Replica> replicas();

  /** The local end of a way to the database, as it is now. */
  InetSocketAddress database();

  /** Opens again what the stop of the database's machine cut off, once that runs again. */
  void restore();

  @Override
  void close();
}
