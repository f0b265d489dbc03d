package dev.groundtruth.provisioning.packer;

import dev.groundtruth.provisioning.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables of a template and files with such. Immutable. */
record Inputs(Map<String, Value> values, List<Path> files) {

  static final Inputs NONE = new Inputs(Map.of(), List.of());

  Inputs {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    files = List.copyOf(files);
  }

  Inputs variable(String name, @Nullable Object value) {
    Map<String, Value> all = new LinkedHashMap<>(values);
    try {
      all.put(name, Value.of(value));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Variable " + name + ": " + e.getMessage(), e);
    }
    return new Inputs(all, files);
  }

  Inputs variables(Map<String, ?> more) {
    Inputs result = this;
    for (Map.Entry<String, ?> entry : more.entrySet()) {
      result = result.variable(entry.getKey(), entry.getValue());
    }
    return result;
  }

  Inputs file(Path file) {
    List<Path> all = new ArrayList<>(files);
    all.add(file);
    return new Inputs(values, all);
  }

  /** These and others, which win. */
  Inputs with(Inputs others) {
    Map<String, Value> all = new LinkedHashMap<>(values);
    all.putAll(others.values);
    List<Path> allFiles = new ArrayList<>(files);
    allFiles.addAll(others.files);
    return new Inputs(all, allFiles);
  }

  /** One argument for each name. */
  static List<String> selection(String option, List<String> names) {
    for (String name : names) {
      if (name.isBlank() || name.contains(",")) {
        throw new IllegalArgumentException(
            "'%s' cannot be given to Packer's -%s, perhaps you should %s"
                .formatted(
                    name,
                    option,
                    name.isBlank()
                        ? "name a build"
                        : "write ? for the comma in an HCL2 template, or pass two names"));
      }
    }
    return names.stream().map(name -> "-" + option + "=" + name).toList();
  }
}
