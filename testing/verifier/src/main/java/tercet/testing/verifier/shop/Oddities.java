package tercet.testing.verifier.shop;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tercet.testing.verifier.http.HttpResponse;

/**
 * Collects the oddities of a shop, each once with a count and a sample. They never change a
 * verdict. Safe for many threads.
 */
public final class Oddities {
  private static final int SAMPLE_CHARS_MAX = 200;

  /** No character of UTF-8 is longer. */
  private static final int BYTES_PER_CHAR_MAX = 4;

  private static final int STATUS_OK = 200;

  private record Kind(String route, String what) {}

  private final Map<Kind, Oddity> found = new LinkedHashMap<>();

  /** In the order in which they were first seen. */
  public synchronized List<Oddity> list() {
    return List.copyOf(found.values());
  }

  /** Notes a success with another status than 200, or without a body. */
  public void noteSuccess(String route, HttpResponse answer) {
    noteSuccess(route, answer.status(), answer.body(), answer.bodyLength());
  }

  void noteSuccess(String route, int status, byte[] body, int length) {
    if (status != STATUS_OK) {
      note(route, "status %d in place of 200".formatted(status), body, length);
    }
    if (length == 0) {
      note(route, "no body", body, length);
    }
  }

  synchronized void note(String route, String what, byte[] body, int length) {
    Kind kind = new Kind(route, what);
    Oddity before = found.get(kind);
    String sample = before == null ? sample(body, length) : before.sample();
    found.put(kind, new Oddity(route, what, before == null ? 1 : before.count() + 1, sample));
  }

  /** The first 200 characters of a body, on one line. */
  static String sample(byte[] body, int length) {
    int bytes = Math.min(length, SAMPLE_CHARS_MAX * BYTES_PER_CHAR_MAX);
    String text =
        new String(body, 0, bytes, StandardCharsets.UTF_8).replaceAll("[\\s\\p{Cntrl}]+", " ");
    return text.substring(0, Math.min(text.length(), SAMPLE_CHARS_MAX)).strip();
  }
}
