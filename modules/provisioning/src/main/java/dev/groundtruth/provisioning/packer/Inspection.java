package dev.groundtruth.provisioning.packer;

import java.util.List;
import java.util.Optional;

/**
 * What a template consists of.
 *
 * @param variables its input variables
 * @param builds its builds
 */
public record Inspection(List<InputVariable> variables, List<InspectedBuild> builds) {

  /**
   * What a template consists of.
   *
   * @param variables its input variables
   * @param builds its builds
   */
  public Inspection {
    variables = List.copyOf(variables);
    builds = List.copyOf(builds);
  }

  /**
   * An input variable of a template.
   *
   * @param name its name
   * @param value what it is with the variables given, or its default, as Packer shows it; nothing
   *     if it must be set
   */
  public record InputVariable(String name, Optional<String> value) {

    /** The name alone: Packer does not say which values are sensitive. */
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A build block. Legacy templates have one, without a name.
   *
   * @param name its name; nothing if it has none
   * @param sources its sources, for example {@code docker.web}; names of builders in legacy
   *     templates
   * @param provisioners its provisioners, in their order
   * @param postProcessors its sequences of post-processors; legacy templates do not show them
   */
  public record InspectedBuild(
      Optional<String> name,
      List<String> sources,
      List<String> provisioners,
      List<List<String>> postProcessors) {

    /**
     * A build block.
     *
     * @param name its name
     * @param sources its sources
     * @param provisioners its provisioners
     * @param postProcessors its sequences of post-processors
     */
    public InspectedBuild {
      sources = List.copyOf(sources);
      provisioners = List.copyOf(provisioners);
      postProcessors = postProcessors.stream().map(List::copyOf).toList();
    }
  }
}
