package dev.groundtruth.localmirror.internal;

import dev.groundtruth.localmirror.RunIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The compose plugin on a set of files. */
public final class ComposeCli {

  private static final Duration READING = Duration.ofSeconds(60);

  private final DockerCli docker;
  private final List<Path> files;
  private final Map<String, String> environment;

  /**
   * Compose on files.
   *
   * @param docker the engine
   * @param files the compose file and its overlays; the first one's folder is the project's
   * @param environment the variables of the files
   */
  public ComposeCli(DockerCli docker, List<Path> files, Map<String, String> environment) {
    this.docker = docker;
    this.files = List.copyOf(files);
    this.environment = Map.copyOf(environment);
  }

  /**
   * A service that has an image to be built.
   *
   * @param service the service
   * @param image the name of the image
   * @param context the folder it is built from
   * @param definition everything else the file says of the build, for comparison; the same wherever
   *     the folder is
   */
  public record Build(String service, String image, Path context, String definition) {}

  /**
   * The files, read and merged by compose itself.
   *
   * @param services the services with their images
   * @param builds those that are built
   * @param networks names in the files
   * @param volumes names in the files
   * @param labelled what the files themselves label with the run, such as {@code volumes/data}
   */
  public record Model(
      Map<String, String> services,
      List<Build> builds,
      TreeSet<String> networks,
      TreeSet<String> volumes,
      TreeSet<String> labelled) {}

  /**
   * Reads the files.
   *
   * @return the model, or what is wrong with the files
   */
  public Model read() {
    DockerCli.Output output =
        docker.run(READING, environment, null, arguments("config", "--format", "json"));
    if (!output.succeeded()) {
      throw new InvalidFilesException(output.errors().strip());
    }
    JsonNode model = JsonMapper.shared().readTree(output.output());
    Map<String, String> services = new TreeMap<>();
    List<Build> builds = new ArrayList<>();
    for (Map.Entry<String, JsonNode> service : model.path("services").properties()) {
      String image = service.getValue().path("image").asString("");
      services.put(service.getKey(), image);
      JsonNode build = service.getValue().path("build");
      if (build instanceof ObjectNode definition) {
        Path context = Path.of(build.path("context").asString("."));
        definition.remove("context");
        builds.add(new Build(service.getKey(), image, context, definition.toString()));
      }
    }
    TreeSet<String> labelled = new TreeSet<>();
    for (String section : List.of("services", "networks", "volumes")) {
      for (Map.Entry<String, JsonNode> one : model.path(section).properties()) {
        String run = one.getValue().path("labels").path(RunIdentity.RUN_LABEL).asString("");
        if (!run.isEmpty() && run.equals(environment.get("GROUNDTRUTH_RUN"))) {
          labelled.add(section + "/" + one.getKey());
        }
      }
    }
    return new Model(
        services,
        builds,
        new TreeSet<>(model.path("networks").propertyNames()),
        new TreeSet<>(model.path("volumes").propertyNames()),
        labelled);
  }

  /**
   * Builds images.
   *
   * @param services whose images
   * @param timeout how long it may take
   * @param line is given each line of progress
   * @return how it ended
   */
  public DockerCli.Output build(List<String> services, Duration timeout, Consumer<String> line) {
    List<String> arguments = new ArrayList<>(List.of("build"));
    arguments.addAll(services);
    Map<String, String> variables = new TreeMap<>(environment);
    variables.put("BUILDKIT_PROGRESS", "plain");
    return docker.run(timeout, variables, line, arguments(arguments.toArray(String[]::new)));
  }

  /**
   * Pulls images.
   *
   * @param services whose images
   * @param timeout how long it may take
   * @param line is given each line of progress
   * @return how it ended
   */
  public DockerCli.Output pull(List<String> services, Duration timeout, Consumer<String> line) {
    List<String> arguments = new ArrayList<>(List.of("pull"));
    arguments.addAll(services);
    return docker.run(timeout, environment, line, arguments(arguments.toArray(String[]::new)));
  }

  /**
   * Any other command.
   *
   * @param timeout how long it may take
   * @param project the project's name
   * @param arguments the command
   * @return how it ended
   */
  public DockerCli.Output run(
      Duration timeout, String project, @Nullable Consumer<String> line, String... arguments) {
    Map<String, String> variables = new TreeMap<>(environment);
    variables.put("COMPOSE_PROJECT_NAME", project);
    return docker.run(timeout, variables, line, arguments(arguments));
  }

  private List<String> arguments(String... command) {
    List<String> arguments = new ArrayList<>(List.of("compose"));
    for (Path file : files) {
      arguments.add("--file");
      arguments.add(file.toString());
    }
    arguments.addAll(List.of(command));
    return arguments;
  }

  /** The files are not what compose expects. */
  public static final class InvalidFilesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidFilesException(String message) {
      super(message);
    }
  }
}
