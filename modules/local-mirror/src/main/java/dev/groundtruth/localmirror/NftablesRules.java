package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.Folders;
import dev.groundtruth.network.Cidr;
import dev.groundtruth.network.Direction;
import dev.groundtruth.network.PortRange;
import dev.groundtruth.network.Protocol;
import dev.groundtruth.network.securitygroups.CidrPeer;
import dev.groundtruth.network.securitygroups.GroupPeer;
import dev.groundtruth.network.securitygroups.Peer;
import dev.groundtruth.network.securitygroups.SecurityGroup;
import dev.groundtruth.network.securitygroups.SecurityGroupRule;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Security groups as nftables rules for the network namespace of an interface.
 *
 * <p>{@code base.nft} denies everything in both directions but loopback, replies and IPv6 neighbour
 * discovery, and has two sets for each group, {@code NAME-v4} and {@code NAME-v6}, for the
 * addresses of its members. {@code NAME.nft} adds what the group allows. An interface loads the
 * base and the files of its groups in one transaction: what it admits is the union of its groups'
 * rules, as in <a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html">a VPC</a>.
 * Group references match the members' private addresses; rules of one IP version never match the
 * other.
 *
 * <p>The first line of the base names the SHA-256 of the file it was rendered from, so that stale
 * rules can be refused.
 */
public final class NftablesRules {

  /** The file that every interface loads first. */
  public static final String BASE_FILE = "base.nft";

  private static final String SUFFIX = ".nft";
  private static final String TABLE = "inet groundtruth";

  /** The longest comment the kernel takes, in bytes without the final zero. */
  private static final int COMMENT_LIMIT = 127;

  private NftablesRules() {}

  /**
   * Renders groups.
   *
   * @param groups the groups
   * @return file names and their text, the base first
   */
  public static Map<String, String> render(SecurityGroups groups) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(BASE_FILE, base(groups));
    for (SecurityGroup group : groups.groups()) {
      files.put(group.name() + SUFFIX, group(group));
    }
    return files;
  }

  /**
   * Renders groups into a folder, and removes what was rendered there of groups that no longer are.
   *
   * @param groups the groups
   * @param folder where to; made if missing
   * @throws UncheckedIOException if the folder cannot be written
   */
  public static void write(SecurityGroups groups, Path folder) {
    Map<String, String> files = render(groups);
    try {
      Folders.createPrivate(folder);
      try (DirectoryStream<Path> present = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path file : present) {
          if (!files.containsKey(String.valueOf(file.getFileName()))) {
            Files.delete(file);
          }
        }
      }
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The rules cannot be written to " + folder, e);
    }
  }

  private static String base(SecurityGroups groups) {
    List<String> lines = new ArrayList<>();
    lines.add("# security-groups.json sha256 " + groups.sha256());
    lines.add("# Rendered by bin/security-groups: change security-groups.json, not this file.");
    lines.add("add table " + TABLE);
    lines.add("delete table " + TABLE);
    lines.add("add table " + TABLE);
    for (SecurityGroup group : groups.groups()) {
      lines.add("add set %s %s { type ipv4_addr; }".formatted(TABLE, setName(group.name(), 4)));
      lines.add("add set %s %s { type ipv6_addr; }".formatted(TABLE, setName(group.name(), 6)));
    }
    for (Direction direction : Direction.values()) {
      lines.add("add chain %s %s".formatted(TABLE, direction));
    }
    for (Direction direction : Direction.values()) {
      boolean in = direction == Direction.INGRESS;
      String hook = in ? "input" : "output";
      lines.add(
          "add chain %s %s { type filter hook %s priority filter; policy drop; }"
              .formatted(TABLE, hook, hook));
      String rule = "add rule %s %s ".formatted(TABLE, hook);
      lines.add(rule + (in ? "iif" : "oif") + " \"lo\" accept");
      lines.add(rule + "ct state established,related accept");
      lines.add(
          rule
              + "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, nd-router-advert } accept");
      lines.add(rule + "jump " + direction);
      lines.add(rule + "counter comment \"denied: no security group allows it\"");
    }
    return text(lines);
  }

  private static String group(SecurityGroup group) {
    List<String> lines = new ArrayList<>();
    lines.add("# security group " + group.name());
    for (Direction direction : Direction.values()) {
      for (SecurityGroupRule rule : group.rules(direction)) {
        for (String match : matches(rule)) {
          lines.add(
              "add rule %s %s %sct state new accept%s"
                  .formatted(TABLE, direction, match, comment(rule.description())));
        }
      }
    }
    return text(lines);
  }

  private static String setName(String group, int version) {
    return group + "-v" + version;
  }

  private static List<String> matches(SecurityGroupRule rule) {
    List<String> matches = new ArrayList<>();
    for (int version : new int[] {4, 6}) {
      if (applies(rule.protocol(), version)) {
        peer(rule.peer(), rule.direction(), version)
            .ifPresent(peer -> matches.add(peer + protocol(rule)));
      }
    }
    return matches;
  }

  private static boolean applies(Protocol protocol, int version) {
    return !(protocol.equals(Protocol.ICMP) && version == 6)
        && !(protocol.equals(Protocol.ICMPV6) && version == 4);
  }

  private static Optional<String> peer(Peer peer, Direction direction, int version) {
    String address =
        (version == 4 ? "ip " : "ip6 ") + (direction == Direction.INGRESS ? "saddr " : "daddr ");
    if (peer instanceof GroupPeer group) {
      return Optional.of(address + "@" + setName(group.group(), version) + " ");
    }
    Cidr cidr = ((CidrPeer) peer).cidr();
    if (cidr.isIpv4() != (version == 4)) {
      return Optional.empty();
    }
    return Optional.of(
        cidr.prefixLength() == 0 ? "meta nfproto ipv" + version + " " : address + cidr + " ");
  }

  private static String protocol(SecurityGroupRule rule) {
    Protocol protocol = rule.protocol();
    if (protocol.equals(Protocol.ALL)) {
      return "";
    }
    if (protocol.hasPorts() && !rule.ports().equals(PortRange.ALL)) {
      return "%s dport %s ".formatted(protocol, rule.ports());
    }
    if (protocol.isIcmp() && (rule.icmpType().isPresent() || rule.icmpCode().isPresent())) {
      String name = protocol.equals(Protocol.ICMP) ? "icmp" : "icmpv6";
      StringBuilder match = new StringBuilder();
      rule.icmpType().ifPresent(type -> match.append("%s type %d ".formatted(name, type)));
      rule.icmpCode().ifPresent(code -> match.append("%s code %d ".formatted(name, code)));
      return match.toString();
    }
    return "meta l4proto %d ".formatted(protocol.number());
  }

  private static String comment(String description) {
    StringBuilder comment = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < description.length(); ) {
      int character = description.codePointAt(i);
      i += Character.charCount(character);
      String written =
          character == '"'
              ? "'"
              : Character.isISOControl(character) || character == '\\'
                  ? " "
                  : Character.toString(character);
      bytes += written.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > COMMENT_LIMIT) {
        break;
      }
      comment.append(written);
    }
    return comment.isEmpty() ? "" : " comment \"" + comment + "\"";
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
