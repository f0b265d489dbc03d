package dev.groundtruth.provisioning.terraform.scenario;

/** What is true of the documents, whichever version wrote them. */
public final class Facts {

  private Facts() {}

  /** Holds all facts. */
  public static void holdFor(Scenario scenario) {}
}
