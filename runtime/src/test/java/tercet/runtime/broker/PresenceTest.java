package tercet.runtime.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PresenceTest {
  private static final long GONE_AFTER = 10;

  private final Presence presence = new Presence(List.of("a", "b"), GONE_AFTER, 0);

  @Test
  void nodeWithoutASignIsMissedOnce() {
    assertTrue(presence.isThere("a"));
    presence.sign("b", 5);
    assertEquals(Set.of(), presence.missed(GONE_AFTER));
    assertEquals(Set.of("a"), presence.missed(GONE_AFTER + 1));
    assertEquals(Set.of(), presence.missed(GONE_AFTER + 2));
    assertFalse(presence.isThere("a"));
    assertTrue(presence.isThere("b"));
  }

  @Test
  void signOfAMissedNodeBringsItBackOnce() {
    assertEquals(Set.of("a", "b"), presence.missed(GONE_AFTER + 1));
    assertTrue(presence.sign("a", 12));
    assertFalse(presence.sign("a", 13));
    assertTrue(presence.isThere("a"));
    assertFalse(presence.isThere("b"));
  }

  @Test
  void nodesThatCouldNotBeHeardGetTheirTimeAnew() {
    presence.listenAnew(100);
    assertEquals(Set.of(), presence.missed(100 + GONE_AFTER));
    assertEquals(Set.of("a", "b"), presence.missed(101 + GONE_AFTER));
    presence.listenAnew(200);
    assertFalse(presence.isThere("a"), "only a sign brings a node back");
  }

  @Test
  void strangerIsNeverThere() {
    assertFalse(presence.sign("c", 1));
    assertFalse(presence.isThere("c"));
  }

  @Test
  void nodeThatComesIsMissedUntilItsSignAndOneThatLeavesIsAStranger() {
    presence.change(List.of("b", "c"), 1);
    assertFalse(presence.isThere("c"));
    assertTrue(presence.sign("c", 2));
    assertTrue(presence.isThere("c"));
    assertTrue(presence.isThere("b"), "it was there before");
    assertFalse(presence.isThere("a"));
    assertFalse(presence.sign("a", 3));
  }
}
