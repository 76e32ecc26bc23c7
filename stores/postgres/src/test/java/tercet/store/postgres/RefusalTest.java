package tercet.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.StoreFailedException;
import tercet.testing.testbed.server.Ports;

/** A database that cannot be served is refused with a message that says why. */
@Tag("slow")
@Timeout(120)
final class RefusalTest {
  private final PostgresSettings settings = TestServer.freshSchema();

  @Test
  void numberOfShardsIsFixedWhenTheSchemaIsMade() {
    open(settings, 4).close();
    assertRefused(settings, 8, "was made for 4 shards and cannot be served with 8");
    open(settings, 4).close();
  }

  @Test
  void databaseThatForgetsWhatItAcknowledgedIsRefused() {
    assertRefused(
        withUrl(settings.url() + "?options=-c%20synchronous_commit=off"),
        4,
        "synchronous_commit turned off");
  }

  @Test
  void databaseThatIsNotThereIsRefused() {
    int port = Ports.free();
    assertRefused(
        withUrl("jdbc:postgresql://127.0.0.1:" + port + "/postgres"), 4, "Connection to 127.0.0.1");
  }

  @Test
  void addressesAndSchemasThatCannotBeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> withUrl("postgresql://127.0.0.1/shop"));
    assertThrows(
        IllegalArgumentException.class,
        () -> PostgresSettings.of(settings.url(), "postgres", "", "a;drop table b"));
  }

  @Test
  void passwordIsNeitherInMessagesNorInLogs() {
    PostgresSettings secret =
        PostgresSettings.of(settings.url() + "?password=hush", "postgres", "hush", "shop");
    assertEquals(settings.url() + ", schema shop", secret.toString());
  }

  /** Nothing that time heals: the node stops and says so. */
  @Test
  void schemaThatIsGoneIsAFailureForGood() {
    try (PostgresStore store = open(settings, 4)) {
      TestServer.server().sql("drop schema " + settings.schema() + " cascade");
      assertThrows(
          StoreFailedException.class,
          () ->
              store.commit(
                  List.of(new Key(RecordKind.ITEM, new ShardId(Service.STOCK, 0), "a")),
                  view -> new Commit<>(Map.of(), true)));
    }
  }

  private PostgresSettings withUrl(String url) {
    return PostgresSettings.of(url, settings.user(), settings.password(), settings.schema());
  }

  private static void assertRefused(PostgresSettings settings, int shards, String why) {
    DatabaseRefusedException refused =
        assertThrows(DatabaseRefusedException.class, () -> open(settings, shards).close());
    assertTrue(refused.toString().contains(why), refused::toString);
  }

  private static PostgresStore open(PostgresSettings settings, int shards) {
    return PostgresStore.open(settings, shards, InstantSource.system());
  }
}
