package dev.groundtruth.provisioning.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

  private static final String VALUE = "p\u00e4ss/w\"rd&<1>'+ ~*";

  private final Redactor redactor = new Redactor(List.of(Secret.of(VALUE)));

  @Test
  void leaves_a_text_without_secrets_alone() {
    assertThat(redactor.redact("nothing p\u00e4ss/w to see \uD83D\uDE00"))
        .isEqualTo("nothing p\u00e4ss/w to see \uD83D\uDE00");
    assertThat(new Redactor().redact(VALUE)).isEqualTo(VALUE);
    assertThat(new Redactor(List.of(Secret.of(""))).redact("text")).isEqualTo("text");
  }

  @Test
  void masks_every_occurrence_and_touching_ones_once() {
    assertThat(redactor.redact("a " + VALUE + " b " + VALUE + VALUE + " c"))
        .isEqualTo("a *** b *** c");
  }

  @Test
  void masks_overlapping_secrets_as_a_whole() {
    Redactor overlapping =
        new Redactor(List.of(Secret.of("abcd"), Secret.of("cdef"), Secret.of("bc")));
    assertThat(overlapping.redact("xabcdefx xabcx xabccdefx")).isEqualTo("x***x xa***x xa***x");
  }

  @Test
  void masks_secrets_that_begin_like_another_one() {
    Redactor alike =
        new Redactor(List.of(Secret.of("secret"), Secret.of("secret-2"), Secret.of("sesame")));
    assertThat(alike.redact("secret secret-2 secret- sesecret sesame sesam"))
        .isEqualTo("*** *** ***- se*** *** sesam");
  }

  @Test
  void masks_the_encoded_forms() {
    assertThat(redactor.redact("q=" + URLEncoder.encode(VALUE, StandardCharsets.UTF_8) + "&"))
        .isEqualTo("q=***&");
    assertThat(redactor.redact("/p%C3%A4ss%2Fw%22rd%26%3C1%3E%27%2B%20~%2A/")).isEqualTo("/***/");
    assertThat(redactor.redact("/p%c3%a4ss%2fw%22rd%26%3c1%3e%27%2b%20~%2a/")).isEqualTo("/***/");
    assertThat(redactor.redact("\"p\u00e4ss/w\\\"rd&<1>'+ ~*\"")).isEqualTo("\"***\"");
    assertThat(redactor.redact("\"p\u00e4ss\\/w\\\"rd&<1>'+ ~*\"")).isEqualTo("\"***\"");
    assertThat(redactor.redact("\"p\u00e4ss/w\\\"rd\\u0026\\u003c1\\u003e'+ ~*\""))
        .isEqualTo("\"***\"");
    assertThat(redactor.redact("\"p\\u00e4ss/w\\\"rd&<1>'+ ~*\"")).isEqualTo("\"***\"");
    assertThat(redactor.redact("<p>p\u00e4ss/w&quot;rd&amp;&lt;1&gt;'+ ~*</p>"))
        .isEqualTo("<p>***</p>");
    assertThat(redactor.redact("<p>p\u00e4ss/w&#34;rd&amp;&lt;1&gt;&#39;+ ~*</p>"))
        .isEqualTo("<p>***</p>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "us", "user:", "a longer text before it "})
  void masks_base64_at_any_offset(String before) {
    byte[] text = (before + VALUE + " after").getBytes(StandardCharsets.UTF_8);
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      String encoded = encoder.encodeToString(text);
      String redacted = redactor.redact("Basic " + encoded);
      assertThat(redacted).startsWith("Basic ").contains("***").isNotEqualTo("Basic " + encoded);
      // At most one character of the value's remains on either side.
      String rest = redacted.substring("Basic ".length());
      assertThat(rest.length() - "***".length())
          .isLessThanOrEqualTo((before.length() + " after".length() + 4) * 4 / 3 + 4);
    }
    String exact = Base64.getEncoder().encodeToString(VALUE.getBytes(StandardCharsets.UTF_8));
    assertThat(redactor.redact("[" + exact + "]")).isEqualTo("[***]");
  }

  @Test
  void masks_the_lines_of_a_long_key_one_by_one() {
    Redactor key = new Redactor(List.of(Secret.of("-----BEGIN-----\nMIIEpAIBAAKCAQEA\nx\n")));
    assertThat(key.redact("> -----BEGIN-----\n>   MIIEpAIBAAKCAQEA\n> x"))
        .isEqualTo("> ***\n>   ***\n> x");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void redacts_a_stream_as_a_string_however_it_is_cut(long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      List<String> values = new ArrayList<>();
      for (int v = 0; v < 1 + random.nextInt(4); v++) {
        values.add(letters(random, 1 + random.nextInt(6)));
      }
      String text = letters(random, random.nextInt(60));
      Redactor few = new Redactor(values.stream().map(Secret::of).toList());

      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (OutputStream stream = few.redacting(out)) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int at = 0;
        while (at < bytes.length) {
          int length = Math.min(bytes.length - at, random.nextInt(4));
          stream.write(bytes, at, length);
          at += length;
        }
      }

      assertThat(out).as("%s without %s", text, values).hasToString(naive(text, values));
      assertThat(few.redact(text)).isEqualTo(naive(text, values));
    }
  }

  /** Marks what belongs to any occurrence, by looking for each value at each place. */
  private static String naive(String text, List<String> values) {
    boolean[] hidden = new boolean[text.length()];
    for (String value : values) {
      for (int i = 0; i + value.length() <= text.length(); i++) {
        if (text.startsWith(value, i)) {
          java.util.Arrays.fill(hidden, i, i + value.length(), true);
        }
      }
    }
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (!hidden[i]) {
        result.append(text.charAt(i));
      } else if (i == 0 || !hidden[i - 1]) {
        result.append("***");
      }
    }
    return result.toString();
  }

  private static String letters(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("abc".charAt(random.nextInt(3)));
    }
    return text.toString();
  }

  @Test
  void holds_back_only_what_may_become_a_secret() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OutputStream stream = new Redactor(List.of(Secret.of("secret"))).redacting(out);
    stream.write("Name? sec".getBytes(StandardCharsets.UTF_8));
    assertThat(out).hasToString("Name? ");
    stream.write("ond".getBytes(StandardCharsets.UTF_8));
    assertThat(out).hasToString("Name? second");
    stream.write("se".getBytes(StandardCharsets.UTF_8));
    stream.close();
    assertThat(out).hasToString("Name? secondse");
  }

  @Test
  void learns_secrets_while_a_stream_is_open() throws IOException {
    Redactor learning = new Redactor(List.of(Secret.of("generic")));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream stream = learning.redacting(out)) {
      stream.write("token gener".getBytes(StandardCharsets.UTF_8));
      learning.register(Secret.of("generated"));
      stream.write("ated".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(out).hasToString("token ***");
  }

  @Test
  void passes_on_bytes_that_are_not_utf8() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream stream = redactor.redacting(out)) {
      stream.write(new byte[] {(byte) 0xff, 0, (byte) 0xc3, 'p', (byte) 0xc3});
    }
    assertThat(out.toByteArray()).containsExactly(0xff, 0, 0xc3, 'p', 0xc3);
  }

  @Test
  void masks_a_secret_in_its_own_string() {
    assertThat(Secret.of(VALUE))
        .hasToString("***")
        .isEqualTo(Secret.of(VALUE))
        .isNotEqualTo(Secret.of("x"));
    assertThat(Secret.of(VALUE).reveal()).isEqualTo(VALUE);
    assertThat(Secret.of(VALUE)).hasSameHashCodeAs(Secret.of(VALUE));
  }
}
