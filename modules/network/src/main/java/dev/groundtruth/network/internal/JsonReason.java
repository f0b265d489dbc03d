package dev.groundtruth.network.internal;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/** Why a text is not JSON. */
public final class JsonReason {

  /** Where something begins, which Jackson says without saying it. */
  private static final Pattern START = Pattern.compile(" \\(start marker at \\[Source: [^]]*]\\)");

  private JsonReason() {}

  /** In a few words, without the place. */
  public static String of(JacksonException fault) {
    String message = fault.getOriginalMessage();
    return START.matcher(message.lines().findFirst().orElse(message)).replaceAll("").strip();
  }
}
