/**
 * The store port on PostgreSQL. Open {@link tercet.store.postgres.PostgresStore} first.
 *
 * <p>A commit of any size is one SERIALIZABLE transaction of two round trips: one reads all records
 * that the decision is expected to need, one writes all changes and commits. A commit that the
 * database refuses because others were faster is decided again; see {@link
 * tercet.store.postgres.SqlFailure}.
 */
@NullMarked
package tercet.store.postgres;

import org.jspecify.annotations.NullMarked;
