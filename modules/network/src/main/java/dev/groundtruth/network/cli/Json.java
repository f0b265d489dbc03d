package dev.groundtruth.network.cli;

import dev.groundtruth.network.analysis.AddressSet;
import dev.groundtruth.network.analysis.Blocker;
import dev.groundtruth.network.analysis.Hop;
import dev.groundtruth.network.analysis.Packet;
import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.analysis.Verdict;
import dev.groundtruth.network.analysis.Witness;
import dev.groundtruth.network.contract.ExcessFlow;
import dev.groundtruth.network.contract.MissingFlow;
import dev.groundtruth.network.contract.ReachabilityTable;
import dev.groundtruth.network.diff.Cause;
import dev.groundtruth.network.diff.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The answers as JSON; docs/network-json.md describes it. */
final class Json {

  /** Grows when something is removed or changes its meaning. */
  static final String SCHEMA_VERSION = "1.0";

  private Json() {}

  /** An answer with its head. */
  static Map<String, Object> answer(String command, Object... pairs) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("schemaVersion", SCHEMA_VERSION);
    answer.put("command", command);
    for (int at = 0; at < pairs.length; at += 2) {
      answer.put((String) pairs[at], pairs[at + 1]);
    }
    return answer;
  }

  static String text(Map<String, Object> answer) {
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(answer);
  }

  static Map<String, Object> verdict(Verdict verdict) {
    Map<String, Object> all = new LinkedHashMap<>();
    if (verdict instanceof Verdict.Proved proved) {
      all.put("answer", "yes");
      put(all, "witness", proved.witness());
      all.put("blockers", blockers(proved.blockers()));
      all.put("exceptions", proved.exceptions());
    } else if (verdict instanceof Verdict.Refuted refuted) {
      all.put("answer", "no");
      put(all, "witness", refuted.witness());
      all.put("blockers", blockers(refuted.blockers()));
      all.put("exceptions", refuted.exceptions());
    } else if (verdict instanceof Verdict.Unknown unknown) {
      all.put("answer", "unknown");
      all.put("attributes", List.copyOf(new TreeSet<>(unknown.attributes())));
      put(all, "candidate", unknown.candidate());
    }
    return all;
  }

  private static void put(Map<String, Object> all, String name, Optional<Witness> witness) {
    witness.ifPresent(found -> all.put(name, witness(found)));
  }

  static Map<String, Object> witness(Witness witness) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("from", witness.from());
    all.put("to", witness.to());
    all.putAll(packet(witness.packet()));
    all.put("hops", witness.hops().stream().map(Json::hop).toList());
    return all;
  }

  static Map<String, Object> packet(Packet packet) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("source", address(packet.source()));
    all.put("destination", address(packet.destination()));
    all.put("traffic", packet.traffic().toString());
    return all;
  }

  static Map<String, Object> matrix(ReachabilityTable table) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("names", table.names());
    all.put(
        "cells",
        table.cells().stream()
            .filter(cell -> !cell.possible().isEmpty())
            .map(
                cell -> {
                  Map<String, Object> each = new LinkedHashMap<>();
                  each.put("from", cell.from());
                  each.put("to", cell.to());
                  each.put("certain", packets(cell.certain()));
                  each.put("possible", packets(cell.possible()));
                  return each;
                })
            .toList());
    return all;
  }

  static Map<String, Object> missing(MissingFlow flow) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("flow", flow.flow().toString());
    flow.flow().location().ifPresent(place -> all.put("location", place.toString()));
    all.put("from", flow.from());
    all.put("to", flow.to());
    all.put("certain", flow.isCertain());
    all.put("packets", packets(flow.packets()));
    all.put("witness", packet(flow.witness()));
    all.put("blockers", blockers(flow.blockers()));
    all.put("attributes", List.copyOf(new TreeSet<>(flow.unknowns())));
    return all;
  }

  static Map<String, Object> excess(ExcessFlow flow) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("from", flow.from());
    all.put("to", flow.to());
    all.put("certain", flow.isCertain());
    all.put("packets", packets(flow.packets()));
    all.put("witness", witness(flow.witness()));
    all.put("attributes", List.copyOf(new TreeSet<>(flow.unknowns())));
    return all;
  }

  static Map<String, Object> change(Change change) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("kind", change.kind().name());
    all.put("from", change.from());
    all.put("to", change.to());
    all.put("certain", change.isCertain());
    all.put("packets", packets(change.packets()));
    all.put("witness", witness(change.witness()));
    all.put("responsible", change.responsible().stream().map(Json::cause).toList());
    return all;
  }

  private static Map<String, Object> cause(Cause cause) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("kind", cause.kind().name());
    all.put("sign", cause.sign().name());
    all.put("subject", cause.subject());
    if (!cause.text().isEmpty()) {
      all.put("text", cause.text());
    }
    cause.location().ifPresent(place -> all.put("location", place.toString()));
    return all;
  }

  private static Map<String, Object> hop(Hop hop) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("kind", hop.kind().name());
    all.put("subject", hop.subject());
    if (!hop.rule().isEmpty()) {
      all.put("rule", hop.rule());
    }
    hop.ruleKey().ifPresent(key -> all.put("address", key));
    hop.location().ifPresent(place -> all.put("location", place.toString()));
    return all;
  }

  static List<Map<String, Object>> blockers(List<Blocker> blockers) {
    return blockers.stream()
        .map(
            blocker -> {
              Map<String, Object> all = new LinkedHashMap<>();
              all.put("code", blocker.code().name());
              all.put("subject", blocker.subject());
              all.put("explanation", blocker.explanation());
              return all;
            })
        .toList();
  }

  /** A packet set as blocks that do not overlap. */
  static List<Map<String, Object>> packets(PacketSet packets) {
    return packets.blocks().stream()
        .map(
            block -> {
              Map<String, Object> all = new LinkedHashMap<>();
              all.put("traffic", block.traffic().toString());
              all.put("sources", addresses(block.sources()));
              all.put("destinations", addresses(block.destinations()));
              return all;
            })
        .toList();
  }

  /** IPv6 as RFC 5952 wants it. */
  private static String address(java.net.InetAddress address) {
    return AddressSet.ofAddresses(List.of(address)).toString();
  }

  private static List<String> addresses(AddressSet set) {
    return set.blocks().stream().map(Object::toString).toList();
  }
}
