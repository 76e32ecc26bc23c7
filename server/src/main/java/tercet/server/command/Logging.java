package tercet.server.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tercet.gateway.operate.LogEvent;
import tercet.gateway.operate.LogLevel;

/**
 * One line per event on standard error, in words and without secrets; stack traces only for bugs
 * and broken disks. Public because the platform makes the {@link LoggersToTheEnd} by its name.
 */
public final class Logging {
  /**
   * Says for each batch that a collector is away; our own exporter says it once. Held here because
   * the platform forgets loggers without a reference.
   */
  private static final Logger OPEN_TELEMETRY = Logger.getLogger("io.opentelemetry");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private Logging() {}

  /** The same in words, without events for developers. */
  static void start() {
    start(LogOptions.Format.TEXT, LogLevel.INFO);
  }

  /** Takes over what the platform's logger does. Libraries are heard from warnings on. */
  static void start(LogOptions.Format format, LogLevel level) {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Handler console = new ConsoleHandler();
    console.setFormatter(
        switch (format) {
          case TEXT -> new Line();
          case JSON -> new JsonLine();
        });
    console.setLevel(Level.ALL);
    root.addHandler(console);
    root.setLevel(Level.WARNING);
    level.apply();
    OPEN_TELEMETRY.setLevel(Level.OFF);
  }

  /** Keeps logging while the process stops, unlike the one that it replaces. */
  public static final class LoggersToTheEnd extends LogManager {
    @Override
    public void reset() {
      // handlers have written their lines already
    }
  }

  /** An object on a line, for programs. Its fields are those of the line in words. */
  static final class JsonLine extends Formatter {
    @Override
    public String format(LogRecord event) {
      return new LogEvent(
                  event.getInstant(),
                  LogLevel.of(event.getLevel()),
                  event.getLoggerName(),
                  Redaction.of(formatMessage(event)),
                  stack(event.getThrown()))
              .json()
          + "\n";
    }

    private static @Nullable String stack(@Nullable Throwable thrown) {
      if (thrown == null) {
        return null;
      }
      StringWriter stack = new StringWriter();
      thrown.printStackTrace(new PrintWriter(stack));
      return Redaction.of(stack.toString());
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
