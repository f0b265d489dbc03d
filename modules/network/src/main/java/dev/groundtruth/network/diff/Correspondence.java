package dev.groundtruth.network.diff;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import dev.groundtruth.network.model.Subnet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which interfaces of two networks are the same ones, by what both sources call them: the key, the
 * AWS id, the Terraform address, the owner, the tag {@code Name}, and at last the address without
 * its index. Whom it takes for the same decides how differences are told, and whether there are
 * any, but never makes two networks equal that let different packets through between what is the
 * same.
 */
final class Correspondence {

  private static final String INDEX = "\\[[^\\]]*\\]";

  private final Network before;
  private final Network after;
  private final Set<NetworkInterface> old;
  private final Set<NetworkInterface> now;
  private final Map<NetworkInterface, String> names = new LinkedHashMap<>();

  private Correspondence(Network before, Network after) {
    this.before = before;
    this.after = after;
    old = new LinkedHashSet<>(before.interfaces());
    now = new LinkedHashSet<>(after.interfaces());
  }

  /**
   * What the interfaces of both networks are called; equal names are one interface.
   *
   * @param before by the keys of the old network
   * @param after by the keys of the new one
   */
  record Names(Map<String, String> before, Map<String, String> after) {}

  static Names of(Network before, Network after) {
    Correspondence same = new Correspondence(before, after);
    same.match(each -> List.of(each.identity().key()), false);
    same.match(each -> optional(each.identity().id()), false);
    same.match(each -> optional(each.identity().address()), false);
    same.match(Correspondence::owners, true);
    same.match(Correspondence::tagged, false);
    same.match(Correspondence::withoutIndex, false);
    return new Names(same.names(before), same.names(after));
  }

  private Map<String, String> names(Network network) {
    Map<String, String> byKey = new LinkedHashMap<>();
    for (NetworkInterface each : network.interfaces()) {
      String key = each.identity().key();
      byKey.put(key, names.getOrDefault(each, key));
    }
    return byKey;
  }

  private interface Signature {
    Collection<String> of(NetworkInterface each);
  }

  private static List<String> optional(Optional<String> name) {
    return name.map(List::of).orElse(List.of());
  }

  private static Collection<String> owners(NetworkInterface each) {
    return each.owner().stream().map(owner -> each.kind() + " " + owner).toList();
  }

  private static List<String> tagged(NetworkInterface each) {
    return optional(
        Optional.ofNullable(each.identity().tags().get("Name"))
            .map(name -> each.kind() + " " + name));
  }

  private static List<String> withoutIndex(NetworkInterface each) {
    return optional(each.identity().address().or(() -> Optional.of(each.identity().key()))).stream()
        .map(address -> each.kind() + " " + address.replaceAll(INDEX, ""))
        .toList();
  }

  /**
   * Matches those that share a signature, one to one. Where there are more on one side, they are
   * one together if that is allowed, else they are left.
   */
  private void match(Signature signature, boolean together) {
    Map<String, List<NetworkInterface>> left = index(old, signature);
    Map<String, List<NetworkInterface>> right = index(now, signature);
    left.forEach(
        (name, candidates) -> {
          List<NetworkInterface> mine = candidates.stream().filter(old::contains).toList();
          List<NetworkInterface> others =
              right.getOrDefault(name, List.of()).stream().filter(now::contains).toList();
          if (mine.isEmpty() || others.isEmpty()) {
            return;
          }
          if (mine.size() == others.size()) {
            pair(mine, others);
          } else if (together) {
            String common = mine.get(0).identity().key();
            mine.forEach(each -> names.put(each, common));
            others.forEach(each -> names.put(each, common));
            old.removeAll(mine);
            now.removeAll(others);
          }
        });
  }

  private static Map<String, List<NetworkInterface>> index(
      Set<NetworkInterface> interfaces, Signature signature) {
    Map<String, List<NetworkInterface>> index = new LinkedHashMap<>();
    for (NetworkInterface each : interfaces) {
      for (String name : new LinkedHashSet<>(signature.of(each))) {
        index.computeIfAbsent(name, any -> new ArrayList<>()).add(each);
      }
    }
    return index;
  }

  /** As many on both sides: those in the same blocks first, then in their order. */
  private void pair(List<NetworkInterface> mine, List<NetworkInterface> others) {
    List<NetworkInterface> rest = new ArrayList<>(others);
    List<NetworkInterface> later = new ArrayList<>();
    for (NetworkInterface each : mine) {
      Optional<NetworkInterface> alike =
          rest.stream()
              .filter(other -> place(before, each).equals(place(after, other)))
              .findFirst();
      if (alike.isPresent()) {
        same(each, alike.get());
        rest.remove(alike.get());
      } else {
        later.add(each);
      }
    }
    for (NetworkInterface each : later) {
      same(each, rest.remove(0));
    }
  }

  private void same(NetworkInterface mine, NetworkInterface other) {
    String name = mine.identity().key();
    names.put(mine, name);
    names.put(other, name);
    old.remove(mine);
    now.remove(other);
  }

  private static Set<String> place(Network network, NetworkInterface each) {
    Set<String> place = new TreeSet<>();
    each.addresses().forEach(address -> place.add(address.getHostAddress()));
    network.subnets().stream()
        .filter(subnet -> each.subnets().contains(subnet.identity().key()))
        .map(Subnet::cidrs)
        .flatMap(List::stream)
        .flatMap(cidr -> cidr.known().stream())
        .map(Cidr::toString)
        .forEach(place::add);
    return place;
  }
}
