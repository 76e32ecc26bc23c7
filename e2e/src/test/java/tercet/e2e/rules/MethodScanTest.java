package tercet.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MethodScanTest {
  @Test
  void methodCountsFromItsHeaderToItsClosingBrace() {
    assertEquals(
        List.of("int f() : 3", "void g( int a, int b) throws E : 5"),
        scan(
            """
            class A {
              int f() {
                return 1;
              }

              void g(
                  int a,
                  int b)
                  throws E {
              }
            }
            """));
  }

  @Test
  void constructorsAndInitializersAreMethods() {
    assertEquals(
        List.of("R : 1", "static : 1", "A(int a) : 1"),
        scan(
            """
            class A {
              record R(int a) {
                R {}
              }
              static {}
              A(int a) {}
            }
            """));
  }

  @Test
  void bracesInTextsCommentsAndAnnotationsDoNotCount() {
    assertEquals(
        List.of("@SuppressWarnings( , ) int f() : 6"),
        scan(
            """
            class A {
              @SuppressWarnings({"{", "\\"{"})
              int f() {
                // {
                char c = '{'; /* { */
                return "{" + c;
              }
              int[] numbers = {1, 2};
            }
            """));
  }

  @Test
  void lambdasAndAnonymousClassesInAMethodArePartOfIt() {
    assertEquals(
        List.of("void f() : 8"),
        scan(
            """
            class A {
              void f() {
                run(() -> {
                  go();
                });
                new Runnable() {
                  public void run() {}
                }.run();
              }
            }
            """));
  }

  @Test
  void lambdaInAFieldIsAMethodAndAnAnonymousClassAType() {
    assertEquals(
        List.of("Runnable r = () -> : 3", "public void run() : 1"),
        scan(
            """
            class A {
              Runnable r = () -> {
                go();
              };
              Runnable s = new Runnable() {
                public void run() {}
              };
            }
            """));
  }

  @Test
  void constantsWithABodyAreTypes() {
    assertEquals(
        List.of("int f() : 1", "int f() : 1"),
        scan(
            """
            enum A {
              ONE(1), TWO(2) {
                int f() { return 1; }
              },
              THREE {
                int f() { return 2; }
              };
              abstract int f();
            }
            """));
  }

  private static List<String> scan(String text) {
    return MethodScan.methodsIn(text).stream()
        .map(method -> method.header() + " : " + method.lines())
        .toList();
  }
}
