package tercet.driver.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Replies of Redis in other forms. */
public final class Replies {
  private Replies() {}

  /** Of a list of names and values in turn. */
  public static Map<String, String> facts(List<?> reply) {
    Map<String, String> facts = new HashMap<>();
    for (int i = 0; i + 1 < reply.size(); i += 2) {
      facts.put(text(reply.get(i)), text(reply.get(i + 1)));
    }
    return facts;
  }

  /** Bytes as UTF-8; anything else as it prints. */
  public static String text(Object reply) {
    return reply instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(reply);
  }
}
