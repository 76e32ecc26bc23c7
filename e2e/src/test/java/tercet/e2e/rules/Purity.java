package tercet.e2e.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.Set;
import java.util.SplittableRandom;

/** The types that a pure function cannot touch: the world, the clock, chance and other threads. */
final class Purity {
  private static final String[] IMPURE_PACKAGES = {
    "java.io..",
    "java.net..",
    "java.nio..",
    "java.util.concurrent..",
    "java.lang.foreign..",
    "java.lang.reflect..",
    "java.lang.ref..",
    "java.lang.management..",
    "java.util.random..",
    "java.security..",
    "java.util.logging..",
  };

  private static final Set<String> IMPURE_TYPES =
      Set.of(
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.lang.Runtime",
          "java.lang.System$Logger",
          "java.lang.Thread",
          "java.lang.ThreadLocal",
          "java.time.Clock",
          "java.util.Random",
          "java.util.Timer");

  /** Methods of types that are otherwise harmless. */
  private static final Set<String> IMPURE_METHODS =
      Set.of(
          "java.lang.Math.random",
          "java.lang.Object.wait",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.util.Collections.shuffle",
          "java.util.UUID.randomUUID");

  private static final Set<String> PURE_METHODS_OF_SYSTEM =
      Set.of("java.lang.System.arraycopy", "java.lang.System.lineSeparator");

  private Purity() {}

  static ArchRule rule(String packages) {
    return CompositeArchRule.of(
            noClasses()
                .that()
                .resideInAPackage(packages)
                .should()
                .dependOnClassesThat(resideInAnyPackage(IMPURE_PACKAGES).or(impureType()))
                .allowEmptyShould(true))
        .and(
            noClasses()
                .that()
                .resideInAPackage(packages)
                .should()
                .accessTargetWhere(impureMember())
                .allowEmptyShould(true));
  }

  private static DescribedPredicate<JavaClass> impureType() {
    return DescribedPredicate.describe(
        "are a thread, a clock, a process or a source of chance",
        type -> IMPURE_TYPES.contains(type.getName()));
  }

  private static DescribedPredicate<JavaAccess<?>> impureMember() {
    return DescribedPredicate.describe("an impure member", access -> isImpure(access));
  }

  private static boolean isImpure(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = owner + "." + access.getTarget().getName();
    return IMPURE_METHODS.contains(name)
        || isUnseeded(access)
        || (owner.equals("java.lang.System") && !PURE_METHODS_OF_SYSTEM.contains(name));
  }

  /** With a seed the numbers are a function of their input. */
  private static boolean isUnseeded(JavaAccess<?> access) {
    return access instanceof JavaConstructorCall call
        && call.getTargetOwner().isEquivalentTo(SplittableRandom.class)
        && call.getTarget().getRawParameterTypes().isEmpty();
  }
}
