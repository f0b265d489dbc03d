package dev.groundtruth.network.certificate;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.TrafficMatch;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a {@link Certificate} from JSON; {@code docs/network-json.md} describes it. */
public final class CertificateReader {

  private static final String FIX =
      ", perhaps you should have it written anew by bin/network reach --certificate";

  private CertificateReader() {}

  /**
   * The certificate a JSON text holds. Fields it does not know are passed over.
   *
   * @param json the text
   * @return the certificate, which nobody has verified
   * @throws MalformedCertificateException if the text is no certificate
   */
  public static Certificate read(byte[] json) {
    JsonNode root;
    try {
      root = JsonMapper.builder().build().readTree(json);
    } catch (JacksonException e) {
      throw new MalformedCertificateException("The certificate is not JSON" + FIX);
    }
    if (root == null || root.isMissingNode()) {
      throw new MalformedCertificateException("The certificate is empty" + FIX);
    }
    return certificate(new At(root, ""));
  }

  /** A value and where it is. */
  private record At(JsonNode node, String path) {

    @Nullable At find(String name) {
      JsonNode found = node.isObject() ? node.get(name) : null;
      return found == null ? null : new At(found, path.isEmpty() ? name : path + "." + name);
    }

    At get(String name) {
      At found = find(name);
      if (found == null) {
        throw new MalformedCertificateException(
            "The certificate has no %s%s%s".formatted(path.isEmpty() ? "" : path + ".", name, FIX));
      }
      return found;
    }

    MalformedCertificateException wrong(String what) {
      return new MalformedCertificateException(
          "%s of the certificate is not %s%s"
              .formatted(path.isEmpty() ? "The whole" : path, what, FIX));
    }

    String text() {
      if (!node.isString()) {
        throw wrong("a text");
      }
      return node.stringValue();
    }

    int number() {
      if (!node.isInt()) {
        throw wrong("a whole number");
      }
      return node.intValue();
    }

    boolean flag() {
      if (!node.isBoolean()) {
        throw wrong("true or false");
      }
      return node.booleanValue();
    }

    List<At> items() {
      if (!node.isArray()) {
        throw wrong("a list");
      }
      List<At> items = new ArrayList<>();
      for (int at = 0; at < node.size(); at++) {
        items.add(new At(node.get(at), "%s[%d]".formatted(path, at)));
      }
      return items;
    }

    <T> List<T> items(Function<At, T> read) {
      return items().stream().map(read).toList();
    }

    /** What the value is made into may find it wrong. */
    <T> T as(String what, Function<At, T> read) {
      try {
        return read.apply(this);
      } catch (IllegalArgumentException e) {
        throw wrong(what);
      }
    }

    <T> List<T> pair(String what, Function<At, T> read) {
      List<T> both = items(item -> item.as(what, read));
      if (both.size() != 2) {
        throw wrong("a list of the first and the last");
      }
      return both;
    }
  }

  private static Certificate certificate(At root) {
    if (!root.get("schemaVersion").text().startsWith("1.")) {
      throw root.get("schemaVersion").wrong("1.x");
    }
    return new Certificate(
        end(root.get("from")),
        end(root.get("to")),
        traffic(root.get("traffic")),
        new Certificate.Table(
            set(root.get("rules").items(CertificateReader::rule)),
            set(root.get("entries").items(CertificateReader::entry)),
            set(root.get("routes").items(CertificateReader::route))),
        root.get("parts").items(CertificateReader::part));
  }

  private static <T> Set<T> set(List<T> rows) {
    return new HashSet<>(rows);
  }

  private static Certificate.End end(At at) {
    At interfaces = at.find("interfaces");
    At addresses = at.find("addresses");
    if (interfaces != null) {
      return new Certificate.End.Interfaces(interfaces.items(At::text));
    }
    if (addresses != null) {
      return new Certificate.End.Addresses(addresses.items(CertificateReader::cidr));
    }
    if (at.find("internet") == null) {
      throw at.wrong("internet, addresses or interfaces");
    }
    return new Certificate.End.Internet();
  }

  private static Cidr cidr(At at) {
    return at.as("a CIDR block", each -> Cidr.parse(each.text()));
  }

  private static Direction direction(At at) {
    return at.as("EGRESS or INGRESS", each -> Direction.valueOf(each.text()));
  }

  private static TrafficMatch traffic(At at) {
    Protocol protocol = at.get("protocol").as("a protocol", p -> Protocol.parse(p.text()));
    At ports = at.find("ports");
    return new TrafficMatch(
        protocol,
        ports == null
            ? PortRange.ALL
            : ports.as(
                "two ports",
                both -> {
                  List<Integer> ends = both.pair("a port", At::number);
                  return new PortRange(ends.get(0), ends.get(1));
                }),
        number(at.find("icmpType")),
        number(at.find("icmpCode")));
  }

  private static OptionalInt number(@Nullable At at) {
    return at == null ? OptionalInt.empty() : OptionalInt.of(at.number());
  }

  private static <T> Maybe<T> maybe(At at, Function<At, T> read) {
    At unknown = at.find("unknown");
    return unknown == null ? Maybe.of(read.apply(at)) : Maybe.unknown(unknown.text());
  }

  private static Identity key(At at) {
    return Identity.of(at.get("key").text());
  }

  private static Certificate.GroupRule rule(At at) {
    return new Certificate.GroupRule(
        at.get("group").text(),
        new SecurityGroupRule(
            key(at),
            direction(at.get("direction")),
            maybe(at.get("traffic"), CertificateReader::traffic),
            peer(at.get("peer")),
            ""));
  }

  private static Certificate.AclEntry entry(At at) {
    return new Certificate.AclEntry(
        at.get("acl").text(),
        new NetworkAclEntry(
            key(at),
            at.get("number").number(),
            direction(at.get("direction")),
            at.get("allow").flag(),
            maybe(at.get("traffic"), CertificateReader::traffic),
            maybe(at.get("peer"), peer -> cidr(peer.get("cidr")))));
  }

  private static Certificate.TableRoute route(At at) {
    return new Certificate.TableRoute(
        at.get("routeTable").text(),
        new Route(key(at), peer(at.get("destination")), target(at.get("target"))));
  }

  private static Peer peer(At at) {
    At cidr = at.find("cidr");
    At group = at.find("group");
    At list = at.find("prefixList");
    if (cidr != null) {
      return new Peer.CidrPeer(cidr(cidr));
    }
    if (group != null) {
      return new Peer.GroupPeer(group.text());
    }
    return list != null
        ? new Peer.PrefixListPeer(list.text())
        : new Peer.UnknownPeer(at.get("unknown").text());
  }

  private static RouteTarget target(At at) {
    String name = at.node().isObject() && !at.node().isEmpty() ? first(at.node()) : "";
    return switch (name) {
      case "internetGateway" -> new RouteTarget.InternetGateway(at.get(name).text());
      case "natGateway" -> new RouteTarget.NatGateway(at.get(name).text());
      case "egressOnlyGateway" -> new RouteTarget.EgressOnlyGateway(at.get(name).text());
      case "peering" -> new RouteTarget.Peering(at.get(name).text());
      case "gatewayEndpoint" -> new RouteTarget.GatewayEndpoint(at.get(name).text());
      case "appliance" -> new RouteTarget.Appliance(at.get(name).text());
      case "elsewhere" -> new RouteTarget.Elsewhere(at.get(name).text(), at.get("key").text());
      case "unknown" -> new RouteTarget.UnknownTarget(at.get(name).text());
      case "local" -> new RouteTarget.Local();
      case "blackhole" -> new RouteTarget.Blackhole();
      default -> throw at.wrong("the target of a route");
    };
  }

  private static String first(JsonNode object) {
    return object.propertyNames().iterator().next();
  }

  private static Certificate.Part part(At at) {
    return new Certificate.Part(
        place(at.get("from")), place(at.get("to")), at.get("atoms").items(CertificateReader::atom));
  }

  private static Certificate.Place place(At at) {
    return new Certificate.Place(
        Optional.ofNullable(at.find("interface")).map(At::text),
        Optional.ofNullable(at.find("subnet")).map(At::text));
  }

  private static Certificate.Atom atom(At at) {
    return new Certificate.Atom(
        new Box(
            numbers(at.get("protocols")),
            numbers(at.get("ports")),
            numbers(at.get("codes")),
            addresses(at.get("sources")),
            addresses(at.get("destinations"))),
        reason(at.get("reason")));
  }

  private static Range numbers(At at) {
    List<Integer> ends = at.pair("a whole number", At::number);
    return at.as("the first and the last", any -> Range.of(ends.get(0), ends.get(1)));
  }

  private static Range addresses(At at) {
    List<InetAddress> ends = at.pair("an address", each -> Cidr.parseAddress(each.text()));
    return at.as("the first and the last", any -> Range.of(ends.get(0), ends.get(1)));
  }

  private static Reason reason(At at) {
    String kind = at.get("kind").text();
    return switch (kind) {
      case "sameAddress" -> new Reason.SameAddress();
      case "securityGroups" -> new Reason.SecurityGroups(direction(at.get("direction")));
      case "networkAcl" ->
          new Reason.NetworkAcl(
              at.get("subnet").text(),
              at.get("acl").text(),
              direction(at.get("direction")),
              at.get("isForReplies").flag(),
              at.get("entries").items(At::number));
      case "routes" ->
          new Reason.Routes(
              direction(at.get("direction")),
              at.get("subnet").text(),
              at.get("obstacles")
                  .items(
                      each ->
                          new Reason.Obstacle(
                              each.get("route").text(),
                              each.get("why")
                                  .as("a reason", why -> Reason.Why.valueOf(why.text())))));
      default -> throw at.get("kind").wrong("a kind of reason");
    };
  }
}
