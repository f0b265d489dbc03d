package dev.groundtruth.provisioning.terraform;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How {@code init} is run. Immutable: each call returns other options. */
public final class InitOptions {

  private static final InitOptions DEFAULTS =
      new InitOptions(Arguments.NONE, Variables.none(), Variables.none(), true);

  private final Arguments arguments;
  private final Variables backend;
  private final Variables variables;
  private final boolean streams;

  private InitOptions(
      Arguments arguments, Variables backend, Variables variables, boolean streams) {
    this.arguments = arguments;
    this.backend = backend;
    this.variables = variables;
    this.streams = streams;
  }

  /**
   * Initializes backend, modules and providers.
   *
   * @return the options
   */
  public static InitOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Initializes modules and providers only, which is enough to validate.
   *
   * @return the options
   */
  public InitOptions withoutBackend() {
    return with("-backend=false");
  }

  /**
   * Sets an argument of the backend. Like variables, they are passed in a file that only the owner
   * can read, and secrets among them are redacted.
   *
   * @param name its name, for example {@code bucket}
   * @param value its value, as for {@link Variables#with(String, Object)}
   * @return the options
   */
  public InitOptions backend(String name, @Nullable Object value) {
    return new InitOptions(arguments, backend.with(name, value), variables, streams);
  }

  /**
   * Takes arguments of the backend from a file.
   *
   * @param file the file; a relative one starts at the folder of this process
   * @return the options
   */
  public InitOptions backendFile(Path file) {
    return with("-backend-config=" + file.toAbsolutePath());
  }

  /**
   * Takes the newest modules and providers that the constraints allow.
   *
   * @return the options
   */
  public InitOptions upgrade() {
    return with("-upgrade");
  }

  /**
   * Forgets the backend that was used before, without moving its state.
   *
   * @return the options
   */
  public InitOptions reconfigure() {
    return with("-reconfigure");
  }

  /**
   * Moves the state of the backend that was used before to the one that is configured now, without
   * asking.
   *
   * @return the options
   */
  public InitOptions migrateState() {
    // Neither tool combines these with -json, since they would have to ask.
    return new InitOptions(
        arguments.and("-migrate-state", "-force-copy"), backend, variables, false);
  }

  /**
   * Fails rather than change the dependency lock file.
   *
   * @return the options
   */
  public InitOptions lockFileReadOnly() {
    return with("-lockfile=readonly");
  }

  /**
   * Takes providers from a folder only.
   *
   * @param folder the folder, laid out as a <a
   *     href="https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror">mirror</a>;
   *     may be called again
   * @return the options
   */
  public InitOptions pluginDirectory(Path folder) {
    return with("-plugin-dir=" + folder.toAbsolutePath());
  }

  /**
   * Sets how the state is locked while it is migrated.
   *
   * @param locking whether and how long to wait; {@link Locking#failFast()} by default
   * @return the options
   */
  public InitOptions locking(Locking locking) {
    return new InitOptions(arguments.and(locking.arguments()), backend, variables, streams);
  }

  /**
   * Sets variables, which OpenTofu 1.8 and newer use in backends and the sources of modules.
   *
   * @param more the variables
   * @return the options
   */
  public InitOptions variables(Variables more) {
    return new InitOptions(arguments, backend, variables.with(more), streams);
  }

  private InitOptions with(String argument) {
    return new InitOptions(arguments.and(argument), backend, variables, streams);
  }

  Arguments arguments() {
    return arguments;
  }

  Variables backend() {
    return backend;
  }

  Variables variables() {
    return variables;
  }

  boolean streams() {
    return streams;
  }
}
