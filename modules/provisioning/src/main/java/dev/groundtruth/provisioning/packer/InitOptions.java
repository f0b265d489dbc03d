package dev.groundtruth.provisioning.packer;

import java.util.ArrayList;
import java.util.List;

/**
 * How required plugins are installed.
 *
 * @param upgrades whether to install newer versions of plugins that are installed already
 * @param reinstalls whether to install plugins again that are installed already
 */
public record InitOptions(boolean upgrades, boolean reinstalls) {

  /**
   * Installs what is missing.
   *
   * @return the options
   */
  public static InitOptions defaults() {
    return new InitOptions(false, false);
  }

  /**
   * Installs newer versions of plugins that are installed already as well.
   *
   * @return the options
   */
  public InitOptions upgrade() {
    return new InitOptions(true, reinstalls);
  }

  /**
   * Installs plugins again that are installed already.
   *
   * @return the options
   */
  public InitOptions force() {
    return new InitOptions(upgrades, true);
  }

  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (upgrades) {
      arguments.add("-upgrade");
    }
    if (reinstalls) {
      arguments.add("-force");
    }
    return arguments;
  }
}
