package dev.groundtruth.junit.internal;

import io.qameta.allure.util.PropertiesUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import tools.jackson.databind.json.JsonMapper;

/** The folder Allure collects results in, and the files in it that are not results of tests. */
final class ResultsFolder {

  private final Path folder;
  private final Map<String, String> facts = new LinkedHashMap<>();

  ResultsFolder(Path folder) {
    this.folder = folder;
  }

  /** The folder Allure's own listener writes to: {@code allure.results.directory}. */
  static ResultsFolder ofAllure() {
    return new ResultsFolder(
        Path.of(
            PropertiesUtils.loadAllureProperties()
                .getProperty("allure.results.directory", "allure-results")));
  }

  Path path() {
    return folder;
  }

  /** Writes the categories of failures and who ran the tests. */
  void describeRun(Executor executor) {
    try (InputStream categories = ResultsFolder.class.getResourceAsStream("categories.json")) {
      if (categories == null) {
        throw new IllegalStateException("categories.json is missing next to " + getClass());
      }
      write("categories.json", new String(categories.readAllBytes(), StandardCharsets.UTF_8));
      write("executor.json", JsonMapper.shared().writeValueAsString(executor.toJson()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Adds facts to the environment at the head of the report; a later value replaces an earlier. */
  synchronized void add(Map<String, String> more) {
    facts.putAll(more);
    StringBuilder text = new StringBuilder();
    facts.forEach((name, value) -> text.append(line(name, value)).append('\n'));
    write("environment.properties", text.toString());
  }

  private void write(String name, String text) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name), text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** One line with the escapes of {@link Properties}, which writes a date and has no order. */
  private static String line(String name, String value) {
    Properties one = new Properties();
    one.setProperty(name, value);
    StringWriter text = new StringWriter();
    try {
      one.store(text, null);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString().lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
  }
}
