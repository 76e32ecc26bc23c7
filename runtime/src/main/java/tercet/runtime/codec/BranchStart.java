package tercet.runtime.codec;

import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.Origin;

/**
 * The beginning of the bytes of every {@link OpenBranch}.
 *
 * @param whole false if it is written as by versions that knew only the order and its shard
 */
record BranchStart(Origin origin, boolean whole) {
  /** Whole, unless nothing more than the order and its shard is known. */
  static BranchStart of(Origin origin) {
    return new BranchStart(origin, !origin.isUnknown());
  }

  void write(ByteWriter writer, RecordType type) {
    if (whole) {
      writer.writeByte(RecordType.BRANCH_OF_ORIGIN.number);
      writer.writeByte(type.number);
      TransactionCodec.write(writer, origin);
    } else {
      writer.writeByte(type.number);
      TransactionCodec.writeShort(writer, origin);
    }
  }

  static BranchStart readWhole(ByteReader reader) {
    return new BranchStart(TransactionCodec.readOrigin(reader), true);
  }

  static BranchStart readShort(ByteReader reader) {
    return new BranchStart(TransactionCodec.readShort(reader), false);
  }
}
