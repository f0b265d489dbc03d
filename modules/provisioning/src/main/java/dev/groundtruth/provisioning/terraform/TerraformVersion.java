package dev.groundtruth.provisioning.terraform;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code version -json} says.
 *
 * @param product which tool it is
 * @param version its version
 * @param platform operating system and processor, for example {@code linux_amd64}
 * @param providers the providers selected by the working directory's lock file, address to version
 */
public record TerraformVersion(
    Product product, Version version, String platform, Map<String, String> providers) {

  /**
   * A version.
   *
   * @param product which tool it is
   * @param version its version
   * @param platform operating system and processor
   * @param providers the selected providers, address to version
   */
  public TerraformVersion {
    providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
  }

  /** Product and version, for example {@code OpenTofu 1.12.6}. */
  @Override
  public String toString() {
    return product + " " + version;
  }
}
