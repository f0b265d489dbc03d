package dev.groundtruth.localmirror.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A compose file that labels what the other files do not label themselves: what is not labelled
 * would not be found again.
 */
public final class LabelOverlay {

  private final Map<String, String> labels;

  /**
   * An overlay.
   *
   * @param labels the run's labels
   */
  public LabelOverlay(Map<String, String> labels) {
    this.labels = Map.copyOf(labels);
  }

  /**
   * Writes it.
   *
   * @param model what the other files say
   * @param folder where to
   * @return the file
   */
  public Path write(ComposeCli.Model model, Path folder) {
    ObjectNode overlay = JsonMapper.shared().createObjectNode();
    ObjectNode values = JsonMapper.shared().createObjectNode();
    labels.forEach(values::put);
    Map.of(
            "services", model.services().keySet(),
            "networks", model.networks(),
            "volumes", model.volumes())
        .forEach(
            (section, names) ->
                names.stream()
                    .filter(name -> !model.labelled().contains(section + "/" + name))
                    .forEach(
                        name ->
                            overlay
                                .withObject("/" + section)
                                .putObject(name)
                                .set("labels", values)));
    Path file = folder.resolve("labels.yaml");
    try {
      Files.writeString(file, overlay.toPrettyString());
    } catch (IOException e) {
      throw new UncheckedIOException("The labels cannot be written to " + file, e);
    }
    return file;
  }
}
