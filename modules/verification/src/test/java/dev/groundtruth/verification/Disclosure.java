package dev.groundtruth.verification;

import java.util.regex.Pattern;

/** Recognises pages that tell a visitor what is not for visitors. */
final class Disclosure {

  private static final Pattern TELLTALE =
      Pattern.compile(
          "Fatal error:|Warning: |Notice: |Deprecated: |Stack trace:|Uncaught |mysqli_|"
              + "PDOException|/var/www/html/|/usr/src/wordpress|Access denied for user|"
              + "wpdb-&gt;|wp_die\\(|using password: ");

  private Disclosure() {}

  static boolean found(String page) {
    return TELLTALE.matcher(page).find();
  }
}
