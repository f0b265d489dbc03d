package dev.groundtruth.provisioning.packer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something Packer said while it ran. Redacted. */
public sealed interface PackerEvent {

  /**
   * When it was said.
   *
   * @return the time
   */
  Moment moment();

  /**
   * The build it is about.
   *
   * @return its name, or nothing if it is about none
   */
  Optional<String> build();

  /**
   * A point in time.
   *
   * @param time by Packer's clock, in whole seconds
   * @param elapsed the time since the command was started
   */
  record Moment(Instant time, Duration elapsed) {}

  /**
   * A build has said its first word.
   *
   * @param moment when
   * @param name the build
   */
  record BuildStarted(Moment moment, String name) implements PackerEvent {
    @Override
    public Optional<String> build() {
      return Optional.of(name);
    }
  }

  /**
   * A build has ended, and with it its cleanup.
   *
   * @param moment when
   * @param name the build
   * @param duration how long it took, by this process's clock, from its first word
   * @param error what went wrong; nothing if the build succeeded
   */
  record BuildEnded(Moment moment, String name, Duration duration, Optional<String> error)
      implements PackerEvent {
    @Override
    public Optional<String> build() {
      return Optional.of(name);
    }
  }

  /**
   * A step of a build, or of Packer itself.
   *
   * @param moment when
   * @param build the build
   * @param postProcessor the post-processor that said it; nothing if it was the builder or a
   *     provisioner
   * @param text what was said, in one or several lines
   */
  record Say(Moment moment, Optional<String> build, Optional<String> postProcessor, String text)
      implements PackerEvent {}

  /**
   * A detail of a step, for example a line a provisioner wrote.
   *
   * @param moment when
   * @param build the build
   * @param postProcessor the post-processor that said it
   * @param text what was said, in one or several lines
   */
  record Message(Moment moment, Optional<String> build, Optional<String> postProcessor, String text)
      implements PackerEvent {}

  /**
   * An error, or a line a provisioner wrote on its standard error, which need not be one.
   *
   * @param moment when
   * @param build the build
   * @param postProcessor the post-processor that said it
   * @param text what was said, in one or several lines
   */
  record Complaint(
      Moment moment, Optional<String> build, Optional<String> postProcessor, String text)
      implements PackerEvent {}

  /**
   * A diagnostic of the template or of a plugin.
   *
   * @param moment when
   * @param diagnostic the diagnostic
   */
  record Diagnosed(Moment moment, PackerDiagnostic diagnostic) implements PackerEvent {
    @Override
    public Optional<String> build() {
      return Optional.empty();
    }
  }

  /**
   * An artifact, after all builds have ended.
   *
   * @param moment when
   * @param artifact the artifact
   */
  record Made(Moment moment, Artifact artifact) implements PackerEvent {
    @Override
    public Optional<String> build() {
      return Optional.of(artifact.build());
    }
  }

  /**
   * Anything else, for example {@code version} or what a plugin has of its own.
   *
   * @param moment when
   * @param build the build
   * @param type the type of the line
   * @param data what belongs to it
   */
  record Other(Moment moment, Optional<String> build, String type, List<String> data)
      implements PackerEvent {

    /**
     * Anything else.
     *
     * @param moment when
     * @param build the build
     * @param type the type of the line
     * @param data what belongs to it
     */
    public Other {
      data = List.copyOf(data);
    }
  }
}
