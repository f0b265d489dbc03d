package dev.groundtruth.network.cli;

import dev.groundtruth.network.model.Network;
import java.nio.file.Path;

/** Reads inputs as networks, whichever of the forms they have. */
interface NetworkReader {

  /**
   * Reads a plan or a state.
   *
   * @param json its bytes
   * @param source what it is called
   */
  Network plan(byte[] json, String source);

  /**
   * Reads a plan or a state that lies nowhere, and so beside no configuration.
   *
   * @param json its bytes
   */
  default Network stream(byte[] json) {
    return plan(json, "stdin");
  }

  /**
   * Reads a folder of dumps.
   *
   * @param folder the folder
   */
  Network dumps(Path folder);
}
