package dev.groundtruth.provisioning.terraform;

import java.util.LinkedHashSet;
import java.util.Set;

/** The workspaces of a working directory. Names are compared as they are, never by their begin. */
public final class Workspaces {

  private final Cli cli;

  Workspaces(Cli cli) {
    this.cli = cli;
  }

  /**
   * The workspaces there are.
   *
   * @return their names
   * @throws TerraformException if they cannot be listed
   */
  public Set<String> list() {
    Set<String> names = new LinkedHashSet<>();
    cli.run(Invocation.of(Phase.READ, "workspace", "list", "-no-color"))
        .stdout()
        .lines()
        // Anything else that is written has no such margin.
        .filter(line -> line.startsWith("* ") || line.startsWith("  "))
        .map(line -> line.substring(2))
        .filter(name -> !name.isBlank() && name.chars().noneMatch(Character::isWhitespace))
        .forEach(names::add);
    return names;
  }

  /**
   * The workspace that is selected.
   *
   * @return its name, {@code default} if none was ever selected
   * @throws TerraformException if it cannot be read
   */
  public String current() {
    // What is before the last line is a warning.
    return cli.run(Invocation.of(Phase.READ, "workspace", "show", "-no-color"))
        .stdout()
        .strip()
        .lines()
        .reduce("", (before, line) -> line);
  }

  /**
   * Makes a workspace and selects it.
   *
   * @param name its name
   * @throws WorkspaceExistsException if there is one of that name
   * @throws TerraformException if it cannot be made for another reason
   */
  public void create(String name) {
    run("new", name);
  }

  /**
   * Selects a workspace.
   *
   * @param name its exact name
   * @throws WorkspaceMissingException if there is none of that name
   * @throws TerraformException if it cannot be selected for another reason
   */
  public void select(String name) {
    run("select", name);
  }

  /**
   * Selects a workspace, which is made if there is none of that name.
   *
   * @param name its exact name
   * @throws TerraformException if it cannot be made or selected
   */
  public void selectOrCreate(String name) {
    if (list().contains(name)) {
      select(name);
    } else {
      create(name);
    }
  }

  /**
   * Deletes a workspace whose state is empty.
   *
   * @param name its exact name
   * @throws WorkspaceMissingException if there is none of that name
   * @throws WorkspaceExistsException if its state is not empty, or it is selected
   * @throws TerraformException if it cannot be deleted for another reason
   */
  public void delete(String name) {
    run("delete", name);
  }

  private void run(String command, String name) {
    cli.run(
        Invocation.of(
            Phase.STATE, "workspace", command, "-no-color", Arguments.operand("workspace", name)));
  }
}
