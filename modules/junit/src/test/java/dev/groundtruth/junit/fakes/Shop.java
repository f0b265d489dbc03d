package dev.groundtruth.junit.fakes;

import dev.groundtruth.junit.Environment;

/** What the tests of the extension require. */
public interface Shop extends Environment {

  /** How often a shop was started in this run. */
  int number();
}
