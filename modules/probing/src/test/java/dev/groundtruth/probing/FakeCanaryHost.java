package dev.groundtruth.probing;

import dev.groundtruth.network.PortSet;
import java.util.ArrayList;
import java.util.List;

/** Opens canaries that exist only on paper. */
final class FakeCanaryHost implements CanaryHost {

  private final PortSet busy;
  final List<PortSet> openedTcp = new ArrayList<>();
  int closed;

  FakeCanaryHost(PortSet busy) {
    this.busy = busy;
  }

  @Override
  public Canary open(PortSet tcp, PortSet udp) {
    openedTcp.add(tcp);
    return new Canary() {
      @Override
      public String token() {
        return "T";
      }

      @Override
      public PortSet listening(Transport transport) {
        return (transport == Transport.TCP ? tcp : udp).minus(busy);
      }

      @Override
      public PortSet busy(Transport transport) {
        return (transport == Transport.TCP ? tcp : udp).intersection(busy);
      }

      @Override
      public void close() {
        closed++;
      }
    };
  }
}
