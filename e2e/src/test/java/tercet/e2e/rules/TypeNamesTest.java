package tercet.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A name means one type, so that a reader who meets it again in another module knows it. */
final class TypeNamesTest {
  /** Each program has one. */
  private static final Set<String> SHARED = Set.of("Main", "package-info", "module-info");

  /** The shop as its clients see it; the verifier depends on no type of the program. */
  private static final String CONTRACT =
      "testing/verifier/src/main/java/tercet/testing/verifier/shop";

  /** Adapters have the same parts, such as connections and readers. */
  private static final Pattern ADAPTER = Pattern.compile("^(stores|transports)/\\w+$");

  @Test
  void nameOfATypeDoesNotRecurInAnotherModule() {
    assertEquals(Map.of(), recurring(SourceFile.withEndings(".java")));
  }

  @Test
  void nameThatRecursIsFound() {
    SourceFile one = file("kernel/src/main/java/tercet/kernel/Shop.java");
    SourceFile other = file("server/src/test/java/tercet/server/Shop.java");
    assertEquals(Map.of("Shop", Set.of("kernel", "server")), recurring(List.of(one, other)));
  }

  @Test
  void partsOfAdaptersAndTheContractOfTheVerifierAreAllowed() {
    assertEquals(
        Map.of(),
        recurring(
            List.of(
                file("stores/postgres/src/main/java/tercet/store/postgres/Reading.java"),
                file("transports/redis/src/main/java/tercet/transport/redis/Reading.java"),
                file("kernel/src/main/java/tercet/kernel/order/Order.java"),
                file(CONTRACT + "/Order.java"),
                file("server/src/main/java/tercet/server/Main.java"),
                file("tools/src/main/java/tercet/tools/Main.java"),
                file("e2e/src/test/java/tercet/e2e/process/KillTest.java"),
                file("stores/rocksdb/src/test/java/tercet/store/rocksdb/KillTest.java"))));
  }

  /** The modules of each name that more than one has. Names of tests say what they test. */
  private static Map<String, Set<String>> recurring(List<SourceFile> files) {
    Map<String, Set<String>> modules = new TreeMap<>();
    for (SourceFile file : files) {
      String name = file.name().replace(".java", "");
      if (!SHARED.contains(name) && !name.endsWith("Test") && !file.folder().equals(CONTRACT)) {
        String module = file.path().replaceFirst("/src/.*", "");
        modules
            .computeIfAbsent(name, _ -> new TreeSet<>())
            .add(ADAPTER.matcher(module).replaceFirst("an adapter"));
      }
    }
    modules.values().removeIf(all -> all.size() < 2);
    return modules;
  }

  private static SourceFile file(String path) {
    return new SourceFile(path, "");
  }
}
