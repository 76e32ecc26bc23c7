package tercet.testing.simulator.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tercet.kernel.id.Key;

/** The words for a record in a trace. */
final class TraceTerms {
  private TraceTerms() {}

  static String[] of(Key... keys) {
    List<String> mentions = new ArrayList<>();
    for (Key key : keys) {
      mentions.addAll(of(key));
    }
    return mentions.toArray(String[]::new);
  }

  private static List<String> of(Key key) {
    String id = key.id();
    return switch (key.kind()) {
      case ITEM -> List.of(key.toString(), "ItemId[value=" + id + "]");
      case ACCOUNT -> List.of(key.toString(), "UserId[value=" + id + "]");
      case ORDER, TRANSACTION ->
          List.of("/ORDER/" + id, "/TRANSACTION/" + id, "OrderId[value=" + id + "]");
      case PARTICIPATION, ANSWER, RECENT_ANSWER, CLAIM, RULING -> List.of(id);
    };
  }

  static String[] with(String[] mentions, String... more) {
    String[] all = Arrays.copyOf(mentions, mentions.length + more.length);
    System.arraycopy(more, 0, all, mentions.length, more.length);
    return all;
  }
}
