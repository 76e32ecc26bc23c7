package tercet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;

/**
 * Lists the keys of a shard and kind. Redis has no order of names, so each page walks through all
 * names of the server, a thousand at a time; other commands run in between.
 */
final class KeyWalk {
  private static final int STEP = 1_000;
  private static final byte[] DONE = {'0'};

  private KeyWalk() {}

  /**
   * Visits keys in the order of their ids.
   *
   * @param after id to go on behind
   * @throws redis.clients.jedis.exceptions.JedisException if the server does not answer
   */
  static void visit(
      Servers servers,
      ShardNames shard,
      RecordKind kind,
      String after,
      int max,
      Consumer<Key> visitor) {
    TreeSet<String> first = new TreeSet<>();
    byte[] pattern = pattern(shard.join(new byte[] {(byte) ('0' + kind.number())}));
    int prefix = shard.prefix().length + 1;
    try (Link link = servers.connect(shard)) {
      byte[] cursor = DONE;
      do {
        CommandArguments scan =
            new CommandArguments(Protocol.Command.SCAN)
                .add(cursor)
                .add("MATCH")
                .add(pattern)
                .add("COUNT")
                .add(STEP);
        List<?> reply = (List<?>) RecordClient.answer(link, link.send(List.of(scan)).getFirst());
        cursor = (byte[]) reply.getFirst();
        for (Object found : (List<?>) reply.getLast()) {
          byte[] name = (byte[]) found;
          String id = new String(name, prefix, name.length - prefix, UTF_8);
          if (id.compareTo(after) > 0) {
            first.add(id); // a walk may meet a name twice
            if (first.size() > max) {
              first.pollLast();
            }
          }
        }
      } while (!Arrays.equals(cursor, DONE));
    }
    first.forEach(id -> visitor.accept(new Key(kind, shard.shard(), id)));
  }

  /** Names that begin so. */
  private static byte[] pattern(byte[] beginning) {
    ByteArrayOutputStream pattern = new ByteArrayOutputStream();
    for (byte one : beginning) {
      if ("*?[]\\^-".indexOf(one) >= 0) {
        pattern.write('\\');
      }
      pattern.write(one);
    }
    pattern.write('*');
    return pattern.toByteArray();
  }
}
