package tercet.gateway.operate;

import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** How much this process logs of its own events. Libraries are heard from warnings on. */
public enum LogLevel {
  DEBUG(Level.FINE),
  INFO(Level.INFO),
  WARNING(Level.WARNING),
  ERROR(Level.SEVERE);

  /** Held here because the platform forgets loggers without a reference. */
  private static final Logger OURS = Logger.getLogger("tercet");

  private final Level level;

  LogLevel(Level level) {
    this.level = level;
  }

  /** The one that counts now. */
  static LogLevel current() {
    Level now = OURS.getLevel();
    for (LogLevel one : values()) {
      if (one.level.equals(now)) {
        return one;
      }
    }
    return INFO;
  }

  /** That of an event. */
  public static LogLevel of(Level event) {
    LogLevel found = DEBUG;
    for (LogLevel one : values()) {
      if (event.intValue() >= one.level.intValue()) {
        found = one;
      }
    }
    return found;
  }

  /** From now on it counts. */
  public void apply() {
    OURS.setLevel(level);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
