package dev.groundtruth.localmirror.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuildStepsTest {

  private final List<String> told = new ArrayList<>();
  private final BuildSteps steps = new BuildSteps(told::add);

  @Test
  void titles_of_steps_and_errors_are_told_once_and_nothing_else() {
    """
    #0 building with "default" instance using docker driver

    #3 [web internal] load .dockerignore
    #3 transferring context: 2B done
    #4 [web 1/3] FROM docker.io/library/debian:trixie-slim
    #4 DONE 0.0s
    #5 [web stage-1 2/3] RUN echo hello
    #5 0.615 hello
    #6 [web 3/3] COPY . /x
    #6 CACHED
    #5 [web stage-1 2/3] RUN echo hello
    #5 ERROR: process "/bin/sh -c echo" did not complete successfully: exit code: 3
    ------
     > [web stage-1 2/3] RUN echo hello:
    failed to solve: process "/bin/sh -c echo" did not complete successfully: exit code: 3
    """
        .lines()
        .forEach(steps);
    assertThat(told)
        .containsExactly(
            "[web 1/3] FROM docker.io/library/debian:trixie-slim",
            "[web stage-1 2/3] RUN echo hello",
            "[web 3/3] COPY . /x",
            "ERROR: process \"/bin/sh -c echo\" did not complete successfully: exit code: 3",
            "failed to solve: process \"/bin/sh -c echo\" did not complete successfully: exit code: 3");
  }

  @Test
  void the_last_twenty_lines_are_kept_without_the_blank_ones() {
    for (int line = 1; line <= 30; line++) {
      steps.accept("#5 0.1 line " + line);
      steps.accept("");
    }
    assertThat(steps.lastLines())
        .hasSize(20)
        .startsWith("#5 0.1 line 11")
        .endsWith("#5 0.1 line 30");
    assertThat(told).isEmpty();
  }
}
