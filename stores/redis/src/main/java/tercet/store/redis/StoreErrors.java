package tercet.store.redis;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.exceptions.JedisException;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreUnavailableException;

/** Turns an error of Redis into one of the store, and logs it once. Safe for threads. */
final class StoreErrors {
  private static final System.Logger LOG = System.getLogger(StoreErrors.class.getName());
  private static final int REASONS_MAX = 8;

  /** The first words of errors that stay when a command is repeated. */
  private static final List<String> BROKEN = List.of("WRONGTYPE", "ERR user_script", "ERR Error");

  private final RedisSettings settings;
  private final AtomicLong unavailable = new AtomicLong();

  /** Why it cannot be used now; each is logged once. */
  private final Set<String> reasons = ConcurrentHashMap.newKeySet();

  StoreErrors(RedisSettings settings) {
    this.settings = settings;
  }

  /** The exception that the store throws for an error. */
  RuntimeException of(JedisException e) {
    String reason = reason(e);
    if (BROKEN.stream().anyMatch(reason::startsWith)) {
      return new StoreFailedException("%s cannot be used: %s".formatted(settings, reason), e);
    }
    unavailable.incrementAndGet();
    if (reasons.size() < REASONS_MAX && reasons.add(withoutNumbers(reason))) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} cannot be used now; trying again until it can. {1}",
          settings,
          reason);
    }
    return new StoreUnavailableException(
        "%s cannot be used now: %s".formatted(settings, reason), e);
  }

  static String reason(JedisException e) {
    Throwable cause = e;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }

  private static String withoutNumbers(String reason) {
    return reason.replaceAll("\\d+", "#");
  }

  /** A commit has ended well. */
  void reportBack() {
    if (!reasons.isEmpty()) {
      reasons.clear();
      LOG.log(System.Logger.Level.INFO, "{0} can be used again.", settings);
    }
  }

  /** How many commits and reads found no usable server. */
  long unavailable() {
    return unavailable.get();
  }
}
