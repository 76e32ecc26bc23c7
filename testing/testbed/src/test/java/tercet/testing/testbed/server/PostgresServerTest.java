package tercet.testing.testbed.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(300)
final class PostgresServerTest {
  @Test
  void keepsItsDataWhenKilledPausedAndStopped() {
    try (PostgresServer server = PostgresServer.start(PostgresServerTest::say)) {
      server.sql("create table kept (n int)");
      server.sql("insert into kept values (1)");
      server.kill();
      assertFalse(server.answers());
      server.restart();
      assertEquals("1", server.sql("select n from kept"));

      server.pause();
      assertFalse(server.answers());
      server.resume();
      assertTrue(server.answers());

      server.stop();
      assertFalse(server.answers());
      server.restart();
      assertEquals("1", server.sql("select n from kept"));
    }
  }

  @Test
  void syncsWhatItAcknowledges() {
    try (PostgresServer server = PostgresServer.start(PostgresServerTest::say)) {
      assertEquals("on", server.sql("show fsync"));
      assertEquals("on", server.sql("show synchronous_commit"));
      assertEquals("on", server.sql("show full_page_writes"));
    }
  }

  @Test
  void serversDoNotDisturbEachOtherAndLeaveNothing() {
    PostgresServer first = PostgresServer.start(PostgresServerTest::say);
    try (PostgresServer second = PostgresServer.start(PostgresServerTest::say)) {
      first.close();
      assertFalse(first.answers());
      assertTrue(second.answers());
    }
  }

  @Test
  void statementThatFailsSaysWhy() {
    try (PostgresServer server = PostgresServer.start(PostgresServerTest::say)) {
      ServerFailedException failed =
          assertThrows(ServerFailedException.class, () -> server.sql("select nothing"));
      assertTrue(failed.toString().contains("\"nothing\" does not exist"), failed::toString);
    }
  }

  @Test
  void serverThatEndsAtOnceSaysWhy() {
    try (PostgresServer server = PostgresServer.start(PostgresServerTest::say)) {
      server.stop();
      Folders.append(server.data().resolve(PostgresServer.SETTINGS), "no_such_setting = 1\n");
      ServerFailedException failed = assertThrows(ServerFailedException.class, server::restart);
      assertTrue(failed.toString().contains("no_such_setting"), failed::toString);
    }
  }

  private static void say(String progress) {
    System.out.println(progress);
  }
}
