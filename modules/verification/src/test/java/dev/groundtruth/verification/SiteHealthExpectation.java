package dev.groundtruth.verification;

import java.util.Map;
import java.util.Set;

/**
 * What Site Health may say of a stack like this one. "good" is always acceptable; the exceptions
 * are those that follow from how the stack is meant to be, each with its reason.
 *
 * @see <a
 *     href="https://developer.wordpress.org/reference/classes/wp_rest_site_health_controller/">WP_REST_Site_Health_Controller</a>
 */
final class SiteHealthExpectation {

  private static final Map<String, Set<String>> EXCEPTIONS =
      Map.of(
          // Replicas are replaced, not updated in place: the automatic updater is off.
          "background-updates", Set.of("recommended", "critical"),
          // Plain HTTP unless the target has a certificate.
          "https-status", Set.of("recommended"),
          // Pages are not cached: each visitor is to be answered by WordPress itself.
          "page-cache", Set.of("recommended"),
          // wordpress.org may be out of reach: nothing in the stack depends on it.
          "dotorg-communication", Set.of("critical"));

  private SiteHealthExpectation() {}

  static Set<String> acceptable(String test) {
    Set<String> exceptions = EXCEPTIONS.getOrDefault(test, Set.of());
    return exceptions.isEmpty()
        ? Set.of("good")
        : java.util.stream.Stream.concat(java.util.stream.Stream.of("good"), exceptions.stream())
            .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }
}
