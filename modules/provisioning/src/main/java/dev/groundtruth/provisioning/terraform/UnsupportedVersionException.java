package dev.groundtruth.provisioning.terraform;

import java.util.Optional;

/** A Terraform that is too old, or not the right one, for what it is asked to do. */
public final class UnsupportedVersionException extends TerraformException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<Feature> feature;

  UnsupportedVersionException(String problem, String advice, Failure failure) {
    super(problem, advice, failure);
    this.feature = Optional.empty();
  }

  UnsupportedVersionException(TerraformVersion binary, Feature feature, Failure failure) {
    super("%s has no %s".formatted(binary, feature), "use " + feature.required(), failure);
    this.feature = Optional.of(feature);
  }

  /** Whether it is for the lack of a feature. */
  boolean isFor(Feature other) {
    return feature.filter(other::equals).isPresent();
  }
}
