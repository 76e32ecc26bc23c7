package tercet.testing.simulator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tercet.testing.simulator.world.Trace;

/** The part of a trace that led to a violation, in words that can be read. */
final class TraceExcerpt {
  private static final int LINES_MAX = 150;
  private static final int COLUMNS_MAX = 400;

  /** The transactions and commands that a commit was made for. */
  private static final Pattern SUBJECT =
      Pattern.compile("/(?:PARTICIPATION|ANSWER|RECENT_ANSWER)/([^=,}\\s]+)");

  private static final Pattern READ = Pattern.compile("Find(?:Balance|Order)\\[|Found\\[");
  private static final Pattern RECORD = Pattern.compile("[/\\[]");
  private static final Pattern WRAPPED = Pattern.compile("\\w+\\[value=([^\\[\\]]*)]");
  private static final Pattern DATE = Pattern.compile("2026-01-01T00:(\\d\\d:[\\d.]+)Z");
  private static final Pattern ENVELOPE = Pattern.compile("To(?:Shard\\[input|Node\\[to)=");

  private TraceExcerpt() {}

  /**
   * Lines that mention what a violation is about, or a transaction that changed it; and everything
   * that happened to servers.
   *
   * @param about how transactions, commands, orders and balances appear in the trace
   */
  static List<String> of(List<Trace.Line> trace, List<String> about) {
    Set<String> ids = new LinkedHashSet<>(about);
    for (Trace.Line line : trace) {
      if (line.what().startsWith("commits ") && mentions(line.what(), about)) {
        Matcher subject = SUBJECT.matcher(line.what());
        while (subject.find()) {
          ids.add(subject.group(1));
        }
      }
    }
    List<String> all = List.copyOf(ids);
    // Most records are read often; only the reads that the violation names matter.
    List<String> commands = about.stream().filter(id -> !RECORD.matcher(id).find()).toList();
    List<String> lines = new ArrayList<>();
    for (Trace.Line line : trace) {
      boolean toServer = line.who().startsWith("server") || line.who().equals("violation");
      boolean shown = mentions(line.what(), READ.matcher(line.what()).find() ? commands : all);
      if (toServer || shown) {
        lines.add(cut(readable(line.toString())));
      }
    }
    int left = lines.size() - LINES_MAX;
    if (about.isEmpty() || left <= 0) {
      return last(trace, lines);
    }
    List<String> cut = new ArrayList<>(lines.subList(left, lines.size()));
    cut.addFirst("          … %d earlier lines; --trace shows everything".formatted(left));
    return cut;
  }

  /** The last events, if there is nothing better to show. */
  private static List<String> last(List<Trace.Line> trace, List<String> found) {
    boolean enough = found.size() > 10;
    int from = Math.max(0, trace.size() - LINES_MAX / 3);
    return enough
        ? found
        : trace.subList(from, trace.size()).stream()
            .map(line -> readable(line.toString()))
            .toList();
  }

  private static boolean mentions(String text, List<String> ids) {
    for (String id : ids) {
      if (mentions(text, id)) {
        return true;
      }
    }
    return false;
  }

  /** As a whole word: "1" is not in "g1.1". */
  private static boolean mentions(String text, String id) {
    for (int at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
      int end = at + id.length();
      if ((at == 0 || isBetweenWords(text, at))
          && (end == text.length() || isBetweenWords(text, end))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBetweenWords(String text, int at) {
    return !isInWord(text.charAt(at - 1)) || !isInWord(text.charAt(at));
  }

  private static boolean isInWord(char character) {
    return Character.isLetterOrDigit(character) || character == '-' || character == '.';
  }

  private static String cut(String line) {
    return line.length() <= COLUMNS_MAX ? line : line.substring(0, COLUMNS_MAX) + " …";
  }

  /** Without the wrappers of ids, amounts and times. */
  static String readable(String line) {
    String text = WRAPPED.matcher(line).replaceAll("$1");
    text = DATE.matcher(text).replaceAll("$1");
    return ENVELOPE.matcher(text).replaceAll("");
  }
}
