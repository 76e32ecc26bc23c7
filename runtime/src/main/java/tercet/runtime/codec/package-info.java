/**
 * Records as bytes, for stores and transports. Open {@link tercet.runtime.codec.RecordCodec} first
 * for stored bytes, {@link tercet.runtime.codec.EnvelopeBatch} for sent ones.
 *
 * <p>The form is compact and written by hand: a tag byte, then the fields in their order, without
 * names. Whole numbers take as few bytes as they need (LEB128), text is UTF-8 after its length, a
 * moment is the number of milliseconds since 1970. Numbers that stand for a type or a constant are
 * never given to another one.
 *
 * <h2>How the format may grow</h2>
 *
 * Nodes of two versions work in one cluster and on one store while an operator replaces them one by
 * one, and back. So a version reads what the version before and after it writes:
 *
 * <ul>
 *   <li><b>A new field goes to the end of the outermost value</b>: the stored record, the message,
 *       the request or the answer. Every outermost value is handed to its reader as exactly its own
 *       bytes ({@link tercet.runtime.codec.ByteReader#readSized}). A reader that finds no byte left
 *       takes the field's default; bytes after the last field that a reader knows are ignored. A
 *       field is read as {@code reader.remaining() > 0 ? … : default}, and fields keep their order
 *       for good.
 *   <li><b>A nested value has no size and never grows in place</b>: a part, a debit, a line, a
 *       waiter, a transaction, a command within its request. A field that it gains is written at
 *       the end of the outermost value; for a list, one element for each, in its order.
 *   <li><b>A new type or constant gets a new number.</b> An older reader refuses the one value that
 *       has it: an envelope is dropped and counted, a stored record is left alone, and neighbours
 *       are not affected.
 *   <li><b>An older version that changes a record drops the fields that it does not know.</b> So
 *       the default of a new field must be safe for a record whose field was lost.
 *   <li>No version is written per value. The frame version of a batch and the format number of a
 *       data folder or schema stand for what cannot grow like this; a reader refuses another one
 *       with a sentence that names both.
 * </ul>
 *
 * <p>{@code GoldenVersionsTest} keeps the bytes of each version.
 */
@NullMarked
package tercet.runtime.codec;

import org.jspecify.annotations.NullMarked;
