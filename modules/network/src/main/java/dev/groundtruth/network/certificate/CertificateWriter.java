package dev.groundtruth.network.certificate;

import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.NetworkAclEntry;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Route;
import dev.groundtruth.network.model.RouteTarget;
import dev.groundtruth.network.model.SecurityGroupRule;
import dev.groundtruth.network.model.TrafficMatch;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a {@link Certificate} as JSON; {@code docs/network-json.md} describes it. */
public final class CertificateWriter {

  /** Grows when something is removed or changes its meaning. */
  static final String SCHEMA_VERSION = "1.0";

  private CertificateWriter() {}

  /**
   * A certificate as JSON; the same certificate always gives the same text.
   *
   * @param certificate the certificate
   * @return the text
   */
  public static String json(Certificate certificate) {
    Map<String, Object> all =
        fields("schemaVersion", SCHEMA_VERSION, "kind", "certificate of isolation");
    all.put("from", end(certificate.from()));
    all.put("to", end(certificate.to()));
    all.put("traffic", traffic(certificate.traffic()));
    Certificate.Table table = certificate.table();
    all.put("rules", rows(table.rules(), row -> rule(row.group(), row.rule())));
    all.put("entries", rows(table.entries(), row -> entry(row.acl(), row.entry())));
    all.put("routes", rows(table.routes(), row -> route(row.routeTable(), row.route())));
    all.put("parts", certificate.parts().stream().map(CertificateWriter::part).toList());
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(all)
        + "\n";
  }

  private static Map<String, Object> fields(Object... pairs) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int at = 0; at < pairs.length; at += 2) {
      fields.put((String) pairs[at], pairs[at + 1]);
    }
    return fields;
  }

  private static <T> List<Map<String, Object>> rows(
      Set<T> rows, Function<T, Map<String, Object>> write) {
    return rows.stream().map(write).sorted(Comparator.comparing(Map::toString)).toList();
  }

  private static Map<String, Object> end(Certificate.End end) {
    if (end instanceof Certificate.End.Interfaces some) {
      return fields("interfaces", some.keys());
    }
    return end instanceof Certificate.End.Addresses some
        ? fields("addresses", some.blocks().stream().map(Object::toString).toList())
        : fields("internet", true);
  }

  private static Map<String, Object> traffic(TrafficMatch match) {
    Map<String, Object> fields = fields("protocol", match.protocol().toString());
    if (match.protocol().hasPorts()) {
      fields.put("ports", List.of(match.ports().first(), match.ports().last()));
    }
    match.icmpType().ifPresent(type -> fields.put("icmpType", type));
    match.icmpCode().ifPresent(code -> fields.put("icmpCode", code));
    return fields;
  }

  private static <T> Object maybe(Maybe<T> value, Function<T, Object> write) {
    return value instanceof Maybe.Known<T> known
        ? write.apply(known.value())
        : fields("unknown", value.attribute().orElseThrow());
  }

  private static Map<String, Object> rule(String group, SecurityGroupRule rule) {
    return fields(
        "group",
        group,
        "key",
        rule.identity().key(),
        "direction",
        rule.direction().name(),
        "traffic",
        maybe(rule.match(), CertificateWriter::traffic),
        "peer",
        peer(rule.peer()));
  }

  private static Map<String, Object> entry(String acl, NetworkAclEntry entry) {
    return fields(
        "acl",
        acl,
        "key",
        entry.identity().key(),
        "number",
        entry.number(),
        "direction",
        entry.direction().name(),
        "allow",
        entry.allow(),
        "traffic",
        maybe(entry.match(), CertificateWriter::traffic),
        "peer",
        maybe(entry.cidr(), cidr -> fields("cidr", cidr.toString())));
  }

  private static Map<String, Object> route(String table, Route route) {
    return fields(
        "routeTable",
        table,
        "key",
        route.identity().key(),
        "destination",
        peer(route.destination()),
        "target",
        target(route.target()));
  }

  private static Map<String, Object> peer(Peer peer) {
    if (peer instanceof Peer.CidrPeer block) {
      return fields("cidr", block.cidr().toString());
    }
    if (peer instanceof Peer.GroupPeer group) {
      return fields("group", group.group());
    }
    return peer instanceof Peer.PrefixListPeer list
        ? fields("prefixList", list.prefixList())
        : fields("unknown", ((Peer.UnknownPeer) peer).attribute());
  }

  private static Map<String, Object> target(RouteTarget target) {
    if (target instanceof RouteTarget.InternetGateway to) {
      return fields("internetGateway", to.gateway());
    }
    if (target instanceof RouteTarget.NatGateway to) {
      return fields("natGateway", to.gateway());
    }
    if (target instanceof RouteTarget.EgressOnlyGateway to) {
      return fields("egressOnlyGateway", to.gateway());
    }
    if (target instanceof RouteTarget.Peering to) {
      return fields("peering", to.peering());
    }
    if (target instanceof RouteTarget.GatewayEndpoint to) {
      return fields("gatewayEndpoint", to.endpoint());
    }
    if (target instanceof RouteTarget.Appliance to) {
      return fields("appliance", to.networkInterface());
    }
    if (target instanceof RouteTarget.Elsewhere to) {
      return fields("elsewhere", to.kind(), "key", to.key());
    }
    if (target instanceof RouteTarget.UnknownTarget to) {
      return fields("unknown", to.attribute());
    }
    return fields(target instanceof RouteTarget.Local ? "local" : "blackhole", true);
  }

  private static Map<String, Object> part(Certificate.Part part) {
    return fields(
        "from",
        place(part.from()),
        "to",
        place(part.to()),
        "atoms",
        part.atoms().stream().map(CertificateWriter::atom).toList());
  }

  private static Map<String, Object> place(Certificate.Place place) {
    Map<String, Object> fields = fields();
    place.networkInterface().ifPresent(key -> fields.put("interface", key));
    place.subnet().ifPresent(key -> fields.put("subnet", key));
    return fields;
  }

  private static Map<String, Object> atom(Certificate.Atom atom) {
    Box box = atom.packets();
    return fields(
        "protocols",
        List.of(box.protocols().first(), box.protocols().last()),
        "ports",
        List.of(box.ports().first(), box.ports().last()),
        "codes",
        List.of(box.codes().first(), box.codes().last()),
        "sources",
        List.of(box.sources().firstAddress(), box.sources().lastAddress()),
        "destinations",
        List.of(box.destinations().firstAddress(), box.destinations().lastAddress()),
        "reason",
        reason(atom.reason()));
  }

  private static Map<String, Object> reason(Reason reason) {
    if (reason instanceof Reason.SecurityGroups groups) {
      return fields("kind", "securityGroups", "direction", groups.direction().name());
    }
    if (reason instanceof Reason.NetworkAcl acl) {
      return fields(
          "kind",
          "networkAcl",
          "subnet",
          acl.subnet(),
          "acl",
          acl.acl(),
          "direction",
          acl.direction().name(),
          "isForReplies",
          acl.isForReplies(),
          "entries",
          acl.entries());
    }
    if (reason instanceof Reason.Routes routes) {
      return fields(
          "kind",
          "routes",
          "direction",
          routes.direction().name(),
          "subnet",
          routes.subnet(),
          "obstacles",
          routes.obstacles().stream()
              .map(each -> fields("route", each.route(), "why", each.why().name()))
              .toList());
    }
    return fields("kind", "sameAddress");
  }
}
