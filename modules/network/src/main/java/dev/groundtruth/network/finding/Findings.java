package dev.groundtruth.network.finding;

import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.model.Identity;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.Remark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for what is worth knowing of a network beside the proofs. */
public final class Findings {

  private Findings() {}

  /**
   * What can be found without knowing what the network is for.
   *
   * @param network the network
   * @return the findings
   */
  public static List<Finding> of(Network network) {
    List<Finding> findings = new ArrayList<>(remarks(network));
    findings.addAll(new IdleRules(network).findings());
    findings.addAll(ShadowedEntries.findings(network));
    findings.addAll(Quotas.findings(network));
    return List.copyOf(findings);
  }

  /**
   * What can be found knowing what the network is for: rules wider than needed as well.
   *
   * @param network the network
   * @param contract what it must let through
   * @return the findings
   * @throws IllegalArgumentException if a tier means nothing in the network
   */
  public static List<Finding> of(Network network, NetworkContract contract) {
    List<Finding> findings = new ArrayList<>(of(network));
    findings.addAll(new WideRules(network, contract).findings());
    return List.copyOf(findings);
  }

  private static List<Finding> remarks(Network network) {
    List<Finding> findings = new ArrayList<>();
    for (Remark remark : network.remarks()) {
      if (remark.kind() == Remark.Kind.AMBIGUOUS) {
        findings.add(
            new Finding(
                "ambiguous-ownership",
                Finding.Level.WARNING,
                remark.subject(),
                location(network, remark.subject()),
                remark.message(),
                "let one part of the configuration own it"));
      } else if (remark.kind() == Remark.Kind.NOT_UNDERSTOOD) {
        findings.add(
            new Finding(
                "not-understood",
                Finding.Level.WARNING,
                remark.subject(),
                location(network, remark.subject()),
                remark.message(),
                "judge by hand what it lets through, for no isolation can be proved beside it"));
      }
    }
    return findings;
  }

  private static Optional<dev.groundtruth.network.SourceLocation> location(
      Network network, String key) {
    return network.securityGroups().stream()
        .map(group -> group.identity())
        .filter(identity -> identity.key().equals(key))
        .findFirst()
        .flatMap(Identity::location);
  }
}
