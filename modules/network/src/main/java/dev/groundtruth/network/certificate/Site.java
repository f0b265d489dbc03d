package dev.groundtruth.network.certificate;

import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Subnet;
import java.util.List;
import java.util.Optional;

/**
 * A place and what the network tells of it.
 *
 * @param member the interface; nothing for hosts nobody knows and for the outside
 * @param subnet the subnet; nothing for the outside
 * @param addresses the addresses it has or may have
 * @param isInternet whether it was asked for as the internet
 */
record Site(
    Optional<NetworkInterface> member,
    Optional<Subnet> subnet,
    List<Range> addresses,
    boolean isInternet) {

  Certificate.Place place() {
    return new Certificate.Place(
        member.map(each -> each.identity().key()), subnet.map(each -> each.identity().key()));
  }

  boolean isOutside() {
    return subnet.isEmpty();
  }

  /** Whether packets to the other would be an interface's to itself, or not of this network. */
  boolean isPointless(Site other) {
    boolean isSelf = member.isPresent() && member.equals(other.member);
    return (isSelf && !member.get().isOpenNumber()) || (isOutside() && other.isOutside());
  }
}
