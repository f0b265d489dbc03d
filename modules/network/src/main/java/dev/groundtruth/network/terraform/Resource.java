package dev.groundtruth.network.terraform;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One instance of a resource or data source as it will be, or as it is in a state.
 *
 * @param address its address
 * @param module the address of its module's instance; empty for the root module
 * @param isData whether it is a data source
 * @param type its type
 * @param name its name
 * @param index its index as it is written, such as {@code [0]}; empty if it has none
 * @param values its attributes
 * @param unknown which attributes are known after apply only
 * @param before its attributes as they are, where it exists
 * @param configuration its block in the configuration, missing if there is none
 * @param isNew whether it does not exist yet
 */
record Resource(
    String address,
    String module,
    boolean isData,
    String type,
    String name,
    String index,
    JsonNode values,
    JsonNode unknown,
    JsonNode before,
    JsonNode configuration,
    boolean isNew) {

  Value get(String attribute) {
    return Value.of(this, attribute);
  }

  boolean hasConfiguration() {
    return !configuration.isMissingNode();
  }

  /** Whether it may be in the region and account of another, as far as either is told. */
  boolean mayBeWith(Resource other) {
    return mayBeSame(get("region").text(), other.get("region").text())
        && mayBeSame(provider(), other.provider());
  }

  private Optional<String> provider() {
    return configuration.path("provider_config_key").stringValueOpt();
  }

  private static boolean mayBeSame(Optional<String> one, Optional<String> other) {
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }

  /** In one document an address names one resource. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Resource resource && address.equals(resource.address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  /** The same resource as it is before the plan. */
  Resource asBefore() {
    JsonNode nothing = values.path("\u0000");
    return new Resource(
        address, module, isData, type, name, index, before, nothing, nothing, configuration, isNew);
  }

  /** What all instances of one resource in one module have in common. */
  String block() {
    return address.substring(0, address.length() - index.length());
  }
}
