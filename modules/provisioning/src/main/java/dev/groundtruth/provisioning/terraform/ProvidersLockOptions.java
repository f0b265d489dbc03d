package dev.groundtruth.provisioning.terraform;

import java.net.URI;
import java.nio.file.Path;

/** What {@code providers lock} writes. Immutable: each call returns other options. */
public final class ProvidersLockOptions {

  private final Arguments arguments;
  private final Arguments providers;

  private ProvidersLockOptions(Arguments arguments, Arguments providers) {
    this.arguments = arguments;
    this.providers = providers;
  }

  /**
   * Writes the checksums of all providers for this platform, as their registries tell them.
   *
   * @return the options
   */
  public static ProvidersLockOptions defaults() {
    return new ProvidersLockOptions(Arguments.NONE, Arguments.NONE);
  }

  /**
   * Writes checksums for a platform.
   *
   * @param platform for example {@code linux_arm64}; may be called again
   * @return the options
   */
  public ProvidersLockOptions platform(String platform) {
    return with("-platform=" + Arguments.operand("platform", platform));
  }

  /**
   * Takes providers from a folder instead of their registries.
   *
   * @param folder a filesystem mirror
   * @return the options
   */
  public ProvidersLockOptions filesystemMirror(Path folder) {
    return with("-fs-mirror=" + folder.toAbsolutePath());
  }

  /**
   * Takes providers from a network mirror instead of their registries.
   *
   * @param url the mirror
   * @return the options
   */
  public ProvidersLockOptions networkMirror(URI url) {
    return with("-net-mirror=" + url);
  }

  /**
   * Writes the checksums of one provider only.
   *
   * @param source its address, for example {@code hashicorp/aws}; may be called again
   * @return the options
   */
  public ProvidersLockOptions provider(String source) {
    return new ProvidersLockOptions(
        arguments, providers.and(Arguments.operand("provider", source)));
  }

  private ProvidersLockOptions with(String argument) {
    return new ProvidersLockOptions(arguments.and(argument), providers);
  }

  Arguments arguments() {
    return arguments.and(providers);
  }
}
