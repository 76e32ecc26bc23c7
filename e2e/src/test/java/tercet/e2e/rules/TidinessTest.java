package tercet.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of {@link Tidiness} over this repository, and proof that each of them can fail. */
final class TidinessTest {
  private static final List<SourceFile> REPOSITORY =
      SourceFile.withEndings(
          ".java",
          ".md",
          ".txt",
          ".xml",
          ".yml",
          ".yaml",
          ".properties",
          ".config",
          ".lua",
          ".sh",
          ".sql",
          "tercet",
          "run");

  @ParameterizedTest
  @EnumSource
  void everyFileOfTheRepositoryIsTidy(Tidiness rule) {
    List<String> violations =
        REPOSITORY.stream().flatMap(file -> rule.violationsIn(file).stream()).toList();
    assertTrue(violations.isEmpty(), () -> rule + "\n" + String.join("\n", violations));
  }

  @Test
  void everyPackageSaysWhatItIs() {
    assertEquals(Set.of(), packagesWithoutInfo(REPOSITORY));
  }

  @Test
  void packageWithoutInfoIsFound() {
    SourceFile silent = java("kernel/src/main/java/tercet/kernel/Silent.java", "final class S {}");
    SourceFile test = java("kernel/src/test/java/tercet/kernel/SilentTest.java", "class T {}");
    SourceFile info = java("kernel/src/main/java/tercet/kernel/package-info.java", "");
    assertEquals(Set.of("kernel: tercet/kernel"), packagesWithoutInfo(List.of(silent, test)));
    assertEquals(Set.of(), packagesWithoutInfo(List.of(silent, test, info)));
  }

  @Test
  void fileOf301LinesIsTooLong() {
    assertTidy(Tidiness.FILES_HAVE_AT_MOST_300_LINES, "\n".repeat(300));
    assertFound(Tidiness.FILES_HAVE_AT_MOST_300_LINES, "\n".repeat(301));
  }

  @Test
  void lineOf101ColumnsIsTooLongUnlessItIsAnImport() {
    assertTidy(Tidiness.LINES_HAVE_AT_MOST_100_COLUMNS, "x".repeat(100));
    assertTidy(Tidiness.LINES_HAVE_AT_MOST_100_COLUMNS, "import " + "x".repeat(100));
    assertFound(Tidiness.LINES_HAVE_AT_MOST_100_COLUMNS, "x".repeat(101));
  }

  @Test
  void methodOf61LinesIsTooLong() {
    String method = "class A {\n  int f() {\n%s  }\n}\n";
    assertTidy(Tidiness.METHODS_HAVE_AT_MOST_60_LINES, method.formatted("    x();\n".repeat(58)));
    assertFound(Tidiness.METHODS_HAVE_AT_MOST_60_LINES, method.formatted("    x();\n".repeat(59)));
  }

  @Test
  void nameThatSaysNothingIsFound() {
    for (String name : List.of("StoreImpl", "AbstractStore", "BaseStore", "StoreBase", "KeyUtil")) {
      assertFound(Tidiness.NAMES_SAY_WHAT_A_TYPE_IS, "final class " + name + " {}");
    }
    assertFound(Tidiness.NAMES_SAY_WHAT_A_TYPE_IS, "record KeyHelper(int a) {}");
    assertFound(Tidiness.NAMES_SAY_WHAT_A_TYPE_IS, "class LockManager {}");
    assertFound(Tidiness.NAMES_SAY_WHAT_A_TYPE_IS, "interface IStore {}");
    for (String name : List.of("Database", "Implication", "Baseline", "IdSource", "Utility")) {
      assertTidy(Tidiness.NAMES_SAY_WHAT_A_TYPE_IS, "interface " + name + " {}");
    }
    assertTidy(Tidiness.NAMES_SAY_WHAT_A_TYPE_IS, "// no class StoreImpl\n");
  }

  @Test
  void sleepIsFound() {
    assertFound(Tidiness.NOTHING_SLEEPS, "  Thread.sleep(10);");
    assertFound(Tidiness.NOTHING_SLEEPS, "import static java.lang.Thread.sleep;");
    assertFound(Tidiness.NOTHING_SLEEPS, "  TimeUnit.SECONDS.sleep(1);");
    assertTidy(Tidiness.NOTHING_SLEEPS, "  // not Thread.sleep(10)\n  await(\"Thread.sleep\");");
  }

  @Test
  void defaultCaseIsFoundInKernelRuntimeAndSimulator() {
    Tidiness rule = Tidiness.SWITCHES_OVER_OUR_TYPES_ARE_EXHAUSTIVE;
    String code = "switch (a) {\n  default -> 1;\n}";
    assertFalse(rule.violationsIn(java("kernel/src/main/java/A.java", code)).isEmpty());
    assertFalse(rule.violationsIn(java("runtime/src/main/java/A.java", code)).isEmpty());
    assertTrue(rule.violationsIn(java("gateway/src/main/java/A.java", code)).isEmpty());
    String checks = "testing/simulator/src/main/java/A.java";
    assertTrue(rule.violationsIn(java(checks, code)).isEmpty());
    String constants = code.replace("default", "case PAID, OPEN -> {\n f(B.C _);\n }\n  default");
    assertTrue(rule.violationsIn(java(checks, constants)).isEmpty());
    for (String type : List.of("SagaMessage.Debit _", "Order order", "Answer.Done done when a")) {
      String types = code.replace("default", "case " + type + " -> {\n2;\n}\n  default");
      assertEquals(List.of(checks + ":5: default -> 1;"), rule.violationsIn(java(checks, types)));
    }
    String method = "interface A {\n  default int f() {\n    return 1;\n  }\n}";
    assertTrue(rule.violationsIn(java("kernel/src/main/java/A.java", method)).isEmpty());
  }

  @Test
  void todoWithoutIssueIsFound() {
    String todo = "// TO" + "DO: later";
    assertFound(Tidiness.EVERY_TODO_HAS_AN_ISSUE, todo);
    assertTidy(Tidiness.EVERY_TODO_HAS_AN_ISSUE, todo + " (#12)");
  }

  @Test
  void pathOfOneMachineIsFound() {
    assertFound(Tidiness.NO_PATH_OF_ONE_MACHINE, "Path.of(\"/ro" + "ot/x\")");
    assertFound(Tidiness.NO_PATH_OF_ONE_MACHINE, "see /wo" + "rk/main");
    assertTidy(Tidiness.NO_PATH_OF_ONE_MACHINE, "GET /orders/find/{order_id}");
  }

  @Test
  void sentenceWithoutASubjectIsFound() {
    Tidiness rule = Tidiness.SENTENCES_NAME_WHO_ACTS;
    for (String vague :
        List.of(
            "Who" + "ever asks",
            "of what" + "ever comes",
            "which" + "ever is first",
            "read as" + " what it is",
            "a record of" + "\n * which nothing is known",
            "a time by" + "\n    // which it ends",
            "with" + " whom it speaks",
            "no" + "body but its owner",
            "no" + "body else",
            "Some" + "body asks",
            "any" + "body",
            "for every" + "body")) {
      assertFound(rule, "/**\n * " + vague + "\n */");
      assertFalse(rule.violationsIn(new SourceFile("docs/a.md", vague)).isEmpty(), vague);
      assertFalse(rule.violationsIn(new SourceFile("a/pom.xml", vague)).isEmpty(), vague);
    }
    assertTidy(rule, "// The node that asks, which is known. No client reads it; but it is there.");
    assertTidy(rule, "new UserId(\"no" + "body\"), BodyPublishers.no" + "Body()");
    assertFound(rule, "states.put(\"voted, no" + "body has answered\")");
    assertFound(rule, "shop.note(\"who" + "ever holds something asks\")");
  }

  @Test
  void sentenceThatBeginsWithAClauseIsFound() {
    Tidiness rule = Tidiness.SENTENCES_NAME_WHO_ACTS;
    assertFound(rule, "/** Wh" + "at a node stores. */");
    assertFound(rule, "/**\n * Wh" + "at a node stores.\n */");
    assertFound(rule, "// It ends. Wh" + "at waits is lost.");
    assertTidy(rule, "/** The records of a node. It says what they are. */");
    assertTidy(rule, "/** What is a node? */");
  }

  @Test
  void packageThatIsNotNullMarkedIsFound() {
    Tidiness rule = Tidiness.EVERY_PACKAGE_INFO_IS_NULL_MARKED;
    String path = "kernel/src/main/java/tercet/kernel/package-info.java";
    assertFalse(rule.violationsIn(java(path, "package tercet.kernel;")).isEmpty());
    assertTrue(rule.violationsIn(java(path, "@NullMarked\npackage tercet.kernel;")).isEmpty());
  }

  @Test
  void testThatStartsAProcessWithoutATagIsFound() {
    Tidiness rule = Tidiness.TESTS_THAT_START_PROCESSES_ARE_TAGGED_SLOW_OR_QUICK;
    for (String starts :
        List.of(
            "ShopProcess.start(data)",
            "new ProcessBuilder(a)",
            "Shell.run(a)",
            "JavaProcess.of(a, b)",
            "TestServer.freshSchema()")) {
      String test = "final class ATest {\n  @T" + "ag(\"slow\")\n  void b() {" + starts + ";}\n}";
      String path = "e2e/src/test/java/tercet/e2e/ATest.java";
      assertFalse(rule.violationsIn(java(path, test)).isEmpty(), test);
      assertEquals(List.of(), rule.violationsIn(java(path, "@T" + "ag(\"quick\")\n" + test)));
      assertFalse(rule.violationsIn(java(path, "@T" + "ag(\"sl0w\")\n" + test)).isEmpty());
    }
  }

  /** Tests share the package-info of the code that they test, if there is one. */
  private static Set<String> packagesWithoutInfo(List<SourceFile> files) {
    Set<String> described =
        files.stream()
            .filter(file -> file.name().equals("package-info.java"))
            .map(TidinessTest::packageOf)
            .collect(Collectors.toSet());
    return files.stream()
        .filter(file -> file.isJava() && !file.name().equals("module-info.java"))
        .map(TidinessTest::packageOf)
        .filter(name -> !described.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String packageOf(SourceFile file) {
    return file.folder().replaceFirst("/src/(main|test)/java/", ": ");
  }

  private static SourceFile java(String path, String text) {
    return new SourceFile(path, text);
  }

  private static void assertFound(Tidiness rule, String text) {
    assertFalse(rule.violationsIn(java("gateway/src/main/java/A.java", text)).isEmpty(), text);
  }

  private static void assertTidy(Tidiness rule, String text) {
    assertEquals(List.of(), rule.violationsIn(java("gateway/src/main/java/A.java", text)), text);
  }
}
