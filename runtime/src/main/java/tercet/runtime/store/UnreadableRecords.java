package tercet.runtime.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tercet.runtime.codec.MalformedBytesException;

/**
 * Records that were found and cannot be read: each is named in the log once, and stays where it is.
 * Safe for threads.
 */
public final class UnreadableRecords {
  private static final System.Logger LOG = System.getLogger(UnreadableRecords.class.getName());

  /** More names say nothing new, and must not fill the memory. */
  private static final int NAMES_MAX = 10_000;

  private final Set<String> names = ConcurrentHashMap.newKeySet();

  /**
   * A record was met.
   *
   * @param key as a person can find it
   * @param why its bytes mean nothing
   */
  public void met(Object key, RuntimeException why) {
    String name = String.valueOf(key);
    if (names.size() < NAMES_MAX && names.add(name)) {
      LOG.log(
          System.Logger.Level.ERROR,
          "The record {0} cannot be read and is left alone; everything else goes on. {1}: {2}",
          name,
          why instanceof MalformedBytesException malformed && malformed.isOfNewerVersion()
              ? "A newer version of the program wrote it"
              : "It is damaged, or of a newer version of the program",
          why.getMessage());
    }
  }

  /** How many records were met, each counted once. */
  public int count() {
    return names.size();
  }
}
