package tercet.testing.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a {@link ChaosPlan}, line by line and word by word. */
final class PlanText {
  static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration LASTS = Duration.ofSeconds(5);
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final int number;
  private final Deque<String> words;

  private PlanText(int number, String line) {
    this.number = number;
    this.words = new ArrayDeque<>(Arrays.asList(line.replace(",", " , ").strip().split("\\s+")));
  }

  static List<PlannedFault> read(String text) {
    List<PlannedFault> faults = new ArrayList<>();
    Duration last = Duration.ZERO;
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      number++;
      String content = line.replaceFirst("#.*", "");
      if (content.isBlank()) {
        continue;
      }
      PlanText reading = new PlanText(number, content);
      PlannedFault fault = reading.fault();
      if (fault.start() instanceof PlannedFault.Start.At(Duration time)) {
        if (time.compareTo(last) < 0) {
          throw reading.wrong("the faults are in the order of their times");
        }
        last = time;
      }
      faults.add(fault);
    }
    if (faults.isEmpty()) {
      throw new IllegalArgumentException(
          "the plan is empty: it has lines such as 'at 10s kill order for 5s'");
    }
    return faults;
  }

  private PlannedFault fault() {
    PlannedFault.Start start = start();
    Action action = action();
    List<String> targets = targets();
    boolean isTimed = !words.isEmpty();
    if (isTimed && action == Action.RESTART) {
      throw wrong(
          "the end of the line was expected, since a restart takes no time, instead of '%s'"
              .formatted(words.peek()));
    }
    if (isTimed) {
      words.remove();
    }
    Duration lasts = isTimed ? time("after 'for'") : LASTS;
    if (!words.isEmpty()) {
      throw wrong("the end of the line was expected instead of '%s'".formatted(words.peek()));
    }
    if (lasts.isZero()) {
      throw wrong("a fault lasts longer than 0s");
    }
    return new PlannedFault(
        start, action, targets, action == Action.RESTART ? Duration.ZERO : lasts);
  }

  private PlannedFault.Start start() {
    if ("at".equals(words.peek())) {
      words.remove();
      return new PlannedFault.Start.At(time("after 'at'"));
    }
    if ("after".equals(words.peek())) {
      words.remove();
      return new PlannedFault.Start.Quiet(time("after 'after'"));
    }
    return new PlannedFault.Start.Quiet(QUIET);
  }

  private Action action() {
    String word = next();
    return Arrays.stream(Action.values())
        .filter(action -> action.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            wrong(
                "one of %s was expected%s"
                    .formatted(String.join(", ", Action.words()), insteadOf(word))));
  }

  private List<String> targets() {
    List<String> targets = new ArrayList<>();
    boolean more = true;
    while (more) {
      String name = next();
      if (!NAME.matcher(name).matches() || name.equals("for")) {
        throw wrong("the name of a member or a role was expected%s".formatted(insteadOf(name)));
      }
      targets.add(name);
      more = ",".equals(words.peek());
      if (more) {
        words.remove();
      }
    }
    if (!words.isEmpty() && !"for".equals(words.peek())) {
      throw wrong(
          "'for', a comma or the end of the line was expected instead of '%s'"
              .formatted(words.peek()));
    }
    return targets;
  }

  private Duration time(String where) {
    String word = next();
    Matcher matcher = TIME.matcher(word);
    if (!matcher.matches()) {
      throw wrong(
          "a time such as 5s, 500ms or 2m was expected %s%s".formatted(where, insteadOf(word)));
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofSeconds(amount);
    };
  }

  /** Empty at the end of the line. */
  private String next() {
    return words.isEmpty() ? "" : words.remove();
  }

  private static String insteadOf(String word) {
    return word.isEmpty() ? ", and the line is over" : " instead of '%s'".formatted(word);
  }

  private IllegalArgumentException wrong(String sentence) {
    return new IllegalArgumentException("line %d: %s".formatted(number, sentence));
  }
}
