/**
 * Rules about the code itself: who may depend on whom, and how tidy a source file is. Open {@link
 * tercet.e2e.rules.ArchitectureTest} first, then {@link tercet.e2e.rules.Tidiness}.
 */
@NullMarked
package tercet.e2e.rules;

import org.jspecify.annotations.NullMarked;
