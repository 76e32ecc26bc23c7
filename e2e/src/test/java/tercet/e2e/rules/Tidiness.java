package tercet.e2e.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a source file must look like. Each rule names the places that break it. */
enum Tidiness {
  FILES_HAVE_AT_MOST_300_LINES,
  LINES_HAVE_AT_MOST_100_COLUMNS,
  METHODS_HAVE_AT_MOST_60_LINES,
  NAMES_SAY_WHAT_A_TYPE_IS,
  NOTHING_SLEEPS,
  SWITCHES_OVER_OUR_TYPES_ARE_EXHAUSTIVE,
  EVERY_TODO_HAS_AN_ISSUE,
  NO_PATH_OF_ONE_MACHINE,
  EVERY_PACKAGE_INFO_IS_NULL_MARKED;

  private static final int fileLinesMax = 300;
  private static final int lineColumnsMax = 100;
  private static final int methodLinesMax = 60;

  private static final Pattern typeName =
      Pattern.compile("\\b(class|interface|enum|record)\\s+([A-Z]\\w*)");
  private static final String emptyWord = "(Impl|Abstract|Base|Helpers?|Utils?|Manager)";
  private static final Pattern emptyName =
      Pattern.compile(emptyWord + "([A-Z0-9]\\w*)?|\\w*" + emptyWord);
  private static final Pattern interfacePrefix = Pattern.compile("I[A-Z]\\w*");
  private static final Pattern sleep =
      Pattern.compile("\\bThread\\s*\\.\\s*sleep\\b|\\bTimeUnit\\s*\\.\\s*\\w+\\s*\\.\\s*sleep\\b");
  private static final Pattern defaultCase = Pattern.compile("\\bdefault\\s*(->|:)");
  private static final Pattern todo = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern issue = Pattern.compile("#\\d+");
  private static final Pattern machinePath = Pattern.compile("/(work|root|home/\\w+|Users/\\w+)/");

  /** Files of kernel and runtime that may have a default case, each with the reason. */
  private static final Map<String, String> defaultCaseAllowed = Map.of();

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
    };
  }

  private static List<String> longFiles(SourceFile file) {
    int lines = file.lines().size();
    return file.isJava() && lines > fileLinesMax
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
            line.codePointCount(0, line.length()) > lineColumnsMax && !line.startsWith("import "));
  }

  private static List<String> longMethods(SourceFile file) {
    if (!file.isJava()) {
      return List.of();
    }
    return MethodScan.methodsIn(file.text()).stream()
        .filter(method -> method.lines() > methodLinesMax)
        .map(method ->
            "%s:%d has %d lines: %s"
                .formatted(file.path(), method.firstLine(), method.lines(), method.header()))
        .toList();
  }

  private static List<String> emptyNames(SourceFile file) {
    if (!file.isJava()) {
      return List.of();
    }
    return typeName
        .matcher(JavaCode.of(file.text()))
        .results()
        .filter(found ->
            emptyName.matcher(found.group(2)).matches()
                || (found.group(1).equals("interface")
                    && interfacePrefix.matcher(found.group(2)).matches()))
        .map(found -> file.path() + " declares " + found.group(2))
        .toList();
  }

  private static List<String> sleeps(SourceFile file) {
    return file.isJava()
        ? linesOf(file, JavaCode.of(file.text()), line -> sleep.matcher(line).find())
        : List.of();
  }

  private static List<String> defaultsOverSealedTypes(SourceFile file) {
    boolean decides =
        file.path().startsWith("kernel/src/main/") || file.path().startsWith("runtime/src/main/");
    return file.isJava() && decides && !defaultCaseAllowed.containsKey(file.path())
        ? linesOf(file, JavaCode.of(file.text()), line -> defaultCase.matcher(line).find())
        : List.of();
  }

  private static List<String> todosWithoutIssue(SourceFile file) {
    return linesOf(
        file, file.text(), line -> todo.matcher(line).find() && !issue.matcher(line).find());
  }

  private static List<String> machinePaths(SourceFile file) {
    return linesOf(file, file.text(), line -> machinePath.matcher(line).find());
  }

  private static List<String> packagesNotNullMarked(SourceFile file) {
    return file.name().equals("package-info.java") && !file.text().contains("@NullMarked")
        ? List.of(file.path() + " is not @NullMarked")
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
