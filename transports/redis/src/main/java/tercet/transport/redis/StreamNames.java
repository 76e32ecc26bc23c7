package tercet.transport.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Recipient;

/** The names of streams and channels. */
record StreamNames(String prefix) {
  /** Hash tags of each service; a blocking read can only ask for streams of one. */
  static final int TAGS = 4;

  /** The consumer group of every stream. */
  static final byte[] GROUP = "tercet".getBytes(UTF_8);

  /** Which of a service's hash tags a shard has. */
  static int tag(ShardId shard) {
    return shard.index() % TAGS;
  }

  /** The part of a name that Redis Cluster looks at: all names of a tag are on one server. */
  byte[] tag(Service service, int tag) {
    String name = service.name().toLowerCase(Locale.ROOT);
    return "{%s:%s:%d}".formatted(prefix, name, tag).getBytes(UTF_8);
  }

  byte[] stream(ShardId shard) {
    String tag = new String(tag(shard.service(), tag(shard)), UTF_8);
    return (tag + ":" + shard.index()).getBytes(UTF_8);
  }

  byte[] channel(Recipient to) {
    return switch (to) {
      case Recipient.Shard(ShardId shard) -> stream(shard);
      case Recipient.Node(String name) -> "{%s:node:%s}".formatted(prefix, name).getBytes(UTF_8);
      case Recipient.AllNodes() -> "{%s:nodes}".formatted(prefix).getBytes(UTF_8);
    };
  }
}
