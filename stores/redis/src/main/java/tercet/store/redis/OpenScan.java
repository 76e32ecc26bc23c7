package tercet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.codec.WholeMillis;
import tercet.runtime.store.Overdue;
import tercet.runtime.store.UnreadableRecords;

/** Finds open records in the order of their wake-up times. */
final class OpenScan {
  private static final HexFormat HEX = HexFormat.of();

  /** Names and records asked for at once. */
  private static final int PAGE = 1_000;

  private final KnownShards known;
  private final Servers servers;
  private final UnreadableRecords quarantine;

  OpenScan(KnownShards known, Servers servers, UnreadableRecords quarantine) {
    this.known = known;
    this.servers = servers;
    this.quarantine = quarantine;
  }

  /** One of a shard's open records. */
  private static final class Name {
    final ShardNames shard;
    final byte[] member;

    Name(ShardNames shard, byte[] member) {
      this.shard = shard;
      this.member = member;
    }
  }

  /** Visits all open records of a shard. */
  void all(ShardNames shard, BiConsumer<Key, StoredRecord.Open> visitor) {
    try (Link link = servers.connect(shard)) {
      for (int from = 0; ; from += PAGE) {
        CommandArguments range =
            new CommandArguments(Protocol.Command.ZRANGE)
                .add(shard.wakes())
                .add(from)
                .add(from + PAGE - 1);
        List<?> members = (List<?>) RecordClient.answer(link, link.send(List.of(range)).getFirst());
        List<Name> names =
            members.stream().map(member -> new Name(shard, (byte[]) member)).toList();
        visit(link, names, visitor);
        if (names.size() < PAGE) {
          return;
        }
      }
    }
  }

  private void visit(Link link, List<Name> names, BiConsumer<Key, StoredRecord.Open> visitor) {
    if (names.isEmpty()) {
      return;
    }
    CommandArguments read = new CommandArguments(Protocol.Command.MGET);
    names.forEach(name -> read.add(name.shard.join(name.member)));
    List<?> values = (List<?>) RecordClient.answer(link, link.send(List.of(read)).getFirst());
    for (int i = 0; i < names.size(); i++) {
      visit(names.get(i), (byte[]) values.get(i), visitor);
    }
  }

  /** An unreadable record is skipped: it must not hide all others. */
  private void visit(
      Name name, byte @Nullable [] value, BiConsumer<Key, StoredRecord.Open> visitor) {
    StoredRecord stored;
    Key key;
    try {
      key = name.shard.read(name.member);
      stored = RecordBytes.read(value);
    } catch (MalformedBytesException | IllegalArgumentException unreadable) {
      quarantine.met(new String(name.shard.join(name.member), UTF_8), unreadable);
      return;
    }
    if (stored instanceof StoredRecord.Open open) {
      visitor.accept(key, open);
    }
  }

  /**
   * Visits a page of overdue records, those that wait longest first.
   *
   * @return where to go on; null if the end was reached
   */
  Overdue.@Nullable Place overdue(
      Collection<ShardId> shards, Overdue overdue, BiConsumer<Key, StoredRecord.Open> visitor) {
    NavigableMap<Overdue.Place, Name> found = new TreeMap<>();
    for (ShardId shard : shards) {
      find(known.of(shard).names(), overdue, found);
    }
    for (List<Name> page : pages(new ArrayList<>(found.values()))) {
      try (Link link = servers.connect(page.getFirst().shard)) {
        visit(
            link,
            page,
            (key, open) -> {
              if (open.wakeAt().isBefore(overdue.before())) {
                visitor.accept(key, open);
              }
            });
      }
    }
    return found.size() < overdue.max() ? null : found.lastKey();
  }

  /** Parts in the same order, each on one server. */
  private List<List<Name>> pages(List<Name> names) {
    List<List<Name>> pages = new ArrayList<>();
    for (Name name : names) {
      List<Name> last = pages.isEmpty() ? null : pages.getLast();
      boolean fits =
          last != null
              && last.size() < PAGE
              && (servers.isOne() || last.getFirst().shard == name.shard);
      if (last == null || !fits) {
        last = new ArrayList<>();
        pages.add(last);
      }
      last.add(name);
    }
    return pages;
  }

  private void find(ShardNames shard, Overdue overdue, NavigableMap<Overdue.Place, Name> found) {
    Overdue.@Nullable Place after = overdue.after();
    String from = after == null ? "-inf" : Long.toString(after.wakeAt().toEpochMilli());
    String to = "(" + WholeMillis.of(overdue.before());
    try (Link link = servers.connect(shard)) {
      for (int offset = 0; ; offset += PAGE) {
        CommandArguments range =
            new CommandArguments(Protocol.Command.ZRANGEBYSCORE)
                .add(shard.wakes())
                .add(from)
                .add(to)
                .add("WITHSCORES")
                .add("LIMIT")
                .add(offset)
                .add(PAGE);
        List<?> reply = (List<?>) RecordClient.answer(link, link.send(List.of(range)).getFirst());
        boolean isFull = add(shard, reply, overdue, found);
        if (isFull || reply.size() < 2 * PAGE) {
          return;
        }
      }
    }
  }

  /** Returns whether nothing that comes later in this shard can belong to the page. */
  private static boolean add(
      ShardNames shard, List<?> reply, Overdue overdue, NavigableMap<Overdue.Place, Name> found) {
    Overdue.@Nullable Place after = overdue.after();
    for (int i = 0; i < reply.size(); i += 2) {
      byte[] member = (byte[]) reply.get(i);
      long at = (long) Double.parseDouble(new String((byte[]) reply.get(i + 1), UTF_8));
      Overdue.Place place =
          new Overdue.Place(Instant.ofEpochMilli(at), HEX.formatHex(shard.join(member)));
      if (after != null && place.compareTo(after) <= 0) {
        continue;
      }
      found.put(place, new Name(shard, member));
      if (found.size() > overdue.max() && found.pollLastEntry().getKey().equals(place)) {
        return true;
      }
    }
    return false;
  }
}
