package dev.groundtruth.probing;

/** How what was observed compares with what was expected. */
public enum Verdict {
  /** The wire says what the model says. */
  AGREEMENT,
  /** The wire contradicts the model. */
  MODEL_VS_WIRE,
  /** The wire said nothing that counts; never to be read as passed. */
  NOT_OBSERVABLE
}
