package dev.groundtruth.junit.internal;

import dev.groundtruth.junit.Environment;
import dev.groundtruth.junit.EnvironmentProvider;
import dev.groundtruth.junit.EnvironmentStartException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses the provider of an environment for the target of the run. */
final class Target {

  static final String PARAMETER = "groundtruth.target";

  private final Optional<String> name;
  private final List<EnvironmentProvider<?>> providers;

  Target(Optional<String> name, List<EnvironmentProvider<?>> providers) {
    this.name = name.map(String::strip).filter(text -> !text.isEmpty());
    this.providers = providers;
  }

  EnvironmentProvider<?> providerOf(Class<? extends Environment> type) {
    List<EnvironmentProvider<?>> candidates =
        providers.stream()
            .filter(provider -> type.isAssignableFrom(provider.environmentType()))
            .toList();
    if (candidates.isEmpty()) {
      throw problem(
          String.format(
              "No provider of the environment %s is on the class path, perhaps you should name one in"
                  + " META-INF/services/%s.",
              type.getName(), EnvironmentProvider.class.getName()));
    }
    String known =
        candidates.stream()
            .map(EnvironmentProvider::target)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (name.isEmpty()) {
      throw problem(
          String.format(
              "No target is chosen for the environment %s, perhaps you should run ./mvnw verify -Plocal"
                  + " or set -D%s to one of: %s.",
              type.getSimpleName(), PARAMETER, known));
    }
    List<EnvironmentProvider<?>> chosen =
        candidates.stream().filter(provider -> provider.target().equals(name.get())).toList();
    if (chosen.isEmpty()) {
      throw problem(
          String.format(
              "%s is '%s', on which nobody provides the environment %s, perhaps you should run ./mvnw"
                  + " verify -Plocal or set -D%s to one of: %s.",
              PARAMETER, name.get(), type.getSimpleName(), PARAMETER, known));
    }
    if (chosen.size() > 1) {
      throw problem(
          String.format(
              "The environment %s has %d providers on target '%s' (%s), perhaps you should remove all but"
                  + " one from META-INF/services/%s.",
              type.getSimpleName(),
              chosen.size(),
              name.get(),
              chosen.stream()
                  .map(provider -> provider.getClass().getName())
                  .sorted()
                  .collect(Collectors.joining(", ")),
              EnvironmentProvider.class.getName()));
    }
    return chosen.get(0);
  }

  private static EnvironmentStartException problem(String message) {
    return new EnvironmentStartException(message, null);
  }
}
