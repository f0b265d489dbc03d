package dev.groundtruth.verification.cloud;

import dev.groundtruth.junit.ConsoleProgress;
import dev.groundtruth.junit.EnvironmentContext;
import dev.groundtruth.junit.Progress;
import dev.groundtruth.junit.terraform.TerraformEnvironment;
import dev.groundtruth.localmirror.RunIdentity;
import dev.groundtruth.provisioning.command.Redactor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run that is a test's own: it holds an environment while others run the suite on it. */
final class HoldingContext implements EnvironmentContext, AutoCloseable {

  private final Map<String, String> parameters;
  private final Redactor redactor = new Redactor();
  private final Progress progress =
      new Progress(List.of(new ConsoleProgress(System.out, redactor::redact)));
  private final String run = RunIdentity.create("self-test", Duration.ofHours(1)).id();
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  HoldingContext(Map<String, String> parameters) {
    this.parameters = Map.copyOf(parameters);
  }

  @Override
  public String target() {
    return TerraformEnvironment.EMULATED;
  }

  @Override
  public String runId() {
    return run;
  }

  @Override
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name))
        .or(() -> Optional.ofNullable(System.getProperty(name)));
  }

  @Override
  public Progress progress() {
    return progress;
  }

  @Override
  public Redactor redactor() {
    return redactor;
  }

  @Override
  public void closeLater(AutoCloseable resource) {
    resources.push(resource);
  }

  @Override
  public void close() throws Exception {
    Exception failure = null;
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    progress.close();
    if (failure != null) {
      throw failure;
    }
  }
}
