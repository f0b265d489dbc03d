package dev.groundtruth.verification.plan;

/**
 * Plans of the configuration with mistakes: many at once, since a plan takes long, and in several
 * where one mistake would hide another.
 */
enum BrokenPlan {
  FIRST(VariableFile.PRODUCTION),
  SECOND(VariableFile.PRODUCTION),
  ON_RDS(VariableFile.PRODUCTION_ON_RDS),
  SECOND_ON_RDS(VariableFile.PRODUCTION_ON_RDS),
  NOT_OPEN(VariableFile.SEED_NOT_OPEN);

  private final VariableFile variables;

  BrokenPlan(VariableFile variables) {
    this.variables = variables;
  }

  VariableFile variables() {
    return variables;
  }
}
