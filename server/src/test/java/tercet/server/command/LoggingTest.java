package tercet.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** The log as objects, for programs that collect logs. */
final class LoggingTest {
  private static LogRecord event(Level level, String message) {
    LogRecord event = new LogRecord(level, message);
    event.setLoggerName("tercet.store");
    event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    return event;
  }

  private static String line(LogRecord event) {
    return new Logging.JsonLine().format(event);
  }

  @Test
  void eventIsAnObjectOnALine() {
    LogRecord event = event(Level.WARNING, "The disk \"{0}\" is\nfull.");
    event.setParameters(new Object[] {"d"});
    assertEquals(
        "{\"time\":\"2026-01-02T03:04:05.678Z\",\"level\":\"warning\",\"logger\":\"tercet.store\","
            + "\"message\":\"The disk \\\"d\\\" is\\nfull.\"}\n",
        line(event));
  }

  @Test
  void levelsHaveTheNamesOfTheOption() {
    assertTrue(line(event(Level.FINE, "a")).contains("\"level\":\"debug\""));
    assertTrue(line(event(Level.INFO, "a")).contains("\"level\":\"info\""));
    assertTrue(line(event(Level.SEVERE, "a")).contains("\"level\":\"error\""));
  }

  @Test
  void errorHasItsCausesAndNoSecrets() {
    LogRecord event = event(Level.SEVERE, "no connection to //a:planted1@db");
    event.setThrown(
        new IllegalStateException("failed", new IllegalArgumentException("secret=planted2")));
    String line = line(event);
    assertTrue(line.contains("Caused by: java.lang.IllegalArgumentException"), line);
    assertTrue(line.contains("LoggingTest.java"), line);
    assertFalse(line.contains("planted"), line);
    assertEquals(1, line.lines().count());
  }
}
