/**
 * Records as bytes, for stores and transports. Open {@link tercet.runtime.codec.RecordCodec} first
 * for what is stored, {@link tercet.runtime.codec.EnvelopeBatch} for what travels.
 *
 * <p>The form is compact and written by hand: a tag byte, then the fields in their order, without
 * names. Whole numbers take as few bytes as they need (LEB128), text is UTF-8 after its length, a
 * moment is the number of milliseconds since 1970. Numbers that stand for a type or a constant are
 * never given to another one. No version is written per record: what holds the records, or carries
 * them, says which format they have.
 */
@NullMarked
package tercet.runtime.codec;

import org.jspecify.annotations.NullMarked;
