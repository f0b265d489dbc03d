package dev.groundtruth.provisioning.terraform.plan;

import java.util.List;

/** What a plan does to a resource or output. */
public enum Action {
  /** Nothing. */
  NO_OP("no-op"),
  /** It is created. */
  CREATE("create"),
  /** A data source is read during the apply. */
  READ("read"),
  /** It is changed in place. */
  UPDATE("update"),
  /** It is replaced: the old one is deleted first. */
  DELETE_THEN_CREATE("delete", "create"),
  /** It is replaced: the new one is created first ({@code create_before_destroy}). */
  CREATE_THEN_DELETE("create", "delete"),
  /** It is deleted. */
  DELETE("delete"),
  /** It is no longer managed, but not deleted. */
  FORGET("forget"),
  /** A new one is created, the old one is no longer managed but not deleted. */
  CREATE_THEN_FORGET("create", "forget"),
  /** A combination that this version does not know; taken for one that changes and destroys. */
  OTHER();

  private final String names;

  Action(String... names) {
    this.names = String.join(",", names);
  }

  /**
   * The action that Terraform calls so.
   *
   * @param names the names in a plan's {@code actions}, in their order
   * @return the action
   */
  public static Action of(List<String> names) {
    for (Action action : values()) {
      if (action != OTHER && action.names.equals(String.join(",", names))) {
        return action;
      }
    }
    return names.equals(List.of("forget", "create")) ? CREATE_THEN_FORGET : OTHER;
  }

  /**
   * Whether the old one is replaced by a new one.
   *
   * @return true for a replacement in either order
   */
  public boolean isReplacement() {
    return this == DELETE_THEN_CREATE || this == CREATE_THEN_DELETE || this == CREATE_THEN_FORGET;
  }

  /**
   * Whether something that exists is deleted.
   *
   * @return true for a deletion and a replacement that deletes
   */
  public boolean isDestructive() {
    return this == DELETE
        || this == DELETE_THEN_CREATE
        || this == CREATE_THEN_DELETE
        || this == OTHER;
  }

  /**
   * Whether anything that is managed changes.
   *
   * @return false for no action, and for the reading of a data source
   */
  public boolean isChange() {
    return this != NO_OP && this != READ;
  }

  /**
   * The action as it is said of a resource.
   *
   * @return for example {@code updated}
   */
  public String participle() {
    return switch (this) {
      case NO_OP -> "not changed";
      case CREATE -> "created";
      case READ -> "read";
      case UPDATE -> "updated";
      case DELETE_THEN_CREATE -> "replaced, the old one deleted first";
      case CREATE_THEN_DELETE -> "replaced, the new one created first";
      case CREATE_THEN_FORGET -> "replaced, the old one forgotten";
      case DELETE -> "deleted";
      case FORGET -> "forgotten";
      case OTHER -> "changed in an unknown way";
    };
  }
}
