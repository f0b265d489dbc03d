package dev.groundtruth.network.mutation;

import dev.groundtruth.network.contract.ContractReport;
import dev.groundtruth.network.contract.NetworkContract;
import dev.groundtruth.network.contract.Outcome;
import dev.groundtruth.network.model.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a contract notices of all that can be wrong with a network's rules. The engine decides for
 * every packet whether a mutant differs from the network; one that does not is equivalent, and no
 * contract could tell.
 *
 * <pre>{@code
 * MutationReport report = MutationReport.of(network, contract);
 * report.survived(); // what could go wrong without the contract being violated
 * }</pre>
 *
 * @param killed mutants of which the contract does not hold
 * @param survived mutants that change who can send what to whom, and of which the contract holds
 * @param equivalent mutants that change nothing
 */
public record MutationReport(List<Judged> killed, List<Judged> survived, List<Mutant> equivalent) {

  /**
   * Keeps copies of the lists.
   *
   * @param killed mutants of which the contract does not hold
   * @param survived mutants of which it holds
   * @param equivalent mutants that change nothing
   */
  public MutationReport {
    killed = List.copyOf(killed);
    survived = List.copyOf(survived);
    equivalent = List.copyOf(equivalent);
  }

  /**
   * A mutant that differs.
   *
   * @param mutant the mutant
   * @param effect a packet that arrives in it and not in the network, or the reverse
   * @param outcome what the contract says of it
   */
  public record Judged(Mutant mutant, Effect effect, Outcome outcome) {

    /** The mutant, and on a line of its own the effect. */
    @Override
    public String toString() {
      return mutant + "\n  " + effect;
    }
  }

  /**
   * Checks a contract against all mutants of a network.
   *
   * @param network the network
   * @param contract the contract
   * @return what became of the mutants
   * @throws IllegalArgumentException if the contract does not hold of the network itself, or a tier
   *     means nothing in it
   */
  public static MutationReport of(Network network, NetworkContract contract) {
    ContractReport itself = contract.check(network);
    if (itself.outcome() != Outcome.HOLDS) {
      throw new IllegalArgumentException(
          "A contract that does not hold of %s itself tells nothing of mutants, perhaps you should mend this first: %s"
              .formatted(network.source(), itself));
    }
    Sides sides = new Sides(network, contract);
    List<Judged> killed = new ArrayList<>();
    List<Judged> survived = new ArrayList<>();
    List<Mutant> equivalent = new ArrayList<>();
    for (Mutant mutant : Mutants.of(network)) {
      Optional<Effect> effect = sides.effect(mutant.network());
      if (effect.isEmpty()) {
        equivalent.add(mutant);
        continue;
      }
      Outcome outcome = outcome(contract, mutant);
      (outcome == Outcome.HOLDS ? survived : killed).add(new Judged(mutant, effect.get(), outcome));
    }
    return new MutationReport(killed, survived, equivalent);
  }

  /** A tier that is named by a group nobody is in any more is a violation as well. */
  private static Outcome outcome(NetworkContract contract, Mutant mutant) {
    try {
      return contract.check(mutant.network()).outcome();
    } catch (IllegalArgumentException e) {
      return Outcome.VIOLATED;
    }
  }

  /** How many there are of each kind, then those that survived. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            "%d of %d mutants that change what arrives are killed; %d change nothing"
                .formatted(killed.size(), killed.size() + survived.size(), equivalent.size()));
    survived.forEach(each -> text.append("\nsurvived: ").append(each));
    return text.toString();
  }
}
