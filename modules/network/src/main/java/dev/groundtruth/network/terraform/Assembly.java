package dev.groundtruth.network.terraform;

import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Maybe;
import dev.groundtruth.network.model.Peer;
import dev.groundtruth.network.model.Remark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the readers of the single kinds of things share. */
final class Assembly {

  /** Each family's block of all addresses. */
  static final List<Cidr> EVERYWHERE = List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0"));

  private final Document document;
  private final Keys keys;
  private final Sources sources;
  private final Set<Remark> remarks = new java.util.LinkedHashSet<>();
  private final Set<String> read = new HashSet<>();

  Assembly(Document document, Sources sources) {
    this.document = document;
    this.keys = new Keys(document);
    this.sources = sources;
  }

  Document document() {
    return document;
  }

  Keys keys() {
    return keys;
  }

  Sources sources() {
    return sources;
  }

  /** The managed resources of some types, which by this are taken care of. */
  List<Resource> managed(String... types) {
    List<Resource> found = new ArrayList<>();
    for (String type : types) {
      read.add(type);
      found.addAll(byType().getOrDefault(type, List.of()));
    }
    return found;
  }

  private final Map<String, List<Resource>> types = new HashMap<>();

  private Map<String, List<Resource>> byType() {
    if (types.isEmpty()) {
      for (Resource resource : document.resources()) {
        types
            .computeIfAbsent(
                resource.isData() ? "data." + resource.type() : resource.type(),
                key -> new ArrayList<>())
            .add(resource);
      }
    }
    return types;
  }

  Stream<Resource> data(String type) {
    return byType().getOrDefault("data." + type, List.of()).stream();
  }

  boolean isRead(String type) {
    return read.contains(type);
  }

  void remark(Remark.Kind kind, String subject, String message) {
    remarks.add(new Remark(kind, subject, message));
  }

  /** Says that an attribute leaves open what it is about, so that nothing can be proved. */
  void unclear(Value value, String what) {
    remark(
        Remark.Kind.NOT_UNDERSTOOD,
        value.path(),
        what
            + " is not known, perhaps you should write a plain reference to one resource instead of"
            + " a local value or a condition");
  }

  List<Remark> remarks() {
    return List.copyOf(remarks);
  }

  Identity identity(Resource resource) {
    return identity(resource, resource.address(), resource.get("id").text());
  }

  /** The identity of a part of a resource. */
  Identity part(Resource resource, String key) {
    return new Identity(
        key,
        Optional.empty(),
        Optional.of(resource.address()),
        Map.of(),
        sources.resource(resource));
  }

  private Identity identity(Resource resource, String key, Optional<String> id) {
    return new Identity(
        key, id, Optional.of(resource.address()), tags(resource), sources.resource(resource));
  }

  private static Map<String, String> tags(Resource resource) {
    JsonNode all = resource.values().path("tags_all");
    JsonNode own = resource.values().path("tags");
    if (all.isEmpty() && own.isEmpty()) {
      return Map.of();
    }
    Map<String, String> tags = new HashMap<>();
    for (JsonNode source : List.of(all, own)) {
      for (Map.Entry<String, JsonNode> tag : source.properties()) {
        if (tag.getValue().isString()) {
          tags.put(tag.getKey(), tag.getValue().stringValue());
        }
      }
    }
    return tags;
  }

  /** A block, or the attribute that will tell; nothing if it is absent or no block. */
  Optional<Maybe<Cidr>> cidr(Value value) {
    if (value.isUnknown()) {
      return Optional.of(Maybe.unknown(value.path()));
    }
    return value.text().map(text -> parse(value, text));
  }

  private final Map<String, Maybe<Cidr>> blocks = new HashMap<>();

  private Maybe<Cidr> parse(Value value, String text) {
    try {
      return blocks.computeIfAbsent(text, block -> Maybe.of(Cidr.parse(block)));
    } catch (IllegalArgumentException e) {
      remark(Remark.Kind.NOT_UNDERSTOOD, value.path(), String.valueOf(e.getMessage()));
      return Maybe.unknown(value.path());
    }
  }

  Optional<Peer> block(Value value) {
    return cidr(value)
        .map(
            maybe ->
                maybe
                    .known()
                    .<Peer>map(Peer.CidrPeer::new)
                    .orElseGet(() -> new Peer.UnknownPeer(value.path())));
  }
}
