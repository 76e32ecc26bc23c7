package tercet.testing.testbed.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BlueprintsTest {
  @Test
  void everyBlueprintIsFoundByItsName() {
    for (Blueprint blueprint : Blueprints.ALL) {
      assertEquals(blueprint, Blueprints.named(blueprint.name()));
    }
    assertEquals(Blueprints.ALL.size(), new HashSet<>(Blueprints.names()).size());
    Exception unknown =
        assertThrows(IllegalArgumentException.class, () -> Blueprints.named("nope"));
    String said = String.valueOf(unknown.getMessage());
    assertTrue(said.startsWith("there is no cluster 'nope'; there are postgres, "), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          two-phase-commit | 1 gateway, 2 nodes per service, 1 PostgreSQL server; 2pc over http
          rocksdb-3 | 1 node per service, a RocksDB for each node; tcc over grpc
          template | 1 node per service behind nginx, 1 Redis server for each service; tcc over http
          """)
  void summaryNamesAllParts(String name, String parts) {
    assertEquals(parts, Blueprints.named(name).summary());
  }

  @Test
  void brokersAreThreeWhereADatabaseServerMayBeLost() {
    assertEquals(3, Blueprints.KAFKA_POSTGRES.brokers());
    assertEquals(3, Blueprints.RABBITMQ_REDIS_CLUSTER.brokers());
    assertEquals(1, Blueprints.SYNC_SAGA_RABBITMQ.brokers());
    assertEquals(0, Blueprints.GRPC_REDIS_STREAMS.brokers());
    assertEquals(1, Blueprints.TEMPLATE.withTransport("redis-streams").brokers());
  }

  @Test
  void countsApplyToServicesOrToNamedGroups() {
    Blueprint four = NodeCounts.parse("4").applyTo(Blueprints.POSTGRES);
    assertEquals(List.of(2, 4, 4, 4), counts(four));
    Blueprint some = NodeCounts.parse("stock=4, gateway=1").applyTo(Blueprints.POSTGRES);
    assertEquals(List.of(1, 2, 4, 2), counts(some));
    assertEquals("gateway=1,stock=4", NodeCounts.parse("stock=4,gateway=1").toString());
    assertEquals(Map.of(), NodeCounts.parse("4").byGroup());
  }

  private static List<Integer> counts(Blueprint blueprint) {
    return blueprint.groups().stream().map(Blueprint.Group::count).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "17", "", "-1", "stock=", "stock=0", "stock=2=3", "stock=1,stock=2"})
  void countsThatMeanNothingAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> NodeCounts.parse(text));
  }

  @Test
  void groupThatIsNotThereIsRefused() {
    Exception refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> NodeCounts.parse("shop=2").applyTo(Blueprints.POSTGRES));
    assertEquals(
        "postgres has no nodes 'shop'; it has gateway, order, stock, payment",
        refused.getMessage());
  }
}
