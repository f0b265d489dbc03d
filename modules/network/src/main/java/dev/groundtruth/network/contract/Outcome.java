package dev.groundtruth.network.contract;

/** What came of checking a contract. */
public enum Outcome {
  /** All that must arrive does, and nothing else. */
  HOLDS,
  /** Something is missing or in excess. */
  VIOLATED,
  /** It depends on what is not known yet, or was not understood. */
  UNKNOWN
}
