package dev.groundtruth.provisioning.packer;

/** What not every version of Packer can do, and since when it can, by Packer's change log. */
enum Feature {
  /** https://github.com/hashicorp/packer/pull/10304 */
  INIT("init", "1.7.0"),
  /** https://github.com/hashicorp/packer/blob/v1.6.6/CHANGELOG.md */
  FORMAT("fmt", "1.6.6"),
  /** https://github.com/hashicorp/packer/pull/11553 */
  PLUGINS("plugins", "1.8.0"),
  /** https://github.com/hashicorp/packer/pull/12643 */
  INSTALL_FROM_FILE("plugins install --path", "1.10.0"),
  /** https://github.com/hashicorp/packer/pull/12106 */
  EVALUATE_DATA_SOURCES("validate -evaluate-datasources", "1.8.5"),
  /** https://github.com/hashicorp/packer/pull/12104 */
  WARN_OF_UNDECLARED_VARIABLES("build -warn-on-undeclared-var", "1.8.5"),
  /** https://github.com/hashicorp/packer/pull/9429 */
  CLEANUP_PROVISIONER("build -on-error=run-cleanup-provisioner", "1.6.1");

  private final String description;
  private final String since;

  Feature(String description, String since) {
    this.description = description;
    this.since = since;
  }

  /** The first version that can do it. */
  PackerVersion since() {
    return PackerVersion.parse(since);
  }

  /** Whether a Packer can do it; a pre-release of the first version may or may not, so it can. */
  boolean isIn(PackerVersion version) {
    return version.release().compareTo(since()) >= 0;
  }

  /** What it is, as a part of a sentence. */
  @Override
  public String toString() {
    return description;
  }
}
