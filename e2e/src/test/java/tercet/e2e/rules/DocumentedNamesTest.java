package tercet.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pages name only types that exist, so that a rename cannot leave an old name behind. */
final class DocumentedNamesTest {
  private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");

  /** At least two words in one, such as {@code OrphanRecovery}: nothing else is written so. */
  private static final Pattern NAME = Pattern.compile("\\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\\b");

  @Test
  void everyNameOnAPageExists() {
    Set<String> names = namesIn(SourceFile.withEndings(".java"));
    assertEquals(List.of(), unknown(SourceFile.withEndings(".md"), names));
  }

  @Test
  void nameThatDoesNotExistIsFound() {
    Set<String> names = namesIn(List.of(new SourceFile("a/B.java", "record TimerFired() {}")));
    SourceFile page =
        new SourceFile("docs/a.md", "`TimerFired` was `Input.OldName.ahead`; OldWord is no code.");
    assertEquals(List.of("docs/a.md: OldName"), unknown(List.of(page), names));
  }

  private static Set<String> namesIn(List<SourceFile> sources) {
    Set<String> names = new HashSet<>();
    sources.forEach(
        file -> NAME.matcher(file.text()).results().forEach(found -> names.add(found.group())));
    return names;
  }

  private static List<String> unknown(List<SourceFile> pages, Set<String> names) {
    return pages.stream()
        .flatMap(page ->
            QUOTED
                .matcher(page.text())
                .results()
                .flatMap(quoted -> NAME.matcher(quoted.group(1)).results())
                .filter(found -> !names.contains(found.group()))
                .map(found -> page.path() + ": " + found.group()))
        .distinct()
        .toList();
  }
}
