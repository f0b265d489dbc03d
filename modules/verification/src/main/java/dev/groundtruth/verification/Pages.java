package dev.groundtruth.verification;

import io.restassured.response.Response;
import java.util.regex.Pattern;

/** Reading a page the way a person does: without its markup. */
final class Pages {

  private static final Pattern IGNORED =
      Pattern.compile("<(script|style|head)\\b.*?</\\1>", Pattern.DOTALL);
  private static final Pattern MARKUP = Pattern.compile("<[^>]*>");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final int LENGTH = 200;

  private Pages() {}

  /** The first words of an answer, for a message; never more than 200 characters. */
  static String excerpt(Response answer) {
    String text = IGNORED.matcher(answer.asString()).replaceAll(" ");
    text = SPACE.matcher(MARKUP.matcher(text).replaceAll(" ")).replaceAll(" ").strip();
    if (text.isEmpty()) {
      return "(no text)";
    }
    return text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "...";
  }
}
