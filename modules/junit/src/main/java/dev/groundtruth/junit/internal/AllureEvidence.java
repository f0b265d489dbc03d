package dev.groundtruth.junit.internal;

import dev.groundtruth.junit.Evidence;
import dev.groundtruth.probing.Finding;
import dev.groundtruth.probing.ReachabilityMatrix;
import io.qameta.allure.AllureLifecycle;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.StepResult;
import io.qameta.allure.util.ResultsUtils;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Evidence recorded by Allure, all of it redacted first. */
final class AllureEvidence implements Evidence {

  private static final Map<String, String> EXTENSIONS =
      Map.of(
          "text/plain", ".txt",
          "text/html", ".html",
          "application/json", ".json",
          "application/xml", ".xml",
          "image/svg+xml", ".svg");

  private final AllureLifecycle allure;
  private final ResultsFolder results;
  private final UnaryOperator<String> redactor;

  AllureEvidence(AllureLifecycle allure, ResultsFolder results, UnaryOperator<String> redactor) {
    this.allure = allure;
    this.results = results;
    this.redactor = redactor;
  }

  @Override
  public <X extends Exception> void step(String name, Action<X> action) throws X {
    this.<String, X>step(
        name,
        () -> {
          action.run();
          return name;
        });
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> T step(
      String name, Question<T, X> question) throws X {
    String id = begin(name);
    try {
      T answer = question.ask();
      end(id, Status.PASSED, null);
      return answer;
    } catch (Throwable problem) {
      end(id, ResultsUtils.getStatus(problem).orElse(Status.BROKEN), problem.getMessage());
      throw problem;
    }
  }

  @Override
  public void observed(String observation) {
    end(begin(observation), Status.PASSED, null);
  }

  @Override
  public void attach(String name, String mediaType, String content) {
    allure.addAttachment(
        redactor.apply(name),
        mediaType,
        EXTENSIONS.getOrDefault(mediaType, ".txt"),
        redactor.apply(content).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void logs(String service, String text) {
    attach("log of " + service, "text/plain", text);
  }

  @Override
  public void finding(Finding finding) {
    String id = begin(finding.sentence());
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(parameter("flow", finding.flow()));
    parameters.add(parameter("expected", finding.expected()));
    parameters.add(parameter("observed", finding.observed().describe()));
    parameters.add(parameter("listener", finding.listener()));
    finding.controls().forEach(control -> parameters.add(parameter("control", control)));
    allure.updateStep(id, step -> step.setParameters(parameters));
    end(
        id,
        switch (finding.verdict()) {
          case AGREEMENT -> Status.PASSED;
          case MODEL_VS_WIRE -> Status.FAILED;
          case NOT_OBSERVABLE -> Status.SKIPPED;
        },
        finding.toString());
  }

  @Override
  public void matrix(ReachabilityMatrix matrix) {
    attach("reachability, expected and observed", "text/html", matrix.html());
    attach("reachability as data", "application/json", matrix.json());
  }

  @Override
  public void fact(String name, String value) {
    results.add(Map.of(redactor.apply(name), redactor.apply(value)));
  }

  private Parameter parameter(String name, Object value) {
    return new Parameter().setName(name).setValue(redactor.apply(String.valueOf(value)));
  }

  private String begin(String name) {
    String id = UUID.randomUUID().toString();
    allure.startStep(id, new StepResult().setName(redactor.apply(name)));
    return id;
  }

  private void end(String id, Status status, @Nullable String message) {
    allure.updateStep(
        id,
        step -> {
          step.setStatus(status);
          if (message != null) {
            step.setStatusDetails(new StatusDetails().setMessage(redactor.apply(message)));
          }
        });
    allure.stopStep(id);
  }
}
