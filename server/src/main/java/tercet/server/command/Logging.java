package tercet.server.command;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * One line per event on standard error, in words and without secrets; stack traces only for bugs
 * and broken disks. Public because the platform makes the {@link LoggersToTheEnd} by its name.
 */
public final class Logging {
  static {
    // Before anything asks for a logger.
    System.setProperty("java.util.logging.manager", LoggersToTheEnd.class.getName());
  }

  /** Held here because the platform forgets loggers without a reference. */
  private static final Logger OURS = Logger.getLogger("tercet");

  /** Says for each batch that a collector is away; our own exporter says it once. */
  private static final Logger OPEN_TELEMETRY = Logger.getLogger("io.opentelemetry");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private Logging() {}

  /** Takes over what the platform's logger does. Libraries are heard from warnings on. */
  static void start() {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Handler console = new ConsoleHandler();
    console.setFormatter(new Line());
    console.setLevel(Level.ALL);
    root.addHandler(console);
    root.setLevel(Level.WARNING);
    OURS.setLevel(Level.INFO);
    OPEN_TELEMETRY.setLevel(Level.OFF);
  }

  /** Keeps logging while the process stops, unlike the one that it replaces. */
  public static final class LoggersToTheEnd extends LogManager {
    @Override
    public void reset() {
      // handlers have written their lines already
    }
  }

  static final class Line extends Formatter {
    @Override
    public String format(LogRecord event) {
      StringBuilder line = new StringBuilder();
      TIME.formatTo(event.getInstant(), line);
      line.append(' ').append(event.getLevel()).append(' ').append(formatMessage(event));
      line.append(System.lineSeparator());
      Throwable thrown = event.getThrown();
      if (thrown != null) {
        line.append("  ").append(thrown).append(System.lineSeparator());
        for (StackTraceElement frame : thrown.getStackTrace()) {
          line.append("    at ").append(frame).append(System.lineSeparator());
        }
        if (thrown.getCause() != null) {
          line.append("  because of ").append(thrown.getCause()).append(System.lineSeparator());
        }
      }
      return Redaction.of(line.toString());
    }
  }
}
