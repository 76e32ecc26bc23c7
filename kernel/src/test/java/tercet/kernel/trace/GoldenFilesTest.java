package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

final class GoldenFilesTest {

  @Test
  void everyGoldenFileBelongsToATest() throws IOException {
    Set<String> belonging =
        Stream.of(
                HappyPathTest.class,
                RefusalTest.class,
                DeadlineTest.class,
                AbortTest.class,
                SettleTest.class,
                RefundTest.class,
                LostAndLateTest.class,
                CheckoutTest.class,
                EveryStateTest.class,
                TccTest.class,
                TccContentionTest.class,
                TccEveryStateTest.class,
                TwoPhaseTest.class,
                TwoPhaseLocksTest.class,
                TwoPhaseEveryStateTest.class,
                ChoreographyTest.class,
                ChoreographyEveryStateTest.class)
            .flatMap(type -> Stream.of(type.getDeclaredMethods()).filter(GoldenFilesTest::isGolden))
            .map(method -> Golden.name(method.getDeclaringClass(), method.getName()))
            .collect(Collectors.toSet());
    try (Stream<Path> files = Files.list(Golden.FOLDER)) {
      Set<String> orphans =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !belonging.contains(name))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(Set.of(), orphans);
    }
  }

  private static boolean isGolden(Method method) {
    return Stream.of(method.getParameterTypes()).anyMatch(TestInfo.class::equals);
  }
}
