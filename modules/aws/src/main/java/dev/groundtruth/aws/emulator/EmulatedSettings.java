package dev.groundtruth.aws.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a Terraform configuration has to know to be applied to an emulator: endpoints, credentials
 * that mean nothing, checks that only AWS passes. It goes into an <a
 * href="https://developer.hashicorp.com/terraform/language/files/override">override file</a> of the
 * run's working copy, so that nothing of it is in the configuration itself.
 *
 * @param endpoint where the emulator's API is
 * @param aliases the aliases of the configuration's AWS providers beside the default one
 */
public record EmulatedSettings(URI endpoint, List<String> aliases) {

  /** The name of the file. */
  public static final String FILE = "groundtruth_emulated_override.tf.json";

  /**
   * The names that AWS provider 4.9 and later versions both have for endpoints, one for a service.
   */
  private static final String ENDPOINTS = "endpoints.txt";

  /**
   * Copies the aliases.
   *
   * @param endpoint where its API is
   * @param aliases the aliases of the configuration's AWS providers beside the default one
   */
  public EmulatedSettings {
    aliases = List.copyOf(aliases);
  }

  /**
   * Settings for an emulator.
   *
   * @param endpoint where its API is
   * @param aliases the aliases of the configuration's AWS providers beside the default one
   * @return the settings
   */
  public static EmulatedSettings of(URI endpoint, String... aliases) {
    return new EmulatedSettings(endpoint, List.of(aliases));
  }

  /**
   * Writes the file.
   *
   * @param configuration the folder of the root module, a working copy
   * @return the file
   * @throws UncheckedIOException if it cannot be written
   */
  public Path write(Path configuration) {
    Path file = configuration.resolve(FILE);
    try {
      return Files.writeString(file, json());
    } catch (IOException e) {
      throw new UncheckedIOException("The override file " + file + " cannot be written", e);
    }
  }

  String json() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    ArrayNode providers = root.putObject("provider").putArray("aws");
    List<String> names = new ArrayList<>(List.of(""));
    names.addAll(aliases);
    for (String alias : names) {
      ObjectNode provider = providers.addObject();
      if (!alias.isEmpty()) {
        provider.put("alias", alias);
      }
      provider.put("access_key", "test");
      provider.put("secret_key", "test");
      provider.put("skip_credentials_validation", true);
      provider.put("skip_metadata_api_check", true);
      provider.put("s3_use_path_style", true);
      ObjectNode endpoints = provider.putArray("endpoints").addObject();
      services().forEach(service -> endpoints.put(service, endpoint.toString()));
    }
    return root.toPrettyString();
  }

  private static List<String> services() {
    try (InputStream in = EmulatedSettings.class.getResourceAsStream(ENDPOINTS)) {
      return new String(
              Objects.requireNonNull(in, ENDPOINTS).readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(ENDPOINTS + " cannot be read", e);
    }
  }
}
