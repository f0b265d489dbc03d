package dev.groundtruth.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.groundtruth.provisioning.command.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers on loopback as AWS does, in the protocols of its services, with what a test says. It
 * knows nothing by itself: an operation that no test speaks of answers that there is nothing. What
 * is read by its path is called {@code GET /path?query}.
 */
public final class FakeAws implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * What was asked: the parameters of the query protocol, or the JSON. Where neither names an
   * action, as with Route 53, it is the method and the path.
   */
  public record Request(
      String action,
      Map<String, String> parameters,
      JsonNode json,
      Map<String, String> headers,
      String body) {}

  /** What is answered. */
  public record Answer(int status, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Function<Request, Answer>> operations = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  public FakeAws() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
    on(
        "GetCallerIdentity",
        xml(
            "<GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/nightly</Arn>"
                + "<UserId>AIDAEXAMPLE</UserId><Account>123456789012</Account>"
                + "</GetCallerIdentityResult>"));
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** A way to it that tries twice. */
  public AwsClients.Builder clients() {
    return AwsClients.in("eu-west-3")
        .endpoint(uri())
        .credentials("AKIAEXAMPLE", Secret.of("not-a-secret"))
        .retries(Retries.standard(2));
  }

  public FakeAws on(String action, Function<Request, Answer> answer) {
    operations.put(action, answer);
    return this;
  }

  public List<Request> requests(String action) {
    return requests.stream().filter(request -> request.action().equals(action)).toList();
  }

  /** An answer of the query protocols, which EC2, Elastic Load Balancing, RDS and STS speak. */
  public static Function<Request, Answer> xml(String inner) {
    return request -> response(request.action(), inner);
  }

  public static Answer response(String action, String inner) {
    return new Answer(
        200,
        "<%1$sResponse>%2$s<requestId>4711</requestId></%1$sResponse>".formatted(action, inner));
  }

  /** An answer of the JSON protocol, which ECS and SSM speak. */
  public static Function<Request, Answer> json(String body) {
    return request -> new Answer(200, body);
  }

  /** An error as EC2 writes it. */
  public static Function<Request, Answer> ec2Error(int status, String code, String message) {
    return request ->
        new Answer(
            status,
            ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>%s</Code>"
                    + "<Message>%s</Message></Error></Errors><RequestID>4711</RequestID></Response>")
                .formatted(code, message));
  }

  /** An error as the other services of the query protocol write it. */
  public static Function<Request, Answer> queryError(int status, String code, String message) {
    return request ->
        new Answer(
            status,
            ("<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>"
                    + "<Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>"
                    + "<RequestId>4711</RequestId></ErrorResponse>")
                .formatted(code, message));
  }

  /** An error of the JSON protocol. */
  public static Function<Request, Answer> jsonError(int status, String code, String message) {
    return request ->
        new Answer(
            status, JSON.createObjectNode().put("__type", code).put("message", message).toString());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> headers = new LinkedHashMap<>();
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      boolean isRest = exchange.getRequestMethod().equals("GET");
      String plain = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      Request request;
      if (target != null) {
        request =
            new Request(
                target.substring(target.indexOf('.') + 1),
                Map.of(),
                JSON.readTree(body),
                headers,
                body);
      } else {
        String whole = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        Map<String, String> parameters = parameters(body);
        request =
            new Request(
                parameters.getOrDefault(
                    "Action",
                    operations.containsKey(plain) && !operations.containsKey(whole)
                        ? plain
                        : whole),
                parameters,
                JSON.createObjectNode(),
                headers,
                body);
      }
      requests.add(request);
      Answer answer =
          operations
              .getOrDefault(
                  request.action(),
                  target == null && !isRest ? xml("") : any -> new Answer(200, "{}"))
              .apply(request);
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange
          .getResponseHeaders()
          .set(
              "Content-Type",
              answer.body().startsWith("<") ? "text/xml" : "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Map<String, String> parameters(String form) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : form.split("&", -1)) {
      int at = pair.indexOf('=');
      if (at > 0) {
        parameters.put(
            URLDecoder.decode(pair.substring(0, at), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
