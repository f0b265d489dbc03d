package dev.groundtruth.network.terraform;

import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** What protocol and ports of rules and entries mean. */
final class TrafficMatches {

  private static final Map<String, Protocol> NAMES =
      Map.ofEntries(
          Map.entry("-1", Protocol.ALL),
          Map.entry("igmp", new Protocol(2)),
          Map.entry("ipv4", new Protocol(4)),
          Map.entry("ipv6", new Protocol(41)),
          Map.entry("gre", new Protocol(47)),
          Map.entry("esp", new Protocol(50)),
          Map.entry("ah", new Protocol(51)),
          Map.entry("ospf", new Protocol(89)),
          Map.entry("sctp", new Protocol(132)));

  private TrafficMatches() {}

  /** Of a security group's rule: absent ports or -1 mean all. */
  static Maybe<TrafficMatch> ofRule(Value protocol, Value from, Value to) {
    Maybe<Protocol> known = protocol(protocol);
    if (known.known().isEmpty()) {
      return Maybe.unknown(protocol.path());
    }
    Protocol number = known.known().get();
    if (!number.hasPorts() && !number.isIcmp()) {
      return Maybe.of(TrafficMatch.of(number, PortRange.ALL));
    }
    for (Value bound : new Value[] {from, to}) {
      if (bound.isUnknown() || (bound.text().isPresent() && bound.number().isEmpty())) {
        return Maybe.unknown(bound.path());
      }
    }
    OptionalInt first = atLeastZero(from.number());
    OptionalInt last = atLeastZero(to.number());
    return number.isIcmp()
        ? Maybe.of(
            new TrafficMatch(
                number, PortRange.ALL, first, first.isPresent() ? last : OptionalInt.empty()))
        : ports(number, from, first.orElse(0), last.orElse(PortRange.MAX_PORT));
  }

  /** Of a network ACL's entry: what is absent here is for the provider to fill. */
  static Maybe<TrafficMatch> ofEntry(
      Value protocol, Value from, Value to, Value icmpType, Value icmpCode) {
    Maybe<Protocol> known = protocol(protocol);
    if (known.known().isEmpty()) {
      return Maybe.unknown(protocol.path());
    }
    Protocol number = known.known().get();
    if (number.hasPorts()) {
      return from.number().isPresent() && to.number().isPresent()
          ? ports(number, from, from.number().getAsInt(), to.number().getAsInt())
          : Maybe.unknown(from.path());
    }
    if (number.isIcmp()) {
      return icmpType.number().isPresent() && icmpCode.number().isPresent()
          ? Maybe.of(
              new TrafficMatch(
                  number,
                  PortRange.ALL,
                  atLeastZero(icmpType.number()),
                  atLeastZero(icmpType.number()).isPresent()
                      ? atLeastZero(icmpCode.number())
                      : OptionalInt.empty()))
          : Maybe.unknown(icmpType.path());
    }
    return Maybe.of(TrafficMatch.of(number, PortRange.ALL));
  }

  private static Maybe<TrafficMatch> ports(Protocol protocol, Value from, int first, int last) {
    return first >= 0 && first <= last && last <= PortRange.MAX_PORT
        ? Maybe.of(TrafficMatch.of(protocol, new PortRange(first, last)))
        : Maybe.unknown(from.path());
  }

  private static OptionalInt atLeastZero(OptionalInt number) {
    return number.isPresent() && number.getAsInt() < 0 ? OptionalInt.empty() : number;
  }

  private static Maybe<Protocol> protocol(Value value) {
    return value
        .text()
        .map(text -> text.toLowerCase(Locale.ROOT))
        .map(
            text -> {
              Protocol named = NAMES.get(text);
              if (named != null) {
                return Maybe.of(named);
              }
              try {
                return Maybe.of(Protocol.parse(text));
              } catch (IllegalArgumentException e) {
                return Maybe.<Protocol>unknown(value.path());
              }
            })
        .orElseGet(() -> Maybe.unknown(value.path()));
  }
}
