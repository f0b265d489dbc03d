package dev.groundtruth.junit.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** Who ran the tests, as Allure's {@code executor.json} has it; names no machine and no person. */
record Executor(String name, String type, String buildName, String buildUrl) {

  static Executor of(Map<String, String> variables, String runId) {
    if (variables.containsKey("GITHUB_ACTIONS")) {
      String repository = variables.getOrDefault("GITHUB_REPOSITORY", "");
      return new Executor(
          "GitHub Actions",
          "github",
          variables.getOrDefault("GITHUB_WORKFLOW", repository)
              + " #"
              + variables.getOrDefault("GITHUB_RUN_NUMBER", "0"),
          String.join(
              "/",
              variables.getOrDefault("GITHUB_SERVER_URL", "https://github.com"),
              repository,
              "actions/runs",
              variables.getOrDefault("GITHUB_RUN_ID", "0")));
    }
    if (variables.containsKey("GITLAB_CI")) {
      return new Executor(
          "GitLab CI",
          "gitlab",
          variables.getOrDefault("CI_PROJECT_PATH", "")
              + " #"
              + variables.getOrDefault("CI_PIPELINE_IID", "0"),
          variables.getOrDefault("CI_JOB_URL", ""));
    }
    if (variables.containsKey("JENKINS_URL")) {
      return new Executor(
          "Jenkins",
          "jenkins",
          variables.getOrDefault("BUILD_TAG", "build"),
          variables.getOrDefault("BUILD_URL", ""));
    }
    return new Executor(
        variables.containsKey("CI") ? "CI" : "a developer's machine", "local", runId, "");
  }

  Map<String, String> toJson() {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("type", type);
    json.put("reportName", "Groundtruth");
    json.put("buildName", buildName);
    if (!buildUrl.isEmpty()) {
      json.put("buildUrl", buildUrl);
    }
    return json;
  }
}
