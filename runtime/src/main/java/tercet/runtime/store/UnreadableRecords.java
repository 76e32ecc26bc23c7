package tercet.runtime.store;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import tercet.runtime.codec.MalformedBytesException;

/**
 * Records that were found and cannot be read: each is named in the log once, and stays where it is.
 * Safe for threads.
 */
public final class UnreadableRecords {
  private static final System.Logger LOG = System.getLogger(UnreadableRecords.class.getName());

  /** More names say nothing new, and must not fill the memory. */
  private static final int NAMES_MAX = 10_000;

  private final ConcurrentMap<String, String> reasons = new ConcurrentHashMap<>();

  /**
   * A record was met.
   *
   * @param key as a person can find it
   * @param why its bytes mean nothing
   */
  public void met(Object key, RuntimeException why) {
    String name = String.valueOf(key);
    if (reasons.size() >= NAMES_MAX || reasons.containsKey(name)) {
      return;
    }
    String cause =
        why instanceof MalformedBytesException malformed && malformed.isOfNewerVersion()
            ? "A newer version of the program wrote it"
            : "It is damaged, or of a newer version of the program";
    if (reasons.putIfAbsent(name, cause + ": " + why.getMessage()) == null) {
      LOG.log(
          System.Logger.Level.ERROR,
          "The record {0} cannot be read and is left alone; everything else goes on. {1}: {2}",
          name,
          cause,
          why.getMessage());
    }
  }

  /** Each record and why it cannot be read, by name. */
  public Map<String, String> reasons() {
    return new TreeMap<>(reasons);
  }

  /** How many records were met, each counted once. */
  public int count() {
    return reasons.size();
  }
}
