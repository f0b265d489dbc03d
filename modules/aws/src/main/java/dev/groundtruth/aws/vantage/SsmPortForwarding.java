package dev.groundtruth.aws.vantage;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.AwsException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.StartSessionResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * A port of this machine that leads to a port of a host which an instance can reach, through a <a
 * href="https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html#sessions-remote-port-forwarding">Systems
 * Manager session</a>: nothing has to be opened for it. The instance needs the agent and a role
 * with {@code AmazonSSMManagedInstanceCore}, this machine AWS's program {@code
 * session-manager-plugin}, the credentials {@code ssm:StartSession} and {@code
 * ssm:TerminateSession}.
 *
 * <pre>{@code
 * try (SsmPortForwarding way = SsmPortForwarding.open(aws, "i-0123", "10.0.3.4", 3306)) {
 *   connectTo(way.address());
 * }
 * }</pre>
 *
 * <p>It is closed when the JVM ends, too. If the JVM is killed, AWS ends the session after the idle
 * time of the account, twenty minutes if nobody says otherwise.
 */
public final class SsmPortForwarding implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SsmPortForwarding.class);

  private static final String PLUGIN = "session-manager-plugin";
  private static final Duration OPENING = Duration.ofSeconds(60);

  /** The plugin takes its secret from the variable that its first argument names. */
  private static final String SECRET = "AWS_SSM_START_SESSION_RESPONSE";

  private static final String DOCUMENT = "AWS-StartPortForwardingSessionToRemoteHost";

  private final SsmClient ssm;
  private final String session;
  private final PluginProcess plugin;
  private final InetSocketAddress address;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread atExit = new Thread(this::end, "groundtruth-port-forwarding-end");

  private SsmPortForwarding(SsmClient ssm, String session, PluginProcess plugin, int port) {
    this.ssm = ssm;
    this.session = session;
    this.plugin = plugin;
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /**
   * Opens a way.
   *
   * @param clients the way to the instance's region, open for as long as this
   * @param instanceId the instance that connects to the host
   * @param host the host's name or address, as the instance knows it
   * @param port the host's port
   * @return the way, open
   * @throws AwsException if the session cannot be started, or the plugin is not installed or does
   *     not open a port within a minute
   */
  public static SsmPortForwarding open(
      AwsClients clients, String instanceId, String host, int port) {
    return open(clients, instanceId, host, port, PLUGIN, OPENING);
  }

  static SsmPortForwarding open(
      AwsClients clients,
      String instanceId,
      String host,
      int port,
      String program,
      Duration timeout) {
    SsmClient ssm = clients.sdk().ssm();
    Map<String, List<String>> parameters =
        Map.of("host", List.of(host), "portNumber", List.of(Integer.toString(port)));
    StartSessionResponse started =
        ssm.startSession(
            q ->
                q.target(instanceId)
                    .documentName(DOCUMENT)
                    .parameters(parameters)
                    .reason("Groundtruth"));
    try {
      PluginProcess plugin = start(clients, instanceId, parameters, started, program);
      try {
        SsmPortForwarding open =
            new SsmPortForwarding(ssm, started.sessionId(), plugin, plugin.port(timeout));
        Runtime.getRuntime().addShutdownHook(open.atExit);
        return open;
      } catch (RuntimeException e) {
        plugin.close();
        throw e;
      }
    } catch (RuntimeException e) {
      terminate(ssm, started.sessionId());
      throw e;
    }
  }

  private static PluginProcess start(
      AwsClients clients,
      String instanceId,
      Map<String, List<String>> parameters,
      StartSessionResponse started,
      String program) {
    String endpoint =
        clients
            .endpoint()
            .map(URI::toString)
            .orElseGet(
                () ->
                    "https://ssm.%s.%s"
                        .formatted(
                            clients.region(),
                            Region.of(clients.region()).metadata().partition().dnsSuffix()));
    ProcessBuilder command =
        new ProcessBuilder(
            program,
            SECRET,
            clients.region(),
            "StartSession",
            "",
            json(Map.of("Target", instanceId, "DocumentName", DOCUMENT, "Parameters", parameters)),
            endpoint);
    command
        .environment()
        .put(
            SECRET,
            json(
                Map.of(
                    "SessionId", started.sessionId(),
                    "StreamUrl", started.streamUrl(),
                    "TokenValue", started.tokenValue())));
    try {
      return PluginProcess.start(command);
    } catch (IOException e) {
      throw new AwsException(
          Kind.FAILED,
          "%s cannot be started, perhaps you should install the Session Manager plugin of the AWS CLI: %s"
              .formatted(program, e.getMessage()),
          e);
    }
  }

  private static String json(Map<String, ?> value) {
    return JsonMapper.shared().writeValueAsString(value);
  }

  /**
   * Where to connect to.
   *
   * @return the port, on the loopback address
   */
  public InetSocketAddress address() {
    return address;
  }

  /** Closes the port and ends the session. */
  @Override
  public void close() {
    if (end()) {
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException e) {
        LOG.debug("The JVM ends already", e);
      }
    }
  }

  private boolean end() {
    boolean isFirst = closed.compareAndSet(false, true);
    if (isFirst) {
      plugin.close();
      terminate(ssm, session);
    }
    return isFirst;
  }

  private static void terminate(SsmClient ssm, String session) {
    try {
      ssm.terminateSession(q -> q.sessionId(session));
    } catch (RuntimeException e) {
      LOG.warn(
          "The session {} may be open until it is idle for too long: {}", session, e.getMessage());
    }
  }

  @Override
  public String toString() {
    return "%s by %s".formatted(address, session);
  }
}
