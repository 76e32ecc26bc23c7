package tercet.transport.redis;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Broker;
import tercet.runtime.broker.Parcel;
import tercet.runtime.broker.Recipient;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.RedisProcess;
import tercet.testing.testbed.server.RedisSentinels;

/** All sentinels die, and for a moment the master. */
@Tag("slow")
@Timeout(120)
final class SentinelOutageTest {
  private static final Recipient SHARD = new Recipient.Shard(new ShardId(Service.ORDER, 0));
  private static final Recipient SELF = new Recipient.Node("a");

  @Test
  void nodeSendsAndHearsAgainAfterALookForTheMasterThatFailed() throws IOException {
    try (RedisSentinels servers = RedisSentinels.start(what -> {})) {
      ReceivingInbox inbox = new ReceivingInbox();
      try (Broker broker = RedisBrokerContract.connect(servers.url(), "outage", "a")) {
        broker.start(inbox);
        awaitTaken(broker, SHARD);
        RedisProcess master = servers.master();
        servers.sentinels().forEach(RedisProcess::kill);
        master.kill();
        for (int attempt = 0; attempt < 3; attempt++) {
          Sent sent = Sent.to(broker, SHARD);
          Await.until("it has failed", sent.isFailed::get);
        }
        master.launchAgain();
        Await.until("the server is back", master::isMaster);
        awaitTaken(broker, SHARD); // although no sentinel is there
        broker.assign(Set.of(new ShardId(Service.ORDER, 0)));
        Await.until("what was sent is read", () -> inbox.fromShards() > 0);
        Await.until(
            "the node hears its channel",
            () -> {
              Sent.to(broker, SELF);
              return inbox.forNodes() > 0;
            });
        servers.sentinels().forEach(RedisProcess::launchAgain);
        Await.until(
            "sentinels are back",
            () -> servers.sentinels().stream().allMatch(RedisProcess::answers));
        awaitTaken(broker, SHARD);
      }
    }
  }

  private static void awaitTaken(Broker broker, Recipient to) {
    Await.until(
        "a message is taken",
        () -> {
          Sent sent = Sent.to(broker, to);
          Await.until("it is decided", () -> sent.isTaken.get() || sent.isFailed.get());
          return sent.isTaken.get();
        });
  }

  /** The fate of a message. */
  private record Sent(AtomicBoolean isTaken, AtomicBoolean isFailed) implements Parcel.Outcome {
    static Sent to(Broker broker, Recipient to) {
      Sent sent = new Sent(new AtomicBoolean(), new AtomicBoolean());
      broker.publish(List.of(new Parcel(to, new byte[] {1}, sent)));
      return sent;
    }

    @Override
    public void taken() {
      isTaken.set(true);
    }

    @Override
    public void failed(IOException why) {
      isFailed.set(true);
    }
  }
}
