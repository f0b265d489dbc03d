package dev.groundtruth.provisioning.terraform;

/** What {@code graph} draws. Immutable: each call returns other options. */
public final class GraphOptions {

  private final Arguments arguments;

  private GraphOptions(Arguments arguments) {
    this.arguments = arguments;
  }

  /**
   * Draws the resources and what they depend on, as far as the version can; the whole graph of a
   * plan otherwise.
   *
   * @return the options
   */
  public static GraphOptions defaults() {
    return new GraphOptions(Arguments.NONE);
  }

  /**
   * Draws all steps of an operation.
   *
   * @param operation which
   * @return the options
   */
  public static GraphOptions of(Operation operation) {
    return new GraphOptions(Arguments.of("-type=" + operation.argument));
  }

  /**
   * Draws all steps of applying a saved plan.
   *
   * @param plan the plan
   * @return the options
   */
  public static GraphOptions of(SavedPlan plan) {
    return new GraphOptions(Arguments.of("-plan=" + plan.path()));
  }

  /**
   * Shows what depends on each other in a circle in colours.
   *
   * @return the options
   */
  public GraphOptions drawCycles() {
    return new GraphOptions(arguments.and("-draw-cycles"));
  }

  Arguments arguments() {
    return arguments;
  }

  /** What the steps belong to. */
  public enum Operation {
    /** A plan. */
    PLAN("plan"),
    /** A refresh. */
    REFRESH_ONLY("plan-refresh-only"),
    /** A plan that destroys. */
    DESTROY("plan-destroy");

    private final String argument;

    Operation(String argument) {
      this.argument = argument;
    }
  }
}
