package tercet.testing.verifier.model;

import java.time.Duration;

/**
 * How long a shop took to be right.
 *
 * @param audit of the last reading, with earlier errors that can never become right
 * @param after from the end of the load to the beginning of the reading that was right; zero if the
 *     first was, or to the last reading if none was
 * @param readings of all records
 */
public record Settlement(Audit audit, Duration after, int readings) {}
