package dev.groundtruth.provisioning.packer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A command to run.
 *
 * @param phase what limits its time
 * @param arguments subcommand and options
 * @param inputs variables it is given
 * @param operands what it is about
 * @param successCodes the exit codes that are no failure
 * @param features what it needs that not every version has
 * @param isMachineReadable whether it writes for programs
 */
record Call(
    Phase phase,
    List<String> arguments,
    Optional<Inputs> inputs,
    List<String> operands,
    Set<Integer> successCodes,
    Set<Feature> features,
    boolean isMachineReadable) {

  Call {
    arguments = List.copyOf(arguments);
    operands = List.copyOf(operands);
    successCodes = Set.copyOf(successCodes);
    features = Set.copyOf(features);
  }

  static Call of(Phase phase, String... words) {
    return new Call(phase, List.of(words), Optional.empty(), List.of(), Set.of(0), Set.of(), true);
  }

  Call with(Collection<String> options) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(options);
    return new Call(phase, all, inputs, operands, successCodes, features, isMachineReadable);
  }

  Call with(Inputs variables) {
    return new Call(
        phase,
        arguments,
        Optional.of(variables),
        operands,
        successCodes,
        features,
        isMachineReadable);
  }

  Call on(String... words) {
    return new Call(
        phase, arguments, inputs, List.of(words), successCodes, features, isMachineReadable);
  }

  Call needing(Collection<Feature> more) {
    Set<Feature> all = new java.util.HashSet<>(features);
    all.addAll(more);
    return new Call(phase, arguments, inputs, operands, successCodes, all, isMachineReadable);
  }

  Call succeedingWith(Integer... codes) {
    return new Call(phase, arguments, inputs, operands, Set.of(codes), features, isMachineReadable);
  }

  Call forPeople() {
    return new Call(phase, arguments, inputs, operands, successCodes, features, false);
  }
}
