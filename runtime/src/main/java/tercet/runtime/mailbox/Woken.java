package tercet.runtime.mailbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;

/** The wake-ups of a batch. */
final class Woken {
  private Woken() {}

  /**
   * Whether a record is woken before its time: by a node that recovers it and sees an old version,
   * or by a timer that another node made late. To send again then is work for nothing.
   */
  static boolean isEarly(BatchView workspace, Input input, Instant now) {
    return input instanceof Input.TimerFired wakeup
        && !wakeup.ahead()
        && workspace.get(wakeup.key()) instanceof StoredRecord.Open open
        && now.isBefore(open.wakeAt());
  }

  /** Records that were woken and stay as they are: without a timer they would be forgotten. */
  static Map<Key, StoredRecord.Open> asleep(BatchView workspace, List<Input> inputs) {
    Map<Key, StoredRecord.Open> asleep = Map.of();
    for (Input input : inputs) {
      if (input instanceof Input.TimerFired wakeup
          && !workspace.changes().containsKey(wakeup.key())
          && workspace.get(wakeup.key()) instanceof StoredRecord.Open open) {
        asleep = asleep.isEmpty() ? new LinkedHashMap<>() : asleep;
        asleep.put(wakeup.key(), open);
      }
    }
    return asleep;
  }
}
