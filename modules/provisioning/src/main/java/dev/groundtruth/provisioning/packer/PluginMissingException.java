package dev.groundtruth.provisioning.packer;

import java.util.List;

/** A template that needs plugins which are not installed. The message has the commands. */
public final class PluginMissingException extends PackerException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> plugins;

  PluginMissingException(List<String> plugins, String problem, String advice, Failure failure) {
    super(problem, advice, failure);
    this.plugins = List.copyOf(plugins);
  }

  /**
   * The plugins that are missing.
   *
   * @return their sources, for example {@code github.com/hashicorp/docker}
   */
  public List<String> plugins() {
    return plugins;
  }
}
