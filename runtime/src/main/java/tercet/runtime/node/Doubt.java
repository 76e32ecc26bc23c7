package tercet.runtime.node;

import java.time.Instant;
import tercet.kernel.decision.Finding;

/**
 * A participant that stays in doubt.
 *
 * @param since when it asked first, as far as this node remembers
 * @param last when it asked last
 */
public record Doubt(Finding finding, Instant since, Instant last) {}
