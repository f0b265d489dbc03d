package dev.groundtruth.provisioning.terraform.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a real Terraform writes about the configurations beside the recorded documents: recorded
 * once, and written anew by {@link RecordedDocumentsIT} with every Terraform and OpenTofu that is
 * there.
 */
public final class Scenario {

  /** A secret with what JSON escapes. */
  public static final String CANARY = "CANARY-\"s3cret\"-€";

  /** Texts that nothing for reports may contain. */
  public static final List<String> CANARIES =
      List.of("CANARY", "s3cret", "canary-of-a-default", "canary-of-a-module");

  /** The documents by name. */
  public static final List<String> NAMES =
      List.of(
          "apply.jsonl",
          "changed-apply.jsonl",
          "changed-plan.json",
          "changed-plan.jsonl",
          "changed-state.json",
          "clock-plan.json",
          "failing-apply.jsonl",
          "init.jsonl",
          "invalid.json",
          "outputs.json",
          "plan.json",
          "plan.jsonl",
          "pull.json",
          "refresh-plan.json",
          "state.json",
          "test.jsonl",
          "unchanged-plan.json");

  private final Map<String, String> documents;

  private Scenario(Map<String, String> documents) {
    this.documents = documents;
  }

  /** The documents that Terraform 1.11.4 wrote. */
  public static Scenario recorded() {
    Map<String, String> documents = new TreeMap<>();
    for (String name : NAMES) {
      try (InputStream document = Scenario.class.getResourceAsStream("recorded/" + name)) {
        documents.put(name, new String(document.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Scenario(documents);
  }

  /** The documents that another Terraform or an OpenTofu writes. */
  public static Scenario run(Path binary, Path folder) {
    Map<String, String> documents = new TreeMap<>();
    Run stack = new Run(binary, folder.resolve("stack"), "stack");
    documents.put("init.jsonl", stack.output(0, "init", "-json", "-input=false"));
    documents.put("plan.jsonl", stack.output(0, "plan", "-json", "-input=false", "-out=p"));
    documents.put("plan.json", stack.output(0, "show", "-json", "p"));
    documents.put("apply.jsonl", stack.output(0, "apply", "-json", "p"));
    documents.put("state.json", stack.output(0, "show", "-json"));
    documents.put("pull.json", stack.output(0, "state", "pull"));
    documents.put("outputs.json", stack.output(0, "output", "-json"));
    stack.output(0, "plan", "-json", "-input=false", "-out=p");
    documents.put("unchanged-plan.json", stack.output(0, "show", "-json", "p"));
    stack.overlay("changed");
    stack.output(0, "plan", "-json", "-input=false", "-refresh-only", "-out=p");
    documents.put("refresh-plan.json", stack.output(0, "show", "-json", "p"));
    documents.put("changed-plan.jsonl", stack.output(0, "plan", "-json", "-input=false", "-out=p"));
    documents.put("changed-plan.json", stack.output(0, "show", "-json", "p"));
    documents.put("changed-apply.jsonl", stack.output(0, "apply", "-json", "p"));
    documents.put("changed-state.json", stack.output(0, "show", "-json"));
    Run clock = new Run(binary, folder.resolve("clock"), "clock");
    clock.output(0, "init", "-input=false");
    clock.output(0, "apply", "-input=false", "-auto-approve");
    clock.output(0, "plan", "-input=false", "-out=p");
    documents.put("clock-plan.json", clock.output(0, "show", "-json", "p"));
    Run invalid = new Run(binary, folder.resolve("invalid"), "invalid");
    documents.put("invalid.json", invalid.output(1, "validate", "-json"));
    Run failing = new Run(binary, folder.resolve("failing"), "failing");
    failing.output(0, "init", "-input=false");
    documents.put(
        "failing-apply.jsonl",
        failing.output(1, "apply", "-json", "-input=false", "-auto-approve"));
    Run tested = new Run(binary, folder.resolve("tested"), "tested");
    tested.output(0, "init", "-input=false");
    documents.put("test.jsonl", tested.output(1, "test", "-json"));
    return new Scenario(documents);
  }

  /** A document. */
  public String document(String name) {
    return documents.get(name);
  }

  /** The lines of a stream. */
  public List<String> lines(String name) {
    return document(name).lines().toList();
  }

  /** One working folder with one configuration. */
  private static final class Run {

    private static final Path SOURCES =
        Path.of("src/test/resources/dev/groundtruth/provisioning/terraform/scenario");

    private final Path binary;
    private final Path folder;

    Run(Path binary, Path folder, String configuration) {
      this.binary = binary;
      this.folder = folder;
      overlay(configuration);
    }

    void overlay(String configuration) {
      Path source = SOURCES.resolve(configuration);
      try (Stream<Path> files = Files.walk(source)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path target = folder.resolve(source.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String output(int exitCode, String... arguments) {
      List<String> command = new ArrayList<>(List.of(binary.toString()));
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().put("TF_IN_AUTOMATION", "1");
      builder.environment().put("CHECKPOINT_DISABLE", "1");
      builder.environment().put("TF_CLI_CONFIG_FILE", "/dev/null");
      builder.environment().put("TF_VAR_canary", CANARY);
      builder.environment().put("LC_ALL", "C.UTF-8");
      try {
        Path errors = Files.createTempFile(folder, "stderr", ".log");
        builder.redirectError(errors.toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != exitCode) {
          throw new IllegalStateException(
              "%s ended with %d:\n%s\n%s"
                  .formatted(command, process.exitValue(), output, Files.readString(errors)));
        }
        return output;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
