package tercet.e2e.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tercet.kernel.Kernel;

/**
 * {@code kernel ← runtime ← {stores, transports, gateway, telemetry} ← server}, and {@code runtime
 * ← testing ← tools}; siblings do not see each other, and the verifier sees none of them.
 */
final class ArchitectureTest {
  private static final JavaClasses TERCET = new ClassFileImporter().importPackages("tercet");

  @ParameterizedTest
  @FieldSource("tercet.e2e.rules.Layer#ALL")
  void moduleDependsOnlyOnWhatItsLayerMay(Layer layer) {
    layer.dependsOnlyOnWhatItMay().check(TERCET);
  }

  @Test
  void everyClassBelongsToALayer() {
    everyClassIsIn(Layer.ALL.stream().map(Layer::packages).toArray(String[]::new)).check(TERCET);
  }

  @Test
  void kernelDecidesWithoutClockChanceThreadsAndInputOutput() {
    Purity.rule(Layer.KERNEL.packages()).check(TERCET);
  }

  @Test
  void packagesHaveNoCycles() {
    PackageCycles.none("tercet.(**)")
        .check(TERCET.that(not(resideInAPackage("tercet.e2e.rules.planted.."))));
  }

  @Test
  void cycleOfPackagesIsFound() {
    assertFails(PackageCycles.none("tercet.(**)"), TERCET);
  }

  @Test
  void onlyTheListedSealedTypesPermitTypesOfOtherPackages() {
    assertEquals(PackageCycles.SEALED_ROOTS, PackageCycles.rootsOver(TERCET));
  }

  @Test
  void protocolsAreNamedOnlyByTheKernel() {
    PackageCycles.protocolsAreNamedOnlyBy(Kernel.class).check(TERCET);
  }

  @Test
  void classThatNamesAProtocolIsFound() {
    assertFails(PackageCycles.protocolsAreNamedOnlyBy(Object.class), TERCET);
  }

  @Test
  void verifierWorksWithoutItsFakeShop() {
    worksWithout("tercet.testing.verifier", "tercet.testing.verifier.fake").check(TERCET);
  }

  @Test
  void useOfAPartThatIsOnlyForTestsIsFound() {
    assertFails(worksWithout("tercet.testing.verifier", "tercet.testing.verifier.http"), TERCET);
  }

  @Test
  void rulesSeeTheClassesOfEveryModule() {
    for (Layer layer : Layer.ALL) {
      assertFalse(
          TERCET.stream().noneMatch(type -> isIn(layer, type)),
          () -> "no classes of " + layer + " on the class path: its rule would check nothing");
    }
  }

  @Test
  void dependencyThatIsNotAllowedIsFound() {
    Layer unawareOfArchUnit = new Layer("tercet.e2e.rules", List.of("tercet", "org.junit"));
    assertFails(unawareOfArchUnit.dependsOnlyOnWhatItMay(), TERCET);
  }

  @Test
  void classOutsideEveryLayerIsFound() {
    assertFails(everyClassIsIn("tercet.kernel.."), TERCET);
  }

  @Test
  void impureCodeIsFound() {
    for (Class<?> impure :
        List.of(
            ReadsTheClock.class,
            RollsDice.class,
            RollsDiceWithoutSeed.class,
            StartsAThread.class,
            Logs.class)) {
      assertFails(Purity.rule("tercet.e2e.rules.."), new ClassFileImporter().importClasses(impure));
    }
  }

  @Test
  void pureCodeIsNotAccused() {
    Purity.rule("tercet.e2e.rules..")
        .check(new ClassFileImporter().importClasses(Adds.class, RollsDiceBySeed.class));
  }

  /** Nothing of a whole but a part of it depends on that part. */
  private static ArchRule worksWithout(String whole, String part) {
    return noClasses()
        .that()
        .resideInAPackage(whole + "..")
        .and()
        .resideOutsideOfPackage(part + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(part + "..");
  }

  private static ArchRule everyClassIsIn(String... packages) {
    return ArchRuleDefinition.classes().should().resideInAnyPackage(packages);
  }

  private static boolean isIn(Layer layer, JavaClass type) {
    return (type.getPackageName() + ".").startsWith(layer.root() + ".");
  }

  private static void assertFails(ArchRule rule, JavaClasses classes) {
    assertThrows(AssertionError.class, () -> rule.check(classes));
  }

  static final class ReadsTheClock {
    long now() {
      return System.currentTimeMillis();
    }
  }

  static final class RollsDice {
    int roll() {
      return new Random(6).nextInt();
    }
  }

  static final class RollsDiceWithoutSeed {
    int roll() {
      return new SplittableRandom().nextInt(6);
    }
  }

  static final class RollsDiceBySeed {
    int roll(long seed) {
      return new SplittableRandom(seed).nextInt(6);
    }
  }

  static final class StartsAThread {
    Thread start() {
      return Thread.ofVirtual().start(() -> {});
    }
  }

  static final class Logs {
    System.Logger logger() {
      return System.getLogger("impure");
    }
  }

  static final class Adds {
    int[] add(int[] left, int right) {
      int[] sum = new int[left.length];
      System.arraycopy(left, 0, sum, 0, left.length);
      sum[0] = Math.addExact(sum[0], right);
      return sum;
    }
  }
}
