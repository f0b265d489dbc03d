package dev.groundtruth.provisioning.packer;

import java.nio.file.Path;

/**
 * A plugin that is installed.
 *
 * @param source where it comes from, for example {@code github.com/hashicorp/docker}
 * @param version its version, for example {@code 1.0.8}
 * @param binary the binary
 */
public record InstalledPlugin(String source, String version, Path binary) {}
