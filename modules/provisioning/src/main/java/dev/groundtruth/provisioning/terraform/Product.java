package dev.groundtruth.provisioning.terraform;

/** Which of the two tools a binary is. */
public enum Product {
  /** HashiCorp's Terraform. */
  TERRAFORM("Terraform"),
  /** The Linux Foundation's OpenTofu. */
  OPENTOFU("OpenTofu");

  private final String displayName;

  Product(String displayName) {
    this.displayName = displayName;
  }

  /** The name as its makers write it. */
  @Override
  public String toString() {
    return displayName;
  }
}
