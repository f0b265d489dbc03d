package dev.groundtruth.verification;

import dev.groundtruth.provisioning.command.Secret;
import java.net.URI;

/**
 * The site as its visitors and its administrator know it.
 *
 * @param uri where visitors reach it, as WordPress knows it, without a trailing slash
 * @param address where the tests reach the load balancer, without a trailing slash; the same unless
 *     the site's name is not known here
 * @param adminUser the administrator's login name
 * @param adminPassword the administrator's password, generated at installation
 */
public record Site(URI uri, URI address, String adminUser, Secret adminPassword) {

  /**
   * The value of the {@code Host} header under which WordPress answers without redirecting.
   *
   * @return host, and port when it is not the scheme's default one
   */
  public String hostHeader() {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }
}
