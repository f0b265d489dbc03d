package dev.groundtruth.verification;

import static io.restassured.RestAssured.given;

import dev.groundtruth.provisioning.command.Secret;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.http.Cookies;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * HTTP against one address of the site, as a visitor or, after {@link #login}, as the
 * administrator.
 *
 * <p>Redirects are not followed, so that a test sees what was answered. Requests carry the site's
 * {@code Host} header whatever address they go to: this is how a replica is asked past the load
 * balancer.
 */
public final class WordPressSession {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final String name;
  private final URI address;
  private final Site site;
  private final Cookies cookies;

  private WordPressSession(String name, URI address, Site site, Cookies cookies) {
    this.name = name;
    this.address = address;
    this.site = site;
    this.cookies = cookies;
  }

  /**
   * A visitor without cookies, who comes through the load balancer.
   *
   * @param site the site
   * @return the session
   */
  public static WordPressSession anonymous(Site site) {
    return new WordPressSession("the load balancer", site.address(), site, new Cookies());
  }

  /**
   * Logs in the way a browser does: the form's test cookie first, then name and password.
   *
   * @param user the login name
   * @param password its password
   * @return what WordPress answered: a redirect to the dashboard with cookies, or the form again
   */
  public Response postLogin(String user, Secret password) {
    Response form = get("/wp-login.php");
    RequestSpecification login =
        request()
            .cookies(form.detailedCookies())
            .contentType(ContentType.URLENC)
            .formParam("log", user)
            .formParam("pwd", password.reveal())
            .formParam("wp-submit", "Log In")
            .formParam("redirect_to", site.uri() + "/wp-admin/")
            .formParam("testcookie", "1");
    return answered("POST /wp-login.php", () -> login.post("/wp-login.php"));
  }

  /**
   * Logs the administrator in.
   *
   * @return a session with the administrator's cookies
   * @throws AssertionError if WordPress does not let the administrator in
   */
  public WordPressSession login() {
    Response answer = postLogin(site.adminUser(), site.adminPassword());
    boolean loggedIn =
        answer.detailedCookies().asList().stream()
            .anyMatch(cookie -> cookie.getName().startsWith("wordpress_logged_in_"));
    if (answer.statusCode() != 302 || !loggedIn) {
      throw new AssertionError(
          "The administrator '%s' could not log in at %s: HTTP %d %s"
              .formatted(
                  site.adminUser(),
                  name,
                  answer.statusCode(),
                  loggedIn ? "with" : "without a session cookie: " + Pages.excerpt(answer)));
    }
    return new WordPressSession(name, address, site, answer.detailedCookies());
  }

  /**
   * The same cookies at a replica, past the load balancer's choice.
   *
   * @param replica where requests go from now on
   * @return the session there
   */
  public WordPressSession at(Replica replica) {
    return new WordPressSession(replica.name(), replica.uri(), site, cookies);
  }

  /**
   * Gets a page.
   *
   * @param path its path, and query if it has one
   * @return the answer, whatever its status
   * @throws AssertionError if there is no answer; the message says where and why
   */
  public Response get(String path) {
    return answered("GET " + path, () -> request().get(path));
  }

  private Response answered(String what, Supplier<Response> request) {
    try {
      return request.get();
    } catch (Exception e) {
      // REST Assured throws the client's checked exceptions without declaring them.
      throw new AssertionError(
          "%s at %s was not answered: %s, perhaps nothing listens there"
              .formatted(what, name, e.getMessage()),
          e);
    }
  }

  /**
   * A request with the session's cookies, not sent yet.
   *
   * @return REST Assured's request, its base the session's address
   */
  public RequestSpecification request() {
    return given(
            new RequestSpecBuilder()
                .setBaseUri(address)
                .setUrlEncodingEnabled(true)
                .setConfig(
                    RestAssuredConfig.config()
                        .httpClient(
                            HttpClientConfig.httpClientConfig()
                                .setParam("http.connection.timeout", (int) TIMEOUT.toMillis())
                                .setParam("http.socket.timeout", (int) TIMEOUT.toMillis())))
                .build())
        .header("Host", site.hostHeader())
        .redirects()
        .follow(false)
        .cookies(cookies);
  }

  /**
   * A request to the REST API as the logged-in administrator, with the nonce that the dashboard's
   * own scripts would send.
   *
   * @return the request
   * @throws AssertionError if no nonce is given out, because the session is not logged in
   */
  public RequestSpecification rest() {
    return request().header("X-WP-Nonce", nonce());
  }

  private String nonce() {
    Response answer = get("/wp-admin/admin-ajax.php?action=rest-nonce");
    String nonce = answer.asString().strip();
    if (answer.statusCode() != 200 || !nonce.matches("[0-9a-f]{10}")) {
      throw new AssertionError(
          "%s gave out no REST nonce: HTTP %d, perhaps the session is not valid there: %s"
              .formatted(name, answer.statusCode(), Pages.excerpt(answer)));
    }
    return nonce;
  }
}
