package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.Folders;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import dev.groundtruth.provisioning.command.Redactor;
import dev.groundtruth.provisioning.command.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The folder of one run: the secrets that are generated in it, and the rules it enforces. */
final class RunFolder {

  private final Path folder;
  private final Path secrets;

  RunFolder(Path folder) {
    this.folder = folder;
    this.secrets = folder.resolve("secrets");
  }

  Path path() {
    return folder;
  }

  /**
   * Makes the folder with places for secrets.
   *
   * @return the variables by which the compose files know them
   */
  Map<String, String> prepare(List<String> secretFolders) {
    try {
      Folders.createPrivate(folder);
      Folders.createPrivate(secrets);
      for (String name : secretFolders) {
        Folders.createPrivate(secrets.resolve(name));
      }
    } catch (IOException e) {
      throw notMade(e);
    }
    return Map.of("GROUNDTRUTH_SECRETS", secrets.toString());
  }

  /**
   * Renders the rules, beside a copy of the file they come from.
   *
   * @return the variables by which the compose files know them
   */
  Map<String, String> render(SecurityGroups groups, Path file) {
    Path rules = folder.resolve("rules");
    Path model = folder.resolve("security-groups.json");
    try {
      NftablesRules.write(groups, rules);
      Files.copy(file, model);
    } catch (IOException e) {
      throw notMade(e);
    }
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("GROUNDTRUTH_RULES", rules.toString());
    environment.put("GROUNDTRUTH_SECURITY_GROUPS", model.toString());
    return environment;
  }

  String secret(String name, String file) {
    Path path = secrets.resolve(name).resolve(file);
    try {
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("The secret " + path + " cannot be read", e);
    }
  }

  /** Masks what the run generated as secrets. */
  String redacted(String text) {
    Redactor redactor = new Redactor();
    try (Stream<Path> files = Files.walk(secrets)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String value = Files.readString(file).strip();
        if (!value.isEmpty()) {
          redactor.register(Secret.of(value));
        }
      }
    } catch (NoSuchFileException e) {
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The secrets in " + secrets + " cannot be read to mask them", e);
    }
    return redactor.redact(text);
  }

  private UncheckedIOException notMade(IOException cause) {
    return new UncheckedIOException(
        "The run's folder %s cannot be made, perhaps you should point the property %s to a folder that can be written"
            .formatted(folder, RunLedger.HOME_PROPERTY),
        cause);
  }
}
