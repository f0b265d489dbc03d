package dev.groundtruth.provisioning.packer;

import java.util.List;

/**
 * What came of {@code init}.
 *
 * @param offline whether {@code packer init} itself failed since it reached no registry, while all
 *     plugins it asked for are installed: then validate and build work all the same
 * @param plugins the plugins the template requires, with their installations
 */
public record InitResult(boolean offline, List<RequiredPlugin> plugins) {

  /**
   * What came of {@code init}.
   *
   * @param offline whether it reached no registry and did not need to
   * @param plugins the plugins the template requires
   */
  public InitResult {
    plugins = List.copyOf(plugins);
  }
}
