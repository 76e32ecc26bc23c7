package tercet.e2e.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules about the text of a source file. Each rule names the places that break it. */
enum Tidiness {
  FILES_HAVE_AT_MOST_300_LINES,
  LINES_HAVE_AT_MOST_100_COLUMNS,
  METHODS_HAVE_AT_MOST_60_LINES,
  NAMES_SAY_WHAT_A_TYPE_IS,
  NOTHING_SLEEPS,
  SWITCHES_OVER_OUR_TYPES_ARE_EXHAUSTIVE,
  EVERY_TODO_HAS_AN_ISSUE,
  NO_PATH_OF_ONE_MACHINE,
  EVERY_PACKAGE_INFO_IS_NULL_MARKED,
  SENTENCES_NAME_WHO_ACTS,
  TESTS_THAT_START_PROCESSES_ARE_TAGGED_SLOW_OR_QUICK;

  private static final int FILE_LINES_MAX = 300;
  private static final int LINE_COLUMNS_MAX = 100;
  private static final int METHOD_LINES_MAX = 60;

  private static final Pattern TYPE_NAME =
      Pattern.compile("\\b(class|interface|enum|record)\\s+([A-Z]\\w*)");
  private static final String EMPTY_WORD = "(Impl|Abstract|Base|Helpers?|Utils?|Manager)";
  private static final Pattern EMPTY_NAME =
      Pattern.compile(EMPTY_WORD + "([A-Z0-9]\\w*)?|\\w*" + EMPTY_WORD);
  private static final Pattern INTERFACE_PREFIX = Pattern.compile("I[A-Z]\\w*");
  private static final Pattern SLEEP =
      Pattern.compile("\\bThread\\s*\\.\\s*sleep\\b|\\bTimeUnit\\s*\\.\\s*\\w+\\s*\\.\\s*sleep\\b");
  private static final Pattern DEFAULT_CASE = Pattern.compile("\\bdefault\\s*(->|:)");
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern ISSUE = Pattern.compile("#\\d+");
  private static final Pattern MACHINE_PATH = Pattern.compile("/(work|root|home/\\w+|Users/\\w+)/");

  /** Between two words of a comment or a sentence, which may be on two lines. */
  private static final String GAP = "\\s+(?:(?:\\*|//)\\s+)?";

  /** Except as an id in quotes and as a part of a longer name. */
  private static final String ANYONE = "(?<!\")(no|some|any|every)body(?!\\(|\")";

  private static final Pattern VAGUE_SUBJECT =
      Pattern.compile(
          ("\\b(wh(o|om|at|ich)ever|as~what|(of|by)~which|with~whom|" + ANYONE + ")\\b")
              .replace("~", GAP),
          Pattern.CASE_INSENSITIVE);

  /** A comment that begins a sentence with a clause instead of a noun. */
  private static final Pattern WHAT_AS_SUBJECT =
      Pattern.compile(
          "(?:/\\*\\*|//|\\s\\*|[.:;]|@(?:param~\\w+|return))~What\\s(?![^.*]*\\?)"
              .replace("~", "\\s+"));

  private static final Pattern STARTED_PROCESS =
      Pattern.compile(
          "\\bnew\\s+ProcessBuilder\\b|\\bProcessContract\\s*\\{|\\b(TestServer|SharedRedis)\\b"
              + "|\\bShell\\s*\\.\\s*run\\b|\\bJavaProcess\\s*\\.\\s*of\\b"
              + "|(Process|Cluster|\\b(Postgres|Pg\\w*|Nginx)Server)\\s*\\.\\s*(start|launch)\\b");
  private static final Pattern TAG = Pattern.compile("@Tag\\(\"(\\w*)\"\\)");
  private static final Pattern TAGGED_CLASS = Pattern.compile("(?m)^@Tag\\(");

  /** A case that names a type, such as a message or a command, and no constant. */
  private static final Pattern CASE_OF_TYPE =
      Pattern.compile("\\bcase\\s+[A-Z][\\w.]*(\\s+[a-z_]|\\s*\\()");

  /** Where {@code file} breaks this rule, each as a sentence; empty if it does not. */
  List<String> violationsIn(SourceFile file) {
    return switch (this) {
      case FILES_HAVE_AT_MOST_300_LINES -> longFiles(file);
      case LINES_HAVE_AT_MOST_100_COLUMNS -> longLines(file);
      case METHODS_HAVE_AT_MOST_60_LINES -> longMethods(file);
      case NAMES_SAY_WHAT_A_TYPE_IS -> emptyNames(file);
      case NOTHING_SLEEPS -> sleeps(file);
      case SWITCHES_OVER_OUR_TYPES_ARE_EXHAUSTIVE -> defaultsOverSealedTypes(file);
      case EVERY_TODO_HAS_AN_ISSUE -> todosWithoutIssue(file);
      case NO_PATH_OF_ONE_MACHINE -> machinePaths(file);
      case EVERY_PACKAGE_INFO_IS_NULL_MARKED -> packagesNotNullMarked(file);
      case SENTENCES_NAME_WHO_ACTS -> vagueSubjects(file);
      case TESTS_THAT_START_PROCESSES_ARE_TAGGED_SLOW_OR_QUICK -> testsWithoutTag(file);
    };
  }

  /** Words that leave open who does it: the client, the caller, the node, the participant. */
  private static List<String> vagueSubjects(SourceFile file) {
    return Stream.concat(
            VAGUE_SUBJECT.matcher(file.text()).results(),
            file.isJava() ? WHAT_AS_SUBJECT.matcher(file.text()).results() : Stream.of())
        .map(found -> file.path() + ": \"" + found.group().strip().replaceAll("\\s+", " ") + "\"")
        .toList();
  }

  private static String lineAt(String text, int index) {
    int end = text.indexOf('\n', index);
    return text.substring(text.lastIndexOf('\n', index) + 1, end < 0 ? text.length() : end);
  }

  private static List<String> longFiles(SourceFile file) {
    int lines = file.lines().size();
    return file.isJava() && lines > FILE_LINES_MAX
        ? List.of(file.path() + " has " + lines + " lines")
        : List.of();
  }

  private static List<String> longLines(SourceFile file) {
    if (!file.isJava()) {
      return List.of();
    }
    return linesOf(
        file,
        file.text(),
        line ->
            line.codePointCount(0, line.length()) > LINE_COLUMNS_MAX
                && !line.startsWith("import "));
  }

  private static List<String> longMethods(SourceFile file) {
    if (!file.isJava()) {
      return List.of();
    }
    return MethodScan.methodsIn(file.text()).stream()
        .filter(method -> method.lines() > METHOD_LINES_MAX)
        .map(method ->
            "%s:%d has %d lines: %s"
                .formatted(file.path(), method.firstLine(), method.lines(), method.header()))
        .toList();
  }

  private static List<String> emptyNames(SourceFile file) {
    if (!file.isJava()) {
      return List.of();
    }
    return TYPE_NAME
        .matcher(JavaCode.of(file.text()))
        .results()
        .filter(found ->
            EMPTY_NAME.matcher(found.group(2)).matches()
                || (found.group(1).equals("interface")
                    && INTERFACE_PREFIX.matcher(found.group(2)).matches()))
        .map(found -> file.path() + " declares " + found.group(2))
        .toList();
  }

  private static List<String> sleeps(SourceFile file) {
    return file.isJava()
        ? linesOf(file, JavaCode.of(file.text()), line -> SLEEP.matcher(line).find())
        : List.of();
  }

  /** The simulator may have a default over numbers and constants; the kernel has none at all. */
  private static List<String> defaultsOverSealedTypes(SourceFile file) {
    String path = file.path();
    boolean decides = path.startsWith("kernel/src/main/") || path.startsWith("runtime/src/main/");
    if (!file.isJava() || !(decides || path.startsWith("testing/simulator/src/main/"))) {
      return List.of();
    }
    String code = JavaCode.of(file.text());
    return DEFAULT_CASE
        .matcher(code)
        .results()
        .filter(found ->
            decides || CASE_OF_TYPE.matcher(JavaCode.blockAround(code, found.start())).find())
        .map(found ->
            "%s:%d: %s"
                .formatted(
                    path,
                    code.substring(0, found.start()).split("\n", -1).length,
                    lineAt(code, found.start()).strip()))
        .toList();
  }

  private static List<String> todosWithoutIssue(SourceFile file) {
    return linesOf(
        file, file.text(), line -> UNFINISHED.matcher(line).find() && !ISSUE.matcher(line).find());
  }

  private static List<String> machinePaths(SourceFile file) {
    return linesOf(file, file.text(), line -> MACHINE_PATH.matcher(line).find());
  }

  private static List<String> packagesNotNullMarked(SourceFile file) {
    return file.name().equals("package-info.java") && !file.text().contains("@NullMarked")
        ? List.of(file.path() + " is not @NullMarked")
        : List.of();
  }

  private static List<String> testsWithoutTag(SourceFile file) {
    if (!file.name().endsWith("Test.java")) {
      return List.of();
    }
    List<String> tags =
        TAG.matcher(file.text()).results().map(found -> found.group(1)).distinct().toList();
    if (!Set.of("slow", "quick").containsAll(tags)) {
      return List.of(file.path() + " has a tag that nothing knows: " + tags);
    }
    boolean starts = STARTED_PROCESS.matcher(JavaCode.of(file.text())).find();
    return starts && !TAGGED_CLASS.matcher(file.text()).find()
        ? List.of(file.path() + " starts processes: say @Tag(\"slow\") or @Tag(\"quick\")")
        : List.of();
  }

  private static List<String> linesOf(SourceFile file, String text, Predicate<String> isBad) {
    List<String> found = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (isBad.test(lines.get(i))) {
        found.add("%s:%d: %s".formatted(file.path(), i + 1, lines.get(i).strip()));
      }
    }
    return found;
  }
}
