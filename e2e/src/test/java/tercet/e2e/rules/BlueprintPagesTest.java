package tercet.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;

/**
 * The pages about blueprints agree with the table of {@link Blueprints}, and each promise on them
 * names a test that exists. {@code -Ddocs.rewrite=true} writes the list of all anew.
 */
final class BlueprintPagesTest {
  private static final Path PAGES = SourceFile.repositoryRoot().resolve("docs/blueprints");
  private static final Path INDEX = PAGES.resolve("README.md");
  private static final String BEGIN = "<!-- generated: blueprints -->\n";
  private static final String END = "<!-- end -->";

  /** A row with four cells: promise, how it is kept, test, and what goes wrong elsewhere. */
  private static final Pattern ROW = Pattern.compile("\\|([^|]*)\\|([^|]*)\\|([^|]*)\\|([^|]*)\\|");

  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+)(?:#([a-z][A-Za-z]*))?`");

  /** The first cell of a table's head, and of the line below it. */
  private static final Pattern HEAD = Pattern.compile("promised|-+");

  @Test
  void indexListsEveryBlueprint() throws IOException {
    String index = Files.readString(INDEX);
    int begin = index.indexOf(BEGIN) + BEGIN.length();
    int end = index.indexOf(END, begin);
    if (Boolean.getBoolean("docs.rewrite")) {
      Files.writeString(INDEX, index.substring(0, begin) + table() + index.substring(end));
    }
    assertEquals(Files.readString(INDEX).substring(begin).split(END, 2)[0], table());
  }

  private static String table() {
    StringBuilder table = new StringBuilder("| name | consists of |\n|---|---|\n");
    for (Blueprint blueprint : Blueprints.ALL) {
      String name = "`" + blueprint.name() + "`";
      String page = blueprint.name() + ".md";
      String linked = Files.exists(PAGES.resolve(page)) ? "[%s](%s)".formatted(name, page) : name;
      table.append("| %s | %s |%n".formatted(linked, blueprint.summary()));
    }
    return table.toString();
  }

  @Test
  void everyPageIsAboutABlueprint() {
    for (SourceFile page : pages()) {
      String name = page.name().replace(".md", "");
      assertEquals(name, Blueprints.named(name).name());
      assertEquals("# `" + name + "`", page.lines().getFirst(), page.path());
    }
  }

  @Test
  void everyPromiseNamesATestThatExists() {
    List<SourceFile> java = SourceFile.withEndings(".java");
    for (SourceFile page : pages()) {
      assertNotEquals(0, rows(page).size(), page.path() + " has no promises");
      assertEquals(List.of(), wrong(page, java), page.path());
    }
  }

  @Test
  void promiseWithoutATestIsFound() {
    List<SourceFile> java = List.of(new SourceFile("a/ATest.java", "void itIsSo() {}"));
    String head = "| promised | kept | shown by | elsewhere |\n|---|---|---|---|\n";
    SourceFile page =
        new SourceFile(
            "docs/blueprints/a.md",
            head
                + "| a | b | `ATest#itIsSo` | c |\n| d | b | a talk | c |\n"
                + "| e | b | `ATest#isNot` | c |\n| f | b | `ATest`, `OtherTest` | c |\n");
    assertEquals(
        List.of("d: names no test", "e: there is no ATest#isNot", "f: there is no OtherTest"),
        wrong(page, java));
  }

  private static List<SourceFile> pages() {
    return SourceFile.withEndings(".md").stream()
        .filter(file -> file.folder().equals("docs/blueprints"))
        .filter(file -> !file.name().equals("README.md"))
        .toList();
  }

  private static List<Matcher> rows(SourceFile page) {
    List<Matcher> rows = new ArrayList<>();
    for (String line : page.lines()) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && !HEAD.matcher(row.group(1).strip()).matches()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static List<String> wrong(SourceFile page, List<SourceFile> java) {
    List<String> wrong = new ArrayList<>();
    for (Matcher row : rows(page)) {
      String promise = row.group(1).strip() + ": ";
      Set<String> missing =
          TEST.matcher(row.group(3))
              .results()
              .filter(test -> !exists(test.group(1), test.group(2), java))
              .map(test -> test.group().replace("`", ""))
              .collect(Collectors.toSet());
      missing.forEach(test -> wrong.add(promise + "there is no " + test));
      if (!TEST.matcher(row.group(3)).find()) {
        wrong.add(promise + "names no test");
      }
    }
    return wrong;
  }

  private static boolean exists(String test, @Nullable String method, List<SourceFile> java) {
    return java.stream()
        .filter(file -> file.name().equals(test + ".java"))
        .anyMatch(file -> method == null || file.text().contains("void " + method + "("));
  }
}
