package tercet.e2e.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.HashSet;
import java.util.Set;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Tombstone;

/**
 * No package depends on one that depends on it. A sealed root of the kernel has to name the types
 * that it permits, which lie above it; these roots are listed.
 */
final class PackageCycles {
  /** Those that permit types of packages above theirs. */
  static final Set<Class<?>> SEALED_ROOTS =
      Set.of(
          Message.class,
          StoredRecord.class,
          OpenTransaction.class,
          OpenBranch.class,
          Tombstone.class);

  private static final String[] PROTOCOLS = {
    "tercet.kernel.saga..",
    "tercet.kernel.tcc..",
    "tercet.kernel.choreography..",
    "tercet.kernel.twophase.."
  };

  private PackageCycles() {}

  /**
   * The rule.
   *
   * @param packages each is a slice by itself, in ArchUnit's notation
   */
  static ArchRule none(String packages) {
    return SlicesRuleDefinition.slices().matching(packages).should().beFreeOfCycles();
  }

  /**
   * The sealed types that permit types of other packages. The rule above does not see them:
   * ArchUnit counts a permitted type as no dependency.
   */
  static Set<Class<?>> rootsOver(JavaClasses classes) {
    Set<Class<?>> roots = new HashSet<>();
    for (JavaClass type : classes) {
      Class<?> sealed = type.reflect();
      if (sealed.isSealed()) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
          if (!permitted.getPackage().equals(sealed.getPackage())) {
            roots.add(sealed.getEnclosingClass() == null ? sealed : sealed.getEnclosingClass());
          }
        }
      }
    }
    return roots;
  }

  /**
   * Beneath the protocols only one class knows them, beside the sealed roots.
   *
   * @param list that class
   */
  static ArchRule protocolsAreNamedOnlyBy(Class<?> list) {
    return noClasses()
        .that(
            resideInAPackage("tercet.kernel..")
                .and(not(resideInAnyPackage(PROTOCOLS)))
                .and(not(type(list))))
        .should()
        .dependOnClassesThat(resideInAnyPackage(PROTOCOLS));
  }
}
