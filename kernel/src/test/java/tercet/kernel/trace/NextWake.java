package tercet.kernel.trace;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;

/** The open record that names the earliest time. */
final class NextWake {
  private NextWake() {}

  static Map.Entry<Key, StoredRecord> of(Map<Key, StoredRecord> records) {
    return records.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof StoredRecord.Open)
        .min(Comparator.comparing(NextWake::time).thenComparing(entry -> entry.getKey().toString()))
        .orElseThrow();
  }

  static Instant time(Map.Entry<Key, StoredRecord> open) {
    return ((StoredRecord.Open) open.getValue()).wakeAt();
  }
}
